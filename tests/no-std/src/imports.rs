//! Imports: the C function itself, called with a closure.

use core::ffi::{CStr, c_long, c_void};

use callback_runtime::{Check, import};

use crate::Compare;

/// A number that is no number.
struct NoNumber;

impl Check<c_long> for NoNumber {
    fn check(raw: c_long) -> Result<c_long, Self> {
        if raw == 0 { Err(Self) } else { Ok(raw) }
    }
}

#[import(from = crate)]
// SAFETY: glibc's function keeps nothing, and stays within the array.
unsafe extern "C" {
    #[link_name = "qsort_r"]
    safe fn sort(
        #[c(*mut i32, usize)] items: &mut [i32],
        #[c(usize = size_of::<i32>())] _: (),
        #[scope] compare: Compare,
        context: *mut c_void,
    );
}

#[import]
#[link(name = "c")]
// SAFETY: the function has this type, and keeps nothing.
unsafe extern "C" {
    safe fn atol(text: &CStr) -> Result<c_long, NoNumber>;
}

/// Sorts with a closure that borrows, and checks a result.
pub fn called() -> bool {
    let mut items = [3, 1, 2];
    let mut calls = 0;
    sort(&mut items, |a, b| {
        calls += 1;
        b.cmp(a)
    });
    let numbers = matches!((atol(c"7"), atol(c"seven")), (Ok(7), Err(NoNumber)));
    items == [3, 2, 1] && calls > 0 && numbers
}
