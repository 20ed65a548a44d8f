//! How often a race is run.

use std::env;

/// So often; a tenth of that where `CALLBACK_TESTS_SLOWLY` is set, because an emulator or memcheck
/// runs the test, and less under Miri.
#[must_use]
pub fn rounds(often: usize) -> usize {
    let part = match (cfg!(miri), env::var_os("CALLBACK_TESTS_SLOWLY")) {
        (true, _) => 100,
        (false, Some(_)) => 10,
        (false, None) => 1,
    };
    (often / part).max(1)
}
