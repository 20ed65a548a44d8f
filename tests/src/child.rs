//! Tests that run in a separate process.

use std::env;
use std::ffi::OsString;
use std::process::{Command, Output};

/// Runs an ignored test of this program in a separate process. Returns how that ended.
///
/// The test is in `module`, which is the `module_path!()` of the caller, or in a module of it.
///
/// `CALLBACK_TESTS_RUNNER` names the emulator, if programs of the target need one to start.
///
/// # Panics
///
/// Panics if there is no such test, or the process does not start.
#[must_use]
pub fn run_apart(module: &str, test: &str) -> Output {
    let test = match module.split_once("::") {
        Some((_, module)) => format!("{module}::{test}"),
        None => String::from(test),
    };
    let runner = env::var("CALLBACK_TESTS_RUNNER").unwrap_or_default();
    let mut words = runner.split_whitespace().map(OsString::from);
    let this = env::current_exe().unwrap().into_os_string();
    let mut command = match words.next() {
        Some(runner) if cfg!(not(windows)) => {
            let mut command = Command::new(runner);
            command.args(words).arg(this);
            command
        }
        // Wine starts programs as Windows does.
        _ => Command::new(this),
    };
    command.args(["--exact", &test, "--ignored", "--nocapture", "--test-threads=1"]);
    let output = command.env("RUST_BACKTRACE", "0").output().unwrap();
    let started = String::from_utf8_lossy(&output.stdout).contains("running 1 test");
    assert!(started, "there is no test {test}: {output:?}");
    output
}
