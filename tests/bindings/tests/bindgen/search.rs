//! `bsearch`: no user data, so the comparator is in a slot.

use std::cmp::Ordering;
use std::ffi::{c_int, c_void};

use callback_runtime::{callback, import};

use crate::stdlib;

#[callback(extern "C" fn(*const c_void, *const c_void) -> c_int, context = none, slots = 4, fallback = 0)]
type Compare<K, T> = dyn FnMut(&K, &T) -> Ordering;

#[import(from = stdlib)]
unsafe extern "C" {
    /// # Safety
    ///
    /// - `K` and `T` are what the comparator may see.
    #[link_name = "bsearch"]
    unsafe fn search<K, T>(
        #[c(*const c_void)] key: &K,
        #[c(*const c_void, usize)] items: &[T],
        #[c(usize = size_of::<T>())] _: (),
        #[scope] compare: Compare<K, T>,
    ) -> *mut c_void;
}

#[test]
fn an_element_is_found_by_its_key() {
    let planets = [("Mars", 6779), ("Earth", 12742), ("Neptune", 49528)];
    let mut calls = 0;
    let compare = |key: &i32, (_, diameter): &(&str, i32)| {
        calls += 1;
        key.cmp(diameter)
    };
    // SAFETY: the comparator compares any of them.
    let found = unsafe { search(&12742, &planets, compare) };
    assert_eq!(found.cast_const().cast(), &raw const planets[1]);
    assert!((1..=2).contains(&calls));

    // SAFETY: as above.
    assert!(unsafe { search(&7, &planets, |key: &i32, (_, other)| key.cmp(other)) }.is_null());
}
