//! `scope`: C calls only during one call of ours. The "C library" is played by Rust.

use std::ffi::c_void;
use std::ops::ControlFlow::{self, Break, Continue};

use callback_runtime::{RawFn, callback};

type Hwnd = *mut c_void;

#[callback(
    extern "system" fn(Hwnd, context: isize) -> i32,
    continue = 1, break = 0, fallback = 0,
    matches = Option<unsafe extern "system" fn(Hwnd, isize) -> i32>,
)]
type EnumWindowsProc<B> = dyn FnMut(Hwnd) -> ControlFlow<B>;

unsafe fn enum_windows<B>(each: RawFn<EnumWindowsProc<B>>, context: isize) -> i32 {
    for window in 1..10 {
        // SAFETY: the caller's promise.
        if unsafe { each(window as Hwnd, context) } == 0 {
            return 0;
        }
    }
    1
}

#[test]
fn a_break_travels_past_c() {
    let found =
        EnumWindowsProc::new(|hwnd| if hwnd as usize == 5 { Break(7) } else { Continue(()) })
            // SAFETY: `enum_windows` calls during this call alone.
            .scope(|each, context| unsafe { enum_windows::<i32>(each, context) });
    assert_eq!(found, Break(7));
}
