//! C functions that take closures, in blocks of `#[import]`. The "C library" is played by Rust.

/// Writes a block once for the linker, and once for a module.
macro_rules! blocks {
    (from = $($from:ident)::+; $($functions:tt)*) => {
        pub(crate) mod linked {
            use super::*;

            #[callback_runtime::import]
            unsafe extern "C" { $($functions)* }
        }

        pub(crate) mod wrapped {
            use super::*;

            #[callback_runtime::import(from = $($from)::+)]
            unsafe extern "C" { $($functions)* }
        }
    };
}

mod addresses;
mod arguments;
mod blocks;
mod conditions;
mod declared;
mod errors;
mod generics;
mod kinds;
mod last_errors;
mod library;
mod names;
mod nested;
mod outs;
mod panics;
mod pointers;
mod registrations;
mod returned;
mod several;
mod slots;
mod spelled;
mod unset_outs;
mod words;
