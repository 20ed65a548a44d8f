//! Declarations that other macros write, whose fragments are in invisible groups.

use core::ffi::{c_char, c_void};
use core::ptr::{null, null_mut};

use callback_runtime::callback;

macro_rules! declare {
    ($name:ident($($raw:ty => $ty:ty),*) $output:ty, $closure:ty, $fallback:expr, $typedef:ty) => {
        #[callback(
            extern "C" fn($($raw,)* context: *mut c_void) -> $output,
            fallback = $fallback, matches = $typedef,
        )]
        type $name = dyn FnMut($($ty),*) -> $closure;
    };
    (short $vis:vis $name:ident = $closure:ty) => {
        #[callback(extern "C", fallback = -1)]
        $vis type $name = $closure;
    };
    (short $name:ident($($ty:ty),*) $output:ty) => {
        #[callback(extern "C", fallback = -1)]
        type $name = dyn FnMut($($ty),*) -> $output;
    };
}

declare! {
    Full(*const c_void => &u32, usize => bool, bool => bool) i32, bool, 1 + 1,
    Option<unsafe extern "C" fn(*const c_void, usize, bool, *mut c_void) -> i32>
}
declare! { short Short(&u32, Option<&u8>, &core::ffi::CStr, &[u16]) i32 }
declare! { short pub(crate) Whole = dyn FnMut(&u32) -> i32 }

#[test]
fn conversions_are_found_in_a_group() {
    // SAFETY: the callback is only called here, with its own context and a valid pointer.
    let got = Full::new(|n, some, more| *n == 3 && some && more)
        .scope(|f, cx| unsafe { f(core::ptr::from_ref(&3_u32).cast(), 2, true, cx) });
    assert_eq!(got, 1);
}

#[test]
fn the_short_form_knows_what_is_in_a_group() {
    let short: callback_runtime::RawFn<Short> = {
        unsafe extern "C" fn same(
            _: *const u32,
            _: *const u8,
            _: *const c_char,
            _: *const u16,
            _: usize,
            _: *mut c_void,
        ) -> i32 {
            3
        }
        same
    };
    // SAFETY: the function does nothing with its arguments.
    let got =
        unsafe { short(null(), null::<u8>(), null::<c_char>(), null::<u16>(), 0, null_mut()) };
    assert_eq!(got, 3);
    // SAFETY: the callback is only called here, with its own context.
    let got = Whole::new(|n| i32::try_from(*n).unwrap()).scope(|f, cx| unsafe { f(&3, cx) });
    assert_eq!(got, 3);
}
