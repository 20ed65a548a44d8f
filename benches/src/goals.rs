//! The goals: the costs of a use, and instructions of a call on x86-64 at opt-level 3, with the loop's eight.

use crate::counts::Counts;

/// Returns the most that a row may have for B0, B1 and B2, if it has a goal.
///
/// The goals of slots and of contexts that are not null depend on the count of `scope` with the same kind, from
/// `counts`.
pub(crate) fn goal(row: &str, counts: &Counts) -> Option<[f64; 3]> {
    if row == "function" {
        // `catch_unwind` alone.
        return Some([12.0, 17.0, 17.0]);
    }
    if let Some(tested) = row.strip_suffix(", NonNull") {
        let tested: [f64; 3] = counts.get(tested)?.try_into().ok()?;
        // Without the test and its branch.
        return Some(tested.map(|count| count - 2.0));
    }
    let (lifetime, kind) = ["slot scope", "scope", "bind", "forever", "register", "slot"]
        .iter()
        .find_map(|lifetime| Some((*lifetime, row.strip_prefix(lifetime)?.strip_prefix(' ')?)))?;
    match (lifetime, kind) {
        // Only its own thread ends such a callback, so nothing has to keep it alive.
        ("register", "FnMut" | "Fn") => Some([36.0; 3]),
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

/// Returns the goal for the times of a row, and whether it is met. `median` returns the medians of each row, as
/// ratios to the unguarded function.
#[cfg(feature = "peers")]
pub(crate) fn time(
    row: &str,
    median: &dyn Fn(&str) -> Option<Vec<f64>>,
) -> Option<(String, String)> {
    let times = median(row)?;
    let starts = |lifetimes: &[&str]| lifetimes.iter().any(|lifetime| row.starts_with(lifetime));
    if starts(&["scope", "bind", "forever"]) {
        let met = times.iter().all(|time| *time <= 1.05);
        return Some((String::from("≤ 1.05"), String::from(verdict(met))));
    }
    if !starts(&["notified", "register", "dispatch", "slot"]) {
        return None;
    }
    let (thunk, libffi) = (median("closure-ffi")?, median("libffi")?);
    let below = |others: &[f64], part: f64| {
        verdict(times.iter().zip(others).all(|(time, other)| *time < other * part))
    };
    let verdicts = format!("{}; {}", below(&thunk, 1.0), below(&libffi, 0.1));
    Some((String::from("< closure-ffi; < libffi / 10"), verdicts))
}

/// Returns the most bytes of code and data that a use of this lifetime may have, if it has a goal.
pub(crate) fn use_bytes(lifetime: &str) -> Option<f64> {
    match lifetime {
        "register" => Some(900.0),
        "slot scope" => Some(1500.0),
        _ => None,
    }
}

/// The most instructions of rustc for a use, as a ratio to those for a use of `scope`.
pub(crate) const USE_INSTRUCTIONS: f64 = 2.0;

/// Returns the words of a table.
pub(crate) fn verdict(met: bool) -> &'static str {
    if met { "met" } else { "**missed**" }
}
