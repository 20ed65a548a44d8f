//! Callbacks of functions of the C library, with typical declarations.

use std::cmp::Ordering;
use std::ffi::{c_int, c_void};
use std::mem::MaybeUninit;
use std::ptr::{null, null_mut};

use callback_runtime::{Fault, RawContext, RawFn, callback};
use callback_tests::{Drops, listen, message, panic_of};

/// What `libc::qsort_r` takes for `int (*compar)(const void *, const void *, void *)`.
type Compar = unsafe extern "C" fn(*const c_void, *const c_void, *mut c_void) -> c_int;

#[callback(
    extern "C" fn(*const c_void, *const c_void, context: *mut c_void) -> c_int,
    fallback = 0, matches = Option<Compar>,
)]
type Compare<T> = dyn FnMut(&T, &T) -> Ordering;

// void *(*start)(void *)
#[callback(extern "C", fallback = null_mut())]
type Start = dyn FnOnce() -> *mut c_void + Send;

unsafe extern "C" {
    // `libc` declares a safe function pointer, which a trampoline is not.
    fn pthread_create(
        thread: *mut libc::pthread_t,
        attributes: *const libc::pthread_attr_t,
        start: RawFn<Start>,
        user: RawContext<Start>,
    ) -> c_int;
}

/// Sorts with `qsort_r`, as `libc` declares it.
fn sort_by<T>(items: &mut [T], compare: impl FnMut(&T, &T) -> Ordering) {
    let (base, count) = (items.as_mut_ptr(), items.len());
    Compare::<T>::new(compare).scope(|compare, user| {
        // SAFETY: the array is described correctly, and `qsort_r` keeps nothing.
        unsafe { libc::qsort_r(base.cast(), count, size_of::<T>(), Some(compare), user) }
    });
}

#[test]
fn qsort_r_sorts_by_a_closure_that_borrows() {
    let mut items: Vec<u64> = (0..100).map(|item| item * 37 % 101).collect();
    let mut calls = 0;
    sort_by(&mut items, |a, b| {
        calls += 1;
        b.cmp(a)
    });
    assert!(items.is_sorted_by(|a, b| a >= b));
    assert!(calls >= 99);
}

#[test]
fn qsort_r_sorts_what_is_no_number() {
    let mut words = ["pear", "fig", "apple"].map(str::to_owned);
    sort_by(&mut words, Ord::cmp);
    assert_eq!(words, ["apple", "fig", "pear"]);
}

#[test]
fn qsort_r_leaves_every_item_in_place_when_the_comparison_panics() {
    let ear = listen("Compare");
    let mut items: Vec<String> = (0..20).map(|item| item.to_string()).collect();
    let mut left = 10;
    let payload = panic_of(|| {
        sort_by(&mut items, |a, b| {
            left -= 1;
            assert!(left > 0, "between {} and {}", a.len(), b.len());
            b.cmp(a)
        });
    });
    assert!(message(&*payload).starts_with("between "));
    assert_eq!(ear.faults(), [Fault::Panicked]);
    items.sort_by_key(|item| item.parse::<u32>().unwrap());
    assert!(items.iter().enumerate().all(|(at, item)| *item == at.to_string()));
}

#[callback(extern "C" fn(*const T, *const T, context: *mut c_void) -> c_int, fallback = 0)]
type CompareTyped<T> = dyn FnMut(&T, &T) -> Ordering;

mod typed {
    //! The same function, declared with the type of the items.
    use super::{CompareTyped, RawContext, RawFn};

    unsafe extern "C" {
        pub(crate) fn qsort_r(
            base: *mut i32,
            count: usize,
            size: usize,
            compare: RawFn<CompareTyped<i32>>,
            user: RawContext<CompareTyped<i32>>,
        );
    }
}

#[test]
fn qsort_r_with_typed_pointers() {
    let mut items = [3, -1, 2];
    let base = items.as_mut_ptr();
    CompareTyped::new(i32::cmp).scope(|compare, user| {
        // SAFETY: the array is described correctly, and `qsort_r` keeps nothing.
        unsafe { typed::qsort_r(base, 3, size_of::<i32>(), compare, user) }
    });
    assert_eq!(items, [-1, 2, 3]);
}

/// Starts a thread that runs the closure.
fn start(closure: impl FnOnce() -> *mut c_void + Send + 'static) -> Result<libc::pthread_t, c_int> {
    Start::new(closure).once(|start, user| {
        let mut thread = MaybeUninit::uninit();
        // SAFETY: the thread calls once.
        match unsafe { pthread_create(thread.as_mut_ptr(), null(), start, user) } {
            // SAFETY: `pthread_create` has written it.
            0 => Ok(unsafe { thread.assume_init() }),
            error => Err(error),
        }
    })
}

/// Waits for a thread, and returns the result of its closure.
fn join(thread: libc::pthread_t) -> *mut c_void {
    let mut returned = null_mut();
    // SAFETY: the thread is one of `start`'s, and joined once.
    assert_eq!(unsafe { libc::pthread_join(thread, &raw mut returned) }, 0);
    returned
}

#[test]
fn pthread_create_runs_a_closure_that_it_drops() {
    let drops = Drops::new();
    let token = drops.token();
    let thread = start(move || {
        drop(token);
        std::ptr::without_provenance_mut(7)
    });
    assert_eq!(join(thread.unwrap()).addr(), 7);
    assert_eq!(drops.count(), 1);
}

#[test]
fn pthread_join_gets_the_fallback_of_a_thread_that_panicked() {
    let ear = listen("Start");
    let drops = Drops::new();
    let token = drops.token();
    let thread = start(move || {
        token.touch();
        panic!("on a C thread")
    });
    assert!(join(thread.unwrap()).is_null());
    assert_eq!(drops.count(), 1);
    assert_eq!(ear.faults(), [Fault::Panicked]);
}
