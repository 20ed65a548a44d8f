//! Each misuse that can be seen at compile time, and how its error reads.

#[test]
#[cfg_attr(
    not(all(target_os = "linux", target_arch = "x86_64")),
    ignore = "some messages name what differs elsewhere: `c_char`, the calling conventions"
)]
fn compile_fail() {
    let cases = trybuild::TestCases::new();
    cases.compile_fail("tests/compile-fail/*.rs");
    // What other suites have that Rust cannot express, by the names of their cases.
    cases.compile_fail("tests/compile-fail/acceptance/*.rs");
}
