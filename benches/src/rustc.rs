//! What rustc does for a crate: the instructions that it executes, without those for dependencies.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;

use crate::fallible::Fallible;
use crate::many::{self, Many, succeed};
use crate::sizes::float;

/// The arguments of cargo for a check and for a release build.
pub(crate) const CHECK: &[&str] = &["check"];
pub(crate) const RELEASE: &[&str] = &["build", "--release"];

/// Returns the instructions that rustc executes for one more part of a crate, from crates of two counts that
/// `write` writes.
///
/// # Errors
///
/// If a crate cannot be written or compiled, or valgrind is missing.
pub(crate) fn for_one_more(
    write: impl Fn(usize) -> Fallible<Many>,
    arguments: &[&str],
    counts: [usize; 2],
) -> Fallible<f64> {
    let [few, many] = counts.map(|count| executed(&write(count)?, arguments));
    Ok(float(many?.saturating_sub(few?)) / float(counts[1] - counts[0]))
}

/// The instructions that rustc executes for a crate, without its dependencies.
fn executed(many: &Many, arguments: &[&str]) -> Fallible<usize> {
    let home = many::home()?;
    let (wrapper, counts) = (home.join("rustc.sh"), home.join("counts"));
    fs::write(&wrapper, WRAPPER)?;
    fs::set_permissions(&wrapper, fs::Permissions::from_mode(0o755))?;
    let _ = fs::remove_dir_all(&counts);
    fs::create_dir_all(&counts)?;
    let target = home.join("counted");
    forget(many, &target, arguments)?;
    let mut cargo = many.cargo(arguments);
    cargo.env("CARGO_TARGET_DIR", &target).env("CARGO_INCREMENTAL", "0");
    succeed(cargo.env("RUSTC_WRAPPER", &wrapper).env("CALLBACK_COUNTS", &counts))?;
    let mut sum = 0;
    for file in fs::read_dir(&counts)? {
        let written = fs::read_to_string(file?.path())?;
        let totals = written.lines().filter_map(|line| line.strip_prefix("totals: "));
        sum += totals.map(|total| total.trim().parse::<usize>()).sum::<Result<usize, _>>()?;
    }
    if sum == 0 { Err("callgrind has counted nothing".into()) } else { Ok(sum) }
}

/// Counts only the compiler run of the requested crate. The `rustc` of rustup starts another program, so the
/// children are traced.
const WRAPPER: &str = "\
#!/bin/sh
[ -n \"$CARGO_PRIMARY_PACKAGE\" ] || exec \"$@\"
exec valgrind --quiet --tool=callgrind --trace-children=yes \\
    --callgrind-out-file=\"$CALLBACK_COUNTS/%p\" \"$@\"
";

/// Removes the build of a crate, so that cargo compiles it again, but not its dependencies.
///
/// # Errors
///
/// If cargo fails.
pub(crate) fn forget(many: &Many, target: &Path, arguments: &[&str]) -> Fallible<()> {
    let mut clean = many.cargo(&["clean", "--package", many.name()]);
    clean.env("CARGO_TARGET_DIR", target);
    if arguments == RELEASE {
        clean.arg("--release");
    }
    succeed(&mut clean)
}
