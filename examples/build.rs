//! Compiles the C libraries of the examples.

fn main() {
    println!("cargo::rerun-if-changed=threads");
    println!("cargo::rerun-if-changed=completion");
    // They need POSIX threads. On other systems, the examples say so.
    if std::env::var_os("CARGO_CFG_UNIX").is_some() {
        let mut build = cc::Build::new();
        build.files(["threads/pool.c", "completion/reader.c"]);
        build.std("c11").define("_POSIX_C_SOURCE", "200809L");
        build.warnings(true).extra_warnings(true).warnings_into_errors(true);
        build.compile("callback_examples_c");
    }
}
