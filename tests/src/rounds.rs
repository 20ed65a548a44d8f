//! The number of runs of a race.

use std::env;

/// Returns that many, or a tenth if `CALLBACK_TESTS_SLOWLY` is set, because an emulator or memcheck runs the
/// test, or fewer under Miri.
#[must_use]
pub fn rounds(often: usize) -> usize {
    let part = match (cfg!(miri), env::var_os("CALLBACK_TESTS_SLOWLY")) {
        (true, _) => 100,
        (false, Some(_)) => 10,
        (false, None) => 1,
    };
    (often / part).max(1)
}
