//! Compiles the C libraries of the tests. Respects `CFLAGS`, which has the options of sanitizers.

#[path = "grid/mod.rs"]
mod grid;

use std::env;
use std::path::{Path, PathBuf};
use std::process::Command;

fn main() {
    println!("cargo::rerun-if-changed=csrc");
    println!("cargo::rerun-if-changed=grid");
    let mut build = cc::Build::new();
    build.files(["csrc/misbehaving.c", "csrc/arguments.c", "csrc/conventions.c", "csrc/errors.c"]);
    build.files(["csrc/registered.c", "csrc/timers.c"]);
    build.files(["parser", "outline", "stream"].map(|file| format!("csrc/handlers/{file}.c")));
    if env::var_os("CARGO_CFG_UNIX").is_some() {
        build.files(["csrc/threads.c", "csrc/registered_threads.c", "csrc/registered_ends.c"]);
        build.file("csrc/handlers/threads.c");
    }
    if env::var("CARGO_CFG_TARGET_ARCH").is_ok_and(|arch| arch == "x86") {
        build.file("csrc/conventions_stack.c");
    }
    settings(&mut build).compile("callback_tests_c");

    let mut acceptance = cc::Build::new();
    for (suite, files) in ACCEPTANCE {
        acceptance.files(files.iter().map(|file| format!("csrc/acceptance/{suite}/{file}.c")));
    }
    if env::var_os("CARGO_CFG_UNIX").is_some() {
        // A C frame checks that it is unwound.
        acceptance.flag("-fexceptions");
    }
    settings(&mut acceptance).compile("callback_tests_acceptance");

    let out = PathBuf::from(env::var_os("OUT_DIR").unwrap());
    link_loaded(&out);
    settings(cc::Build::new().files(grid::write(&out)).include(&out))
        .compile("callback_tests_grid");
}

/// The libraries of the target `acceptance`, by suite.
const ACCEPTANCE: &[(&str, &[&str])] = &[
    ("libffi", &["scalars", "structs", "huge", "shapes", "conventions", "unwind"]),
    ("ctypes", &["calls", "grid", "tables"]),
    ("dotnet", &["calls", "delegates", "structs"]),
    ("openjdk", &["narrow", "upcalls"]),
    ("jna", &["callbacks"]),
    ("ruby_ffi", &["closures"]),
    ("koffi", &["callbacks"]),
    ("purego", &["stack"]),
    ("deno", &["stored"]),
];

fn settings(build: &mut cc::Build) -> &mut cc::Build {
    // A frame pointer would repair the stack after a callback with the wrong convention.
    build.force_frame_pointer(false);
    build.opt_level(2).warnings(true).extra_warnings(true).warnings_into_errors(true)
}

/// Links the library that tests load. The tests know its path as `CALLBACK_TESTS_LOADED`.
fn link_loaded(out: &Path) {
    let windows = env::var_os("CARGO_CFG_WINDOWS").is_some();
    let library =
        out.join(if windows { "callback_tests_loaded.dll" } else { "libcallback_tests_loaded.so" });
    let compiler = cc::Build::new().opt_level(2).pic(!windows).get_compiler();
    // Without a sanitizer, whose own library another program may not have.
    let arguments = compiler
        .args()
        .iter()
        .filter(|argument| !argument.to_string_lossy().starts_with("-fsanitize"));
    let status = Command::new(compiler.path())
        .args(arguments)
        .args(["-shared", "csrc/loaded.c", "-o"])
        .arg(&library)
        .status();
    assert!(status.is_ok_and(|status| status.success()), "{} does not link", library.display());
    let mut path = library.into_os_string().into_string().unwrap();
    if windows {
        path = path.replace('/', "\\");
    }
    println!("cargo::rustc-env=CALLBACK_TESTS_LOADED={path}");
}
