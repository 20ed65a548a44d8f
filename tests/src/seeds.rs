//! The number and the seeds of random cases.

use std::env;
use std::time::{Duration, Instant};

/// Returns the seeds of a run. They are the same in each run, unless `CALLBACK_FUZZ_SEED` asks for one, or
/// `CALLBACK_FUZZ_SECONDS` for others during that time.
///
/// # Panics
///
/// Panics if one of the two is not a number.
#[must_use]
pub fn seeds(many: usize) -> Box<dyn Iterator<Item = u64>> {
    if let Some(seed) = number("CALLBACK_FUZZ_SEED") {
        return Box::new(std::iter::once(seed));
    }
    let Some(seconds) = number("CALLBACK_FUZZ_SECONDS") else {
        return Box::new((0..).take(many));
    };
    let end = Instant::now() + Duration::from_secs(seconds);
    let random = std::iter::repeat_with(|| fastrand::u64(..));
    Box::new(random.take_while(move |_| Instant::now() < end))
}

fn number(variable: &str) -> Option<u64> {
    let value = env::var(variable).ok()?;
    Some(value.parse().unwrap_or_else(|_| panic!("{variable} is a number")))
}
