//! Sorting by libc, with closures and with comparators in C.

use std::cmp::Ordering;
use std::ffi::{c_int, c_void};
use std::ptr::{self, NonNull};

use callback_runtime::callback;

#[callback(extern "C" fn(*const c_void, *const c_void, context: *mut c_void) -> c_int, fallback = 0)]
type CompareWith<T> = dyn FnMut(&T, &T) -> Ordering;

#[callback(extern "C" fn(NonNull<i32>, NonNull<i32>, context: NonNull<c_void>) -> c_int, fallback = 0)]
type CompareNonNull = dyn FnMut(&i32, &i32) -> Ordering;

#[callback(extern "C" fn(NonNull<i32>, NonNull<i32>, context: NonNull<c_void>) -> c_int, fallback = 0)]
type CompareAnywhere = dyn Fn(&i32, &i32) -> Ordering + Send + Sync;

#[callback(extern "C" fn(*const c_void, *const c_void) -> c_int, context = none, fallback = 0)]
type Compare<T> = dyn FnMut(&T, &T) -> Ordering;

type Function = unsafe extern "C" fn(*const c_void, *const c_void) -> c_int;
type FunctionWith = unsafe extern "C" fn(*const c_void, *const c_void, *mut c_void) -> c_int;
/// As C sees it, the same function.
type FunctionNonNull = unsafe extern "C" fn(NonNull<i32>, NonNull<i32>, NonNull<c_void>) -> c_int;

unsafe extern "C" {
    fn bench_qsort(items: *mut c_void, count: usize, compare: Option<Function>);
    fn bench_qsort_r(
        items: *mut c_void,
        count: usize,
        compare: Option<FunctionWith>,
        user: *mut c_void,
    );
    #[link_name = "bench_qsort_r"]
    #[allow(clashing_extern_declarations, reason = "C's pointers are the same")]
    fn bench_qsort_r_non_null(
        items: *mut c_void,
        count: usize,
        compare: FunctionNonNull,
        user: NonNull<c_void>,
    );
}

/// A way to sort.
pub(crate) type Sort = fn(&mut [i32]);

/// A way to sort with a closure, next to the one with a comparator in C.
pub(crate) struct Sorting {
    /// The name on the command line.
    pub(crate) name: &'static str,
    /// What the report says of it.
    pub(crate) title: &'static str,
    /// The name of the way with a comparator in C.
    pub(crate) in_c: &'static str,
    /// The most instructions, as a ratio to the comparator in C.
    pub(crate) goal: Option<f64>,
    pub(crate) sort: Sort,
}

/// The ways to sort with a comparator in C, by their names on the command line.
pub(crate) const IN_C: [(&str, Sort); 2] = [
    ("qsort_r-c", |items| {
        // SAFETY: the pointer and the number are those of a slice.
        unsafe { bench_qsort_r(items.as_mut_ptr().cast(), items.len(), None, ptr::null_mut()) };
    }),
    ("qsort-c", |items| {
        // SAFETY: as above.
        unsafe { bench_qsort(items.as_mut_ptr().cast(), items.len(), None) };
    }),
];

/// The ways to sort with a closure.
pub(crate) const BY_CLOSURE: [Sorting; 4] = [
    Sorting {
        name: "qsort_r",
        title: "`qsort_r`, `FnMut`",
        in_c: "qsort_r-c",
        goal: None,
        sort: |items| {
            CompareWith::new(|a: &i32, b: &i32| a.cmp(b)).scope(|compare, user| {
                let (base, count) = (items.as_mut_ptr().cast(), items.len());
                // SAFETY: as above. The function and its user data are valid for this call.
                unsafe { bench_qsort_r(base, count, Some(compare), user) };
            });
        },
    },
    Sorting {
        name: "qsort_r-non-null",
        title: "`qsort_r`, `FnMut`, `NonNull`",
        in_c: "qsort_r-c",
        goal: Some(1.24),
        sort: |items| {
            CompareNonNull::new(|a: &i32, b: &i32| a.cmp(b)).scope(|compare, user| {
                let (base, count) = (items.as_mut_ptr().cast(), items.len());
                // SAFETY: as above. The function gets elements and its user data, so no null.
                unsafe { bench_qsort_r_non_null(base, count, compare, user) };
            });
        },
    },
    Sorting {
        name: "qsort_r-anywhere",
        title: "`qsort_r`, `Fn + Send + Sync`, `NonNull`",
        in_c: "qsort_r-c",
        goal: Some(1.08),
        sort: |items| {
            CompareAnywhere::new(|a: &i32, b: &i32| a.cmp(b)).scope(|compare, user| {
                let (base, count) = (items.as_mut_ptr().cast(), items.len());
                // SAFETY: as above.
                unsafe { bench_qsort_r_non_null(base, count, compare, user) };
            });
        },
    },
    Sorting {
        name: "qsort",
        title: "`qsort`, `FnMut`, in a slot",
        in_c: "qsort-c",
        goal: None,
        sort: |items| {
            Compare::new(|a: &i32, b: &i32| a.cmp(b)).scope(|compare| {
                let (base, count) = (items.as_mut_ptr().cast(), items.len());
                // SAFETY: as above. The function is valid for this call.
                unsafe { bench_qsort(base, count, Some(compare)) };
            });
        },
    },
];

/// Returns the way to sort with this name.
pub(crate) fn find(name: &str) -> Option<Sort> {
    let ours = BY_CLOSURE.iter().map(|sorting| (sorting.name, sorting.sort));
    IN_C.into_iter().chain(ours).find(|sort| sort.0 == name).map(|sort| sort.1)
}

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
