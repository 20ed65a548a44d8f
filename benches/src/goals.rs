//! The figures to reach: instructions a call on x86-64 at opt-level 3, the loop's eight included.

use crate::counts::Counts;

/// The most that a row may have for B0, B1 and B2, if it has a goal.
///
/// That of a slot depends on what `scope` has with the same kind: `counts` has it.
pub(crate) fn goal(row: &str, counts: &Counts) -> Option<[f64; 3]> {
    let (lifetime, kind) = ["slot scope", "scope", "bind", "forever", "register", "slot"]
        .iter()
        .find_map(|lifetime| Some((*lifetime, row.strip_prefix(lifetime)?.strip_prefix(' ')?)))?;
    match (lifetime, kind) {
        // With what keeps a context alive while it runs.
        ("register", _) => Some([44.0; 3]),
        ("slot" | "slot scope", _) => {
            let scope: [f64; 3] = counts.get(&format!("scope {kind}"))?.try_into().ok()?;
            Some(scope.map(|count| count + 4.0))
        }
        (_, "FnMut + Send") => Some([19.0, 29.0, 30.0]),
        (_, "Fn + Send + Sync") => Some([14.0, 19.0, 19.0]),
        (_, "FnMut" | "Fn") => Some([19.0, 25.0, 25.0]),
        _ => None,
    }
}

/// How a table says it.
pub(crate) fn verdict(met: bool) -> &'static str {
    if met { "met" } else { "**missed**" }
}
