//! Each misuse that can be seen at compile time, and how its error reads.

#[test]
fn compile_fail() {
    trybuild::TestCases::new().compile_fail("tests/compile-fail/*.rs");
}
