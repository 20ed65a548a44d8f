//! Functions of the C library that compare: `qsort`, `bsearch`, and `qsort_r` of glibc.

use std::cmp::Ordering;
use std::ffi::{c_int, c_void};

use callback_runtime::{callback, import};
use callback_tests::{listen, message, panic_of};

// int (*compar)(const void *, const void *);
#[callback(
    extern "C" fn(*const c_void, *const c_void) -> c_int,
    context = none, slots = 8, fallback = 0,
)]
pub(crate) type Compare<T> = dyn FnMut(&T, &T) -> Ordering;

#[import]
unsafe extern "C" {
    fn qsort<T>(
        base: *mut T,
        count: usize,
        #[c(usize = size_of::<T>())] _: (),
        #[scope] compare: Compare<T>,
    );
    fn bsearch<T>(
        key: &T,
        base: *const T,
        count: usize,
        #[c(usize = size_of::<T>())] _: (),
        #[scope] compare: Compare<T>,
    ) -> *const T;
    #[link_name = "qsort"]
    safe fn sort_numbers(
        #[c(*mut c_void, usize)] items: &mut [u32],
        #[c(usize = 4)] _: (),
        #[scope] compare: Compare<u32>,
    );
}

#[test]
fn qsort_sorts_by_what_a_closure_borrows() {
    let mut items = [22_u64, 30, 11];
    let (digits, mut calls) = (10, 0);
    // SAFETY: there are three of them.
    unsafe {
        qsort(items.as_mut_ptr(), 3, |a, b| {
            calls += 1;
            (a % digits).cmp(&(b % digits))
        });
    }
    assert_eq!(items, [30, 11, 22]);
    assert!(calls >= 2, "{calls}");
}

#[test]
fn a_slice_is_sorted_without_unsafe() {
    let mut items = [3, 1, 2];
    sort_numbers(&mut items, |a, b| b.cmp(a));
    assert_eq!(items, [3, 2, 1]);
}

#[test]
fn bsearch_finds() {
    let items = ["apple", "fig", "pear"];
    for (key, expected) in [("fig", Some(1)), ("plum", None)] {
        // SAFETY: there are three of them.
        let found = unsafe { bsearch(&key, items.as_ptr(), items.len(), Ord::cmp) };
        let at = items.iter().position(|item| std::ptr::eq(item, found));
        assert_eq!((at, found.is_null()), (expected, expected.is_none()));
    }
}

#[test]
fn a_comparison_that_panics_goes_past_qsort() {
    let _ear = listen("Compare");
    let mut items = [2_u8, 1];
    // SAFETY: there are two of them.
    let payload = panic_of(|| unsafe { qsort(items.as_mut_ptr(), 2, |_, _| panic!("no order")) });
    assert_eq!(message(&*payload), "no order");
}

#[cfg(all(target_os = "linux", target_env = "gnu"))]
mod with_user_data {
    use super::*;

    #[callback(
        extern "C" fn(*const c_void, *const c_void, context: *mut c_void) -> c_int,
        fallback = 0,
    )]
    pub(crate) type CompareBy<T> = dyn FnMut(&T, &T) -> Ordering;

    #[import]
    unsafe extern "C" {
        fn qsort_r<T>(
            base: *mut T,
            count: usize,
            #[c(usize = size_of::<T>())] _: (),
            #[scope] compare: CompareBy<T>,
            context: *mut c_void,
        );
    }

    /// The same, with the declarations of the crate `libc`.
    mod wrapped {
        use super::*;

        #[import(from = libc)]
        unsafe extern "C" {
            pub(super) safe fn qsort_r(
                #[c(*mut c_void, usize)] items: &mut [u32],
                #[c(usize = 4)] _: (),
                #[scope] compare: CompareBy<u32>,
                context: *mut c_void,
            );
        }
    }

    #[test]
    fn qsort_r_sorts_what_is_no_number() {
        let mut words = ["pear", "fig", "apple"].map(str::to_owned);
        // SAFETY: there are three of them.
        unsafe { qsort_r(words.as_mut_ptr(), words.len(), Ord::cmp) };
        assert_eq!(words, ["apple", "fig", "pear"]);
    }

    #[test]
    fn qsort_r_of_another_crate_sorts() {
        let mut items: Vec<u32> = (0..100).map(|item| item * 37 % 101).collect();
        let mut calls = 0;
        wrapped::qsort_r(&mut items, |a, b| {
            calls += 1;
            b.cmp(a)
        });
        assert!(items.is_sorted_by(|a, b| a >= b) && calls >= 99);
    }
}
