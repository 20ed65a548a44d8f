//! The programs of this package, built as users build theirs.

use std::env;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::Fallible;

/// Builds the programs of this package once more, as `arguments` tell cargo, and without what
/// report.sh has told it; where they are.
///
/// # Errors
///
/// If cargo fails.
pub(super) fn build(heading: &str, arguments: &[&str]) -> Fallible<PathBuf> {
    let name: String = heading.chars().filter(char::is_ascii_alphanumeric).collect();
    let target = env::current_exe()?.with_file_name("profiles").join(name);
    let cargo = env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let status = Command::new(cargo)
        .args(["build", "--quiet", "--package=callback-benches", "--bins"])
        .args(arguments)
        .arg("--target-dir")
        .arg(&target)
        .env_remove("RUSTFLAGS")
        .current_dir(Path::new(env!("CARGO_MANIFEST_DIR")))
        .status()?;
    if !status.success() {
        return Err(format!("cargo build for {heading}: {status}").into());
    }
    let directory = match arguments {
        [] => "debug",
        ["--profile=abort"] => "abort",
        _ => "release",
    };
    Ok(target.join(directory))
}
