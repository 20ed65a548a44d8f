//! `#[import]` over the text of bindgen: C's own names for types, and function pointers in an `Option`.

mod inflate;
mod search;
#[expect(unreachable_pub, reason = "not written by hand")]
mod stdlib;
#[expect(dead_code, non_camel_case_types, unreachable_pub, reason = "not written by hand")]
mod zlib;

// Links the library.
use libz_sys as _;
