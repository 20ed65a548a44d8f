//! Sorting by libc, with closures and with comparators in C.

use std::cmp::Ordering;
use std::ffi::{c_int, c_void};
use std::ptr;

use callback_runtime::{RawContext, RawFn, callback};

#[callback(
    extern "C" fn(*const c_void, *const c_void, context: *mut c_void) -> c_int,
    fallback = 0,
)]
type CompareWith<T> = dyn FnMut(&T, &T) -> Ordering;

#[callback(extern "C" fn(*const c_void, *const c_void) -> c_int, context = none, fallback = 0)]
type Compare<T> = dyn FnMut(&T, &T) -> Ordering;

unsafe extern "C" {
    fn bench_qsort(items: *mut c_void, count: usize, compare: Option<RawFn<Compare<i32>>>);
    fn bench_qsort_r(
        items: *mut c_void,
        count: usize,
        compare: Option<RawFn<CompareWith<i32>>>,
        user: RawContext<CompareWith<i32>>,
    );
}

/// A way to sort.
pub(crate) type Sort = fn(&mut [i32]);

/// The ways to sort, by their names on the command line: each with the comparator in C, and then with a
/// closure.
pub(crate) const SORTS: [(&str, Sort); 4] = [
    ("qsort_r-c", |items| {
        // SAFETY: the pointer and the number are those of a slice.
        unsafe { bench_qsort_r(items.as_mut_ptr().cast(), items.len(), None, ptr::null_mut()) };
    }),
    ("qsort_r", |items| {
        CompareWith::new(|a: &i32, b: &i32| a.cmp(b)).scope(|compare, user| {
            // SAFETY: as above. The function and its user data are valid for this call.
            unsafe { bench_qsort_r(items.as_mut_ptr().cast(), items.len(), Some(compare), user) };
        });
    }),
    ("qsort-c", |items| {
        // SAFETY: as above.
        unsafe { bench_qsort(items.as_mut_ptr().cast(), items.len(), None) };
    }),
    ("qsort", |items| {
        Compare::new(|a: &i32, b: &i32| a.cmp(b)).scope(|compare| {
            // SAFETY: as above. The function is valid for this call.
            unsafe { bench_qsort(items.as_mut_ptr().cast(), items.len(), Some(compare)) };
        });
    }),
];

/// Returns the same unsorted numbers each time.
pub(crate) fn numbers(count: usize) -> Vec<i32> {
    // Marsaglia's xorshift.
    let mut state = 2_463_534_242_u32;
    let mut next = || {
        state ^= state << 13;
        state ^= state >> 17;
        state ^= state << 5;
        state.cast_signed()
    };
    (0..count).map(|_| next()).collect()
}
