//! Programs in which a panic cannot be caught: it ends the process before the call returns to C. `tests/abort` has
//! the programs, since profiles and features apply to whole programs.

use std::env::consts::EXE_SUFFIX;
use std::path::PathBuf;
use std::process::{Command, Output};

/// Builds a program of `tests/abort`, and returns its path.
///
/// `name` is the name of the test, which has its own target directory.
fn build(name: &str, program: &str, profile: &str, arguments: &[&str]) -> PathBuf {
    let target = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("abort").join(name);
    let output = Command::new(env!("CARGO"))
        .args(["build", "--locked", "--bin", program, "--profile", profile])
        .args(["--manifest-path", concat!(env!("CARGO_MANIFEST_DIR"), "/abort/Cargo.toml")])
        .args(arguments)
        .env("CARGO_TARGET_DIR", &target)
        .env_remove("RUSTFLAGS")
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    target
        .join(if profile == "dev" { "debug" } else { profile })
        .join(format!("{program}{EXE_SUFFIX}"))
}

fn run(program: &PathBuf, argument: Option<&str>) -> Output {
    Command::new(program).args(argument).env("RUST_BACKTRACE", "0").output().unwrap()
}

/// Asserts that the process was ended by `abort`, and did not return from the closure.
fn assert_aborted(output: &Output) {
    #[cfg(unix)]
    {
        use std::os::unix::process::ExitStatusExt;
        assert_eq!(output.status.signal(), Some(libc::SIGABRT), "{output:?}");
    }
    assert!(!output.status.success(), "{output:?}");
    assert_eq!(String::from_utf8_lossy(&output.stdout), "", "C or Rust was returned to");
}

fn assert_succeeds_with_std(output: &Output) {
    assert!(output.status.success(), "{output:?}");
    let said = String::from_utf8_lossy(&output.stdout);
    assert_eq!(
        said.lines().collect::<Vec<_>>(),
        ["C was returned to, with 21", "Rust was returned to, with 21"]
    );
}

#[test]
fn with_panic_abort_a_panic_ends_the_process() {
    let arguments = ["--features", "std", "--config", "profile.dev.panic=\"abort\""];
    let hosted = build("profile", "hosted", "dev", &arguments);
    assert_succeeds_with_std(&run(&hosted, Some("happy")));
    let output = run(&hosted, Some("panic"));
    assert_aborted(&output);
    assert!(String::from_utf8_lossy(&output.stderr).contains("the closure panics at 20"));
}

#[test]
fn without_the_feature_std_a_panic_ends_the_process_where_c_is_the_caller() {
    let hosted = build("unwind", "hosted", "dev", &[]);
    assert_succeeds_with_std(&run(&hosted, Some("happy")));
    let output = run(&hosted, Some("panic"));
    assert_aborted(&output);
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(said.contains("the closure panics at 20"), "{said}");
    assert!(said.contains("a panic cannot cross into C"), "{said}");
    let output = run(&hosted, Some("call"));
    assert_eq!(
        output.status.code(),
        Some(101),
        "a panic between Rust and Rust goes on: {output:?}"
    );
}

#[test]
#[cfg(target_os = "linux")]
fn a_program_without_std_ends_in_its_panic_handler() {
    let bare = build("bare", "bare", "bare", &[]);
    let output = run(&bare, None);
    assert!(output.status.success(), "{output:?}");
    assert_eq!(String::from_utf8_lossy(&output.stdout), "C was returned to\n");
    assert_aborted(&run(&bare, Some("panic")));
}
