//! How many random cases there are, and which.

use std::env;
use std::time::{Duration, Instant};

/// The seeds of a run: the same so many each time, unless somebody asks for one, in
/// `CALLBACK_FUZZ_SEED`, or for others as long as it takes, in `CALLBACK_FUZZ_SECONDS`.
///
/// # Panics
///
/// If one of the two is no number.
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
