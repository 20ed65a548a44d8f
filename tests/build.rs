//! Compiles the C libraries of the tests. `CFLAGS` is honoured, by which a sanitizer comes in.

fn main() {
    println!("cargo::rerun-if-changed=csrc");
    let mut build = cc::Build::new();
    build.file("csrc/misbehaving.c").file("csrc/arguments.c");
    if std::env::var_os("CARGO_CFG_UNIX").is_some() {
        build.file("csrc/threads.c");
    }
    build.opt_level(2).warnings(true).extra_warnings(true).warnings_into_errors(true);
    build.compile("callback_tests_c");
}
