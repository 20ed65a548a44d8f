//! Functions with generics, which the foreign functions do not have.

use std::cmp::Ordering;
use std::ffi::{c_int, c_void};
use std::slice;

use callback_runtime::{callback, import};

use crate::declared::{Add, Code};
use crate::library;

#[callback(
    extern "C" fn(left: *const c_void, right: *const c_void, context: *mut c_void) -> c_int,
    fallback = 0,
)]
pub(crate) type Compare<T> = dyn FnMut(&T, &T) -> Ordering;

#[callback(extern "C" fn(item: *mut c_void, context: *mut c_void))]
pub(crate) type Each<T> = dyn FnMut(&mut T);

/// A selection sort for items of any size.
#[unsafe(no_mangle)]
unsafe extern "C" fn imports_sort(
    base: *mut c_void,
    count: usize,
    size: usize,
    compare: unsafe extern "C" fn(*const c_void, *const c_void, *mut c_void) -> c_int,
    user: *mut c_void,
) {
    let at = |index: usize| base.cast::<u8>().wrapping_add(index * size);
    for from in 0..count {
        for other in from + 1..count {
            // SAFETY: the callback is alive during this call, and both items are in the array.
            if unsafe { compare(at(other).cast(), at(from).cast(), user) } < 0 {
                // SAFETY: there are so many bytes, and the two items do not overlap.
                unsafe { at(from).swap_with_slice(at(other), size) };
            }
        }
    }
}

trait Swap {
    unsafe fn swap_with_slice(self, other: Self, size: usize);
}

impl Swap for *mut u8 {
    unsafe fn swap_with_slice(self, other: Self, size: usize) {
        // SAFETY: the caller's promise.
        let [one, other] =
            [self, other].map(|begin| unsafe { slice::from_raw_parts_mut(begin, size) });
        one.swap_with_slice(other);
    }
}

/// Returns the first item, or null.
#[unsafe(no_mangle)]
unsafe extern "C" fn imports_first(
    base: *const c_void,
    count: usize,
    step: unsafe extern "C" fn(*mut c_void, *mut c_void),
    user: *mut c_void,
) -> *const c_void {
    if count > 0 {
        // SAFETY: the callback is alive during this call.
        unsafe { step(base.cast_mut(), user) };
    }
    base
}

#[import]
unsafe extern "C" {
    #[link_name = "imports_sort"]
    unsafe fn sort<T>(
        base: *mut T,
        count: usize,
        #[c(usize = size_of::<T>())] _: (),
        #[scope] compare: Compare<T>,
        context: *mut c_void,
    );

    #[link_name = "imports_first"]
    unsafe fn first<'a, T>(
        base: *const T,
        count: usize,
        #[scope] step: Each<T>,
        context: *mut c_void,
    ) -> *const T
    where
        T: 'a;

    #[link_name = "imports_once"]
    safe fn with_lifetime<'a>(
        context: *mut c_void,
        #[scope] step: Add,
        #[c(c_int)] item: Item<'a>,
    ) -> c_int;
}

#[import(from = library)]
unsafe extern "C" {
    #[link_name = "imports_once"]
    unsafe fn convert<N: callback_runtime::IntoC<c_int> + Copy>(
        context: *mut c_void,
        #[scope] step: Add,
        #[c(c_int)] item: N,
    ) -> Result<c_int, Code>;
}

/// A borrowed number.
#[derive(Clone, Copy)]
pub(crate) struct Item<'a>(&'a c_int);

impl callback_runtime::IntoC<c_int> for Item<'_> {
    fn into_c(self) -> c_int {
        *self.0
    }
}

#[test]
fn a_sort_is_generic_over_its_items() {
    let mut words = ["two", "three", "one"];
    let mut compared = 0;
    // SAFETY: there are three of them, and the closure gets two at a time.
    unsafe {
        sort(words.as_mut_ptr(), words.len(), |a, b| {
            compared += 1;
            a.len().cmp(&b.len()).then(a.cmp(b))
        });
    }
    assert_eq!((words, compared), (["one", "two", "three"], 3));
    let mut numbers = [3_u8, 1, 2];
    // SAFETY: as above.
    unsafe { sort::<u8, _>(numbers.as_mut_ptr(), 3, Ord::cmp) };
    assert_eq!(numbers, [1, 2, 3]);
}

#[test]
fn a_result_behind_a_pointer_is_generic() {
    let mut texts = [String::from("first"), String::new()];
    // SAFETY: there are two of them, and nothing else has them.
    let found = unsafe { first(texts.as_mut_ptr(), 2, |text: &mut String| text.push('!')) };
    // SAFETY: it points to the first one.
    assert_eq!(unsafe { &*found }, "first!");
}

#[test]
fn lifetimes_are_generics_of_the_foreign_function() {
    let number = 5;
    assert_eq!(with_lifetime(|item| item + 1, Item(&number)), 6);
}

#[test]
fn a_function_of_a_module_may_take_what_is_converted() {
    // SAFETY: the function does nothing but call.
    assert_eq!(unsafe { convert(|item| item + 1, true) }, Ok(2));
    // SAFETY: as above.
    assert_eq!(unsafe { convert(|item| -item, 7) }, Err(Code(-7)));
}
