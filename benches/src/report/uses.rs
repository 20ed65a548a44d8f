//! What one use of each lifetime costs: bytes in a library, and the time to compile it.

use std::fmt::Write;

use crate::fallible::Fallible;
use crate::goals::{self, verdict};
use crate::lifetimes::{self, Lifetime};
use crate::rustc::{CHECK, RELEASE};

/// Returns the section of the report.
///
/// # Errors
///
/// If something cannot be compiled, measured or counted.
pub(super) fn section() -> Fallible<String> {
    let lifetimes = lifetimes::all()?;
    Ok([bytes(&lifetimes)?, instructions(&lifetimes)?].join("\n"))
}

fn bytes(lifetimes: &[Lifetime]) -> Fallible<String> {
    let mut text = String::from(
        "Bytes in a library for release, in one unit of code, for one more declaration and one function that \
         hands a closure over.\n\n\
         | | code and data | unwinding tables | goal | |\n|---|---|---|---|---|\n",
    );
    for lifetime in lifetimes {
        let (name, [contents, tables]) = (&lifetime.name, lifetime.bytes()?);
        let (goal, met) = match goals::use_bytes(name) {
            Some(goal) => (format!("≤ {goal}"), verdict(contents <= goal)),
            None => (String::new(), ""),
        };
        let _ = writeln!(text, "| {name} | {contents:.0} | {tables:.0} | {goal} | {met} |");
    }
    Ok(text)
}

fn instructions(lifetimes: &[Lifetime]) -> Fallible<String> {
    let goal = goals::USE_INSTRUCTIONS;
    let mut text = format!(
        "Millions of instructions that rustc executes for one more use, as callgrind counts them, and as a ratio \
         to one of `scope`. The goal is at most {goal:.1}.\n\n\
         | | `cargo check` | | `--release` | | |\n|---|---|---|---|---|---|\n",
    );
    let mut of_scope = None;
    for lifetime in lifetimes {
        let (check, release) = (lifetime.instructions(CHECK)?, lifetime.instructions(RELEASE)?);
        // The first lifetime is `scope`.
        let (scope_check, scope_release) = *of_scope.get_or_insert((check, release));
        let ratios = [check / scope_check, release / scope_release];
        let _ = writeln!(
            text,
            "| {} | {:.1} | {:.2} | {:.1} | {:.2} | {} |",
            lifetime.name,
            check / 1e6,
            ratios[0],
            release / 1e6,
            ratios[1],
            verdict(ratios.iter().all(|ratio| *ratio <= goal)),
        );
    }
    Ok(text)
}
