//! Helps about blocks of C functions, and their keys.

use core::ffi::{CStr, c_char, c_int};

use callback_runtime::{LastError, import};

mod path {
    pub(super) mod to {
        pub(in super::super) mod the {
            pub(in super::super::super) mod functions {
                use core::ffi::c_int;

                pub(in super::super::super::super) const fn of_a_module(value: c_int) -> c_int {
                    value
                }
            }
        }
    }
}

mod functions {
    pub(super) use super::path::to::the::functions::of_a_module as by_ordinal;
    pub(super) use super::path::to::the::functions::of_a_module as by_name;
    pub(super) use super::path::to::the::functions::of_a_module as mangled;
}

// #[import(from)]
// unsafe extern "C" {
//     safe fn of_a_module(value: c_int) -> c_int;
// }
// help: write `from = path::to::the::functions`
#[import(from = path::to::the::functions)]
unsafe extern "C" {
    safe fn of_a_module(value: c_int) -> c_int;
}

// #[import(load = , as = Numbered)]
// unsafe extern "C" {
//     fn of_a_library();
// }
// help: write `load = "libname.so.1"`
#[import(load = "libname.so.1", as = Numbered)]
unsafe extern "C" {
    fn of_a_library();
}

// #[import(load = "library", as = 3)]
// unsafe extern "C" {
//     fn of_a_library();
// }
// help: write `as = Name`, for the type that represents the library
#[import(load = "library", as = Named)]
unsafe extern "C" {
    fn of_a_library();
}

// #[import(load = "library")]
// unsafe extern "C" {
//     fn of_a_library();
// }
// help: add `as = Name`, or `as = pub Name`
#[import(load = "library", as = Loaded)]
unsafe extern "C" {
    fn of_a_library();
}
#[import(load = "library", as = pub Public)]
unsafe extern "C" {
    fn of_a_library();
}

// #[import(as = Library)]
// unsafe extern "C" {
//     fn linked();
// }
// help: remove `as`
#[import]
unsafe extern "C" {
    fn linked();
}

// #[import(dll = "m")]
// unsafe extern "C" {
//     fn cos(x: f64) -> f64;
// }
// help: write `#[link(name = "..")]` on the block, or `load = ".."` to load it at run time
#[import]
#[link(name = "m")]
unsafe extern "C" {
    fn cos(x: f64) -> f64;
}
#[import(load = "libm.so.6", as = Math)]
unsafe extern "C" {
    fn cos(x: f64) -> f64;
}

// #[import(entry_point = "strlen")]
// unsafe extern "C" {
//     safe fn length(text: &CStr) -> usize;
// }
// help: write `#[link_name = ".."]` on the function
#[import]
unsafe extern "C" {
    #[link_name = "strlen"]
    safe fn length(text: &CStr) -> usize;
}

// #[import(set_last_error = true)]
// unsafe extern "system" {
//     safe fn beep(frequency: u32, duration: u32) -> c_int;
// }
// help: write `-> Result<(), LastError>` as the result of the function
#[import]
unsafe extern "system" {
    safe fn beep(frequency: u32, duration: u32) -> Result<(), LastError>;
}

// #[import(convention = "system")]
// unsafe extern "C" {
//     safe fn ticks() -> u32;
// }
// help: the block sets the calling convention: `unsafe extern "system" { .. }`
#[import]
unsafe extern "system" {
    safe fn ticks() -> u32;
}

// #[import]
// extern "C" {
//     fn promised();
// }
// help: write `unsafe extern`
#[import]
unsafe extern "C" {
    fn promised();
}

// #[import]
// struct Functions;
// help: write `unsafe extern "C" { .. }`, with the C functions in it
#[import]
unsafe extern "C" {
    fn of_a_block();
}

// #[import]
// extern "C" fn outside() {}
// help: put the function into `unsafe extern "C" { .. }`, without its body
#[import]
unsafe extern "C" {
    fn outside();
}

// #[import]
// unsafe extern "C" {
//     functions!(written);
// }
// help: write the functions in the block
#[import]
unsafe extern "C" {
    fn written();
}

// #[import(load = "library", as = Mixed)]
// unsafe extern "C" {
//     static NUMBER: c_int;
//     fn next_to_it();
// }
// help: move it to a separate block
#[import(load = "library", as = Mixed)]
unsafe extern "C" {
    fn next_to_it();
}
unsafe extern "C" {
    static NUMBER: c_int;
}

// #[import(from = functions)]
// unsafe extern "C" {
//     #[link_ordinal(3)]
//     safe fn by_ordinal(value: c_int) -> c_int;
// }
// help: remove it, or write `link_name`
#[import(from = functions)]
unsafe extern "C" {
    safe fn by_ordinal(value: c_int) -> c_int;
}
#[import(from = functions)]
unsafe extern "C" {
    #[link_name = "by_name"]
    safe fn named(value: c_int) -> c_int;
}

// #[import(from = functions)]
// unsafe extern "C" {
//     #[link_name = "?a@@YAHH@Z"]
//     safe fn mangled(value: c_int) -> c_int;
// }
// help: write the name that the function has in the module, or remove `link_name`
#[import(from = functions)]
unsafe extern "C" {
    safe fn mangled(value: c_int) -> c_int;
}

// #[import(load = "library", as = Loader)]
// unsafe extern "C" {
//     fn load();
// }
// help: give this function another name, and write `#[link_name = "load"]` on it
#[import(load = "library", as = Loader)]
unsafe extern "C" {
    #[link_name = "load"]
    fn load_file();
}

// #[import(load = "library", as = Partly)]
// unsafe extern "C" {
//     #[optional(since = "1.2")]
//     fn newer();
// }
// help: write `#[optional]`
#[import(load = "library", as = Partly)]
unsafe extern "C" {
    #[optional]
    fn newer();
}

// #[import]
// unsafe extern "C" {
//     #[optional]
//     fn always_there();
// }
// help: remove `#[optional]`
#[import]
unsafe extern "C" {
    fn always_there();
}

// #[import]
// unsafe extern "C" {
//     fn printf(format: &CStr, ...) -> c_int;
// }
// help: declare the function with C's own types, without `from` and `load`
#[import]
unsafe extern "C" {
    fn printf(format: *const c_char, ...) -> c_int;
}

// #[import(from = functions)]
// unsafe extern "C" {
//     fn scanf(format: *const c_char, ...) -> c_int;
// }
// help: declare the function with C's own types, without `from` and `load`
#[import]
unsafe extern "C" {
    fn scanf(format: *const c_char, ...) -> c_int;
}

// #[import]
// unsafe extern "C" {
//     fn twice();
//     fn twice();
// }
// help: give one of them another name, and write `#[link_name = "twice"]` on it
#[import]
unsafe extern "C" {
    fn twice();
    #[link_name = "twice"]
    fn once_more();
}

// #[import]
// unsafe extern "C" {
//     #[unsafe(export_name = "exported_name")]
//     fn exported();
// }
// help: remove the attribute, or write `link_name`
#[import]
unsafe extern "C" {
    fn exported();
}
#[import]
unsafe extern "C" {
    #[link_name = "exported_name"]
    fn imported();
}
