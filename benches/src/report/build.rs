//! The programs of this package, built as users build theirs.

use std::env;
use std::path::{Path, PathBuf};

use crate::fallible::Fallible;
use crate::many::{self, succeed};

/// Builds the programs of this package with these arguments of cargo, and without the settings of report.sh.
/// Returns their directory.
///
/// # Errors
///
/// If cargo fails.
pub(super) fn build(heading: &str, arguments: &[&str]) -> Fallible<PathBuf> {
    let name: String = heading.chars().filter(char::is_ascii_alphanumeric).collect();
    let target = env::current_exe()?.with_file_name("profiles").join(name);
    let package = Path::new(env!("CARGO_MANIFEST_DIR"));
    let build = ["build", "--package=callback-benches", "--bins"];
    succeed(many::cargo(package, &target, &build).args(arguments))?;
    let directory = match arguments {
        [] => "debug",
        ["--profile=abort"] => "abort",
        _ => "release",
    };
    Ok(target.join(directory))
}
