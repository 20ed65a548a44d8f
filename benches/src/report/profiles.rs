//! The same counts in other profiles: smaller code, no optimization, panics that abort.

use std::fmt::Write;
use std::path::{Path, PathBuf};

use crate::callgrind::{self, Place};
use crate::cells::row::Group;
use crate::counts::Counts;
use crate::fallible::Fallible;
use crate::goals;
use crate::report::build::build;
use crate::sizes;

/// The profiles: a heading, and the arguments of cargo.
const PROFILES: [(&str, &[&str]); 7] = [
    ("3", &["--release"]),
    ("2", &["--release", "--config=profile.release.opt-level=2"]),
    ("1", &["--release", "--config=profile.release.opt-level=1"]),
    ("s", &["--release", "--config=profile.release.opt-level=\"s\""]),
    ("z", &["--release", "--config=profile.release.opt-level=\"z\""]),
    ("3, abort", &["--profile=abort"]),
    ("dev", &[]),
];

const UNGUARDED: &str = "no guard, extern \"C\"";
const CHECKS: &str = "guards by hand FnMut, no catch";
const OURS: &str = "scope FnMut";
const ROWS: [&str; 7] = [
    UNGUARDED,
    "guards by hand FnMut",
    CHECKS,
    OURS,
    "scope Fn + Send + Sync",
    "register Fn + Send + Sync",
    "slot Fn + Send + Sync",
];

/// Returns the section of the report.
///
/// # Errors
///
/// If a profile cannot be built or counted.
pub(super) fn section() -> Fallible<String> {
    let profiles = PROFILES.iter().map(measure).collect::<Fallible<Vec<_>>>()?;
    let mut text = String::from("Instructions of a call, B0/B1/B2, by `opt-level`.\n\n|");
    for Profile { heading, .. } in &profiles {
        let _ = write!(text, " | {heading}");
    }
    let _ = writeln!(text, " |\n|---{}|", "|---".repeat(profiles.len()));
    for row in ROWS {
        let _ = write!(text, "| {row} |");
        for Profile { counts, .. } in &profiles {
            let counts = counts.get(row).ok_or("a row was not counted")?;
            let shown: Vec<_> = counts.iter().map(f64::to_string).collect();
            let _ = write!(text, " {} |", shown.join("/"));
        }
        text += "\n";
    }
    let of = |heading| profiles.iter().find(|profile| profile.heading == heading);
    let (unwinding, aborting) = of("3").zip(of("3, abort")).ok_or("a profile is missing")?;
    text += &checks_alone(&aborting.counts).ok_or("a row was not counted")?;
    text += &no_catch(&unwinding.program, &aborting.program)?;
    Ok(text)
}

struct Profile {
    heading: &'static str,
    program: PathBuf,
    counts: Counts,
}

fn measure((heading, arguments): &(&'static str, &[&str])) -> Fallible<Profile> {
    let program = build(heading, arguments)?.join("callback-benches");
    let counts = Counts(callgrind::count(&program, Place::Program, &[Group::Calls])?);
    Ok(Profile { heading, program, counts })
}

/// Returns the counts of a call with panics that abort: the body, and the checks.
fn checks_alone(abort: &Counts) -> Option<String> {
    let beyond = |row: &str| -> Option<Vec<f64>> {
        let bare = abort.get(UNGUARDED)?;
        Some(abort.get(row)?.iter().zip(bare).map(|(count, bare)| count - bare).collect())
    };
    let (checks, ours) = (beyond(CHECKS)?, beyond(OURS)?);
    let verdict = goals::verdict(ours.iter().zip(&checks).all(|(ours, checks)| ours <= checks));
    Some(format!(
        "\nWith panics that abort, `{OURS}` has {ours:?} instructions more than the unguarded function, \
         and the same checks by hand, in a function without `catch_unwind`, have {checks:?}: \
         {verdict}.\n"
    ))
}

/// The function that a trampoline calls after it has caught a panic, in its mangled form.
const CAUGHT: &str = "6header4fail";

/// Returns whether the catch disappears with panics that abort.
fn no_catch(unwinding: &Path, aborting: &Path) -> Fallible<String> {
    if !sizes::has_function(unwinding, CAUGHT)? {
        return Err(format!("there is no function {CAUGHT}: has it been renamed?").into());
    }
    let verdict = goals::verdict(!sizes::has_function(aborting, CAUGHT)?);
    Ok(format!(
        "\nThe function that a trampoline calls after it has caught a panic is in the program that \
         unwinds. It must not be in the one that aborts, nor the catch: {verdict}.\n"
    ))
}
