//! Compiles the C side: the loops that call, and the functions that are not Rust.

fn main() {
    println!("cargo::rerun-if-changed=csrc");
    let mut build = cc::Build::new();
    build.files(["csrc/loops.c", "csrc/opaque.c", "csrc/plain.c"]);
    build.opt_level(2).force_frame_pointer(false).debug(false);
    if std::env::var_os("CARGO_FEATURE_PEERS").is_some() {
        build.file("csrc/sort.c");
    }
    // Ubuntu's compiler would begin each function with an instruction for this.
    build.flag_if_supported("-fcf-protection=none");
    // Each function begins at the same place in a cache line: see report.sh.
    build.flag_if_supported("-falign-functions=64");
    build.warnings(true).extra_warnings(true).warnings_into_errors(true);
    build.compile("callback_benches_c");
}
