//! Forms of a declaration that compile without a warning.

#![deny(warnings)]
#![deny(clippy::all, clippy::pedantic, clippy::nursery)]
#![deny(missing_docs, missing_debug_implementations, unused, rust_2018_idioms, non_snake_case)]
#![deny(unused_qualifications, unreachable_pub, unused_lifetimes)]
#![deny(private_bounds, private_interfaces, unnameable_types, elided_lifetimes_in_paths)]
#![allow(clippy::redundant_pub_crate, reason = "`unreachable_pub` wants the opposite")]

pub mod bases;
mod contexts;
mod conventions;
mod fragments;
pub mod generics;
#[allow(dead_code, unused_lifetimes, reason = "they only have to compile")]
mod helps;
pub mod items;
mod kinds;
mod names;
mod parameters;
mod typedefs;

use callback_runtime::callback;

#[test]
fn two_in_one_function() {
    #[callback(extern "C")]
    type One = dyn FnMut(u32);
    #[callback(extern "C")]
    type Two<'a> = dyn FnMut(&'a u32);

    let mut sum = 0;
    // SAFETY: each callback is only called here, with its own context.
    One::new(|n| sum += n).scope(|f, cx| unsafe { f(3, cx) });
    // SAFETY: as above.
    Two::new(|n| sum += n).scope(|f, cx| unsafe { f(&4, cx) });
    assert_eq!(sum, 7);
}

#[test]
fn any_byte_but_zero_is_true() {
    #[callback(extern "C")]
    type Set = dyn FnMut(bool, bool);

    type Bytes = unsafe extern "C" fn(u8, u8, *mut core::ffi::c_void);

    let mut got = None;
    Set::new(|a, b| got = Some((a, b))).scope(|set, context| {
        // SAFETY: C's `bool` is passed like a byte.
        let set = unsafe { core::mem::transmute::<callback_runtime::RawFn<Set>, Bytes>(set) };
        // SAFETY: the callback is only called here, with its own context.
        unsafe { set(2, 0, context) };
    });
    assert_eq!(got, Some((true, false)));
}
