//! Bytes of code and data.

use std::fmt::Write;

use crate::fallible::Fallible;
use crate::goals;
use crate::report::build::build;
use crate::sizes;

/// Returns the section of the report.
///
/// # Errors
///
/// If `nm` or `size` fails.
pub(super) fn section() -> Fallible<String> {
    let functions = sizes::functions()?;
    let get = |row: &str| functions.iter().find(|(name, _)| name == row).map(|(_, bytes)| bytes);
    let by_hand = get("guards by hand FnMut").ok_or("a row has no size")?;
    let mut text = String::from(
        "Bytes in `.text` of the function that C gets. A callback adds no other code, because everything \
         except the happy path is outlined and shared. The goal is the function by hand with the same \
         guards.\n\n| | B0 | B1 | B2 | |\n|---|---|---|---|---|\n",
    );
    for (name, bytes) in &functions {
        let met = bytes.iter().zip(by_hand).all(|(bytes, by_hand)| bytes <= by_hand);
        let verdict = if name == "scope FnMut" { goals::verdict(met) } else { "" };
        let shown: Vec<_> = bytes.iter().map(f64::to_string).collect();
        let _ = writeln!(text, "| {name} | {} | {verdict} |", shown.join(" | "));
    }
    text += "\nThe bytes that one more slot in `slots =` adds to a program, by section:\n\n\
             | section | bytes |\n|---|---|\n";
    for (section, bytes) in sizes::slot(&build("3", &["--release"])?)? {
        let _ = writeln!(text, "| `{section}` | {} |", bytes[0]);
    }
    Ok(text)
}
