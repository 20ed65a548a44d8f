//! J10: the calls of the suite's benchmarks. `benches` has our times.

use std::ffi::{c_int, c_longlong, c_void};

use callback_runtime::{RawFn, callback};

#[callback(extern "C" fn(), context = none)]
type Blank = dyn FnMut();

#[callback(extern "C" fn(c_int) -> c_int, context = none, fallback = -1)]
type Identity = dyn FnMut(c_int) -> c_int;

type Long = c_longlong;

#[callback(extern "C" fn(Long, f64, Long, f64, Long) -> c_int, context = none, fallback = -1)]
type Args5 = dyn FnMut(Long, f64, Long, f64, Long) -> c_int;

#[callback(
    extern "C" fn(Long, f64, Long, f64, Long, f64, Long, f64, Long, f64) -> c_int,
    context = none, fallback = -1,
)]
type Args10 = dyn FnMut(Long, f64, Long, f64, Long, f64, Long, f64, Long, f64) -> c_int;

#[callback(extern "C" fn(*const c_void, *const c_void) -> c_int, context = none, fallback = 0)]
type Compare = dyn FnMut(&c_int, &c_int) -> c_int;

unsafe extern "C" {
    fn j10_blank(f: RawFn<Blank>);
    fn j10_identity(value: c_int, f: RawFn<Identity>) -> c_int;
    fn j10_args5(a: Long, b: f64, c: Long, d: f64, e: Long, f: RawFn<Args5>) -> c_int;
    fn j10_args10(
        a: Long,
        b: f64,
        c: Long,
        d: f64,
        e: Long,
        g: f64,
        h: Long,
        i: f64,
        j: Long,
        k: f64,
        f: RawFn<Args10>,
    ) -> c_int;
    fn qsort(base: *mut c_int, count: usize, size: usize, compare: RawFn<Compare>);
}

#[test]
fn j10_upcalls_blank() {
    let mut calls = 0;
    // SAFETY: C calls only during this call, here and below.
    Blank::new(|| calls += 1).scope(|f| unsafe { j10_blank(f) });
    assert_eq!(calls, 1);
}

#[test]
fn j10_upcalls_identity() {
    // SAFETY: as above.
    let answer = Identity::new(|value| value).scope(|f| unsafe { j10_identity(10, f) });
    assert_eq!(answer, 10);
}

#[test]
fn j10_upcalls_args5() {
    let mut got = None;
    let answer = Args5::new(|a, b, c, d, e| {
        got = Some((a, b, c, d, e));
        5
    })
    // SAFETY: as above.
    .scope(|f| unsafe { j10_args5(1, 2.0, 3, 4.0, 5, f) });
    assert_eq!((answer, got), (5, Some((1, 2.0, 3, 4.0, 5))));
}

#[test]
fn j10_upcalls_args10() {
    let mut got = None;
    let answer = Args10::new(|a, b, c, d, e, g, h, i, j, k| {
        got = Some(((a, b, c, d, e), (g, h, i, j, k)));
        10
    })
    // SAFETY: as above.
    .scope(|f| unsafe { j10_args10(1, 2.0, 3, 4.0, 5, 6.0, 7, 8.0, 9, 10.0, f) });
    let sent = ((1, 2.0, 3, 4.0, 5), (6.0, 7, 8.0, 9, 10.0));
    assert_eq!((answer, got), (10, Some(sent)));
}

#[test]
fn j10_qsort_of_eight() {
    let mut numbers: [c_int; 8] = [5, 3, 2, 7, 8, 12, 1, 7];
    Compare::new(|a: &c_int, b: &c_int| a - b)
        // SAFETY: as above. The pointer and the number are those of the numbers.
        .scope(|compare| unsafe {
            qsort(numbers.as_mut_ptr(), numbers.len(), size_of::<c_int>(), compare);
        });
    assert_eq!(numbers, [1, 2, 3, 5, 7, 7, 8, 12]);
}
