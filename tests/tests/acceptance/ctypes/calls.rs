//! P1 to P8: calls of the suite's library, without user data.

use std::ffi::{c_int, c_long, c_longlong, c_ulong, c_void};
use std::slice;

use callback_runtime::{RawFn, callback};

#[callback(
    extern "C" fn(c_int, c_int, c_int, c_int, c_int) -> c_int,
    context = none, fallback = -1,
)]
type Ints = dyn FnMut(c_int, c_int, c_int, c_int, c_int) -> c_int;

#[callback(extern "C" fn(f64, f64, f64, f64, f64) -> f64, context = none, fallback = -1.0)]
type Doubles = dyn FnMut(f64, f64, f64, f64, f64) -> f64;

#[repr(C)]
#[derive(Clone, Copy, Debug, PartialEq)]
struct Large {
    first: c_ulong,
    second: c_ulong,
    third: c_ulong,
}

#[callback(extern "C" fn(Large), context = none)]
type TakesLarge = dyn FnMut(Large);

#[callback(extern "C" fn(c_int) -> c_int, context = none, fallback = -1)]
type Int = dyn FnMut(c_int) -> c_int;

#[callback(extern "C" fn(c_longlong) -> c_longlong, context = none, fallback = -1)]
type LongLong = dyn FnMut(c_longlong) -> c_longlong;

#[callback(extern "C" fn(f64) -> f64, context = none, fallback = -1.0)]
type Function = dyn FnMut(f64) -> f64;

#[callback(extern "C" fn(*const c_void, *const c_void) -> c_int, context = none, fallback = 0)]
type Compare<T> = dyn FnMut(&T, &T) -> std::cmp::Ordering;

#[callback(extern "C" fn(*mut c_int) -> c_int, context = none, fallback = -1)]
type Table = dyn FnMut(*mut c_int) -> c_int;

unsafe extern "C" {
    fn p1_cbk_reg_int(a: c_int, b: c_int, c: c_int, d: c_int, e: c_int, f: RawFn<Ints>) -> c_int;
    fn p2_cbk_reg_double(a: f64, b: f64, c: f64, d: f64, e: f64, f: RawFn<Doubles>) -> f64;
    fn p3_cbk_large_struct(large: Large, f: RawFn<TakesLarge>) -> bool;
    fn p4_callback_i_if(value: c_int, f: RawFn<Int>) -> c_int;
    fn p5_callback_q_qf(value: c_longlong, f: RawFn<LongLong>) -> c_longlong;
    fn p6_integrate(a: f64, b: f64, f: RawFn<Function>, steps: c_long) -> f64;
    fn p7_my_qsort(base: *mut c_void, count: usize, size: usize, compare: RawFn<Compare<u8>>);
    fn qsort(base: *mut c_void, count: usize, size: usize, compare: RawFn<Compare<u8>>);
    fn p8_callback_with_pointer(f: RawFn<Table>) -> c_int;
}

#[test]
fn p1_cbk_reg_int_adds_squares() {
    let mut got = None;
    let sum = Ints::new(|a, b, c, d, e| {
        got = Some([a, b, c, d, e]);
        a * a + b * b + c * c + d * d + e * e
    })
    // SAFETY: C calls only during this call, here and below.
    .scope(|f| unsafe { p1_cbk_reg_int(2, 3, 4, 5, 6, f) });
    assert_eq!((sum, got), (90, Some([2, 3, 4, 5, 6])));
}

#[test]
fn p2_cbk_reg_double_adds_squares() {
    let add = |a: f64, b, c, d, e| a * a + b * b + c * c + d * d + e * e;
    let mut got = None;
    let sum = Doubles::new(|a, b, c, d, e| {
        got = Some([a, b, c, d, e]);
        add(a, b, c, d, e)
    })
    // SAFETY: as above.
    .scope(|f| unsafe { p2_cbk_reg_double(1.1, 2.2, 3.3, 4.4, 5.5, f) });
    assert_eq!(got, Some([1.1, 2.2, 3.3, 4.4, 5.5]));
    assert_eq!((sum,), (add(1.1, 2.2, 3.3, 4.4, 5.5),));
    assert!((66.54..66.56).contains(&sum), "{sum}");
}

#[test]
fn p3_cbk_large_struct_is_the_callbacks_own() {
    let large = Large { first: 0xdead_beef, second: 0xcafe_babe, third: 0x0bad_1dea };
    let (mut got, mut written) = (None, None);
    let unchanged = TakesLarge::new(|mut large: Large| {
        got = Some(large);
        large = Large { first: 0x0bad_f00d, second: 0x0bad_f00d, third: 0x0bad_f00d };
        written = Some(std::hint::black_box(&mut large).third);
    })
    // SAFETY: as above.
    .scope(|f| unsafe { p3_cbk_large_struct(large, f) });
    assert_eq!((got, written, unchanged), (Some(large), Some(0x0bad_f00d), true));
}

#[test]
fn p4_callback_i_if_of_a_negative_number() {
    // SAFETY: as above.
    let sum = Int::new(|value| value).scope(|f| unsafe { p4_callback_i_if(-10, f) });
    assert_eq!(sum, -18);
}

#[test]
fn p4_callback_i_if_of_a_power_of_two() {
    let mut got = Vec::new();
    Int::new(|value| {
        got.push(value);
        0
    })
    // SAFETY: as above.
    .scope(|f| unsafe { p4_callback_i_if(1 << 18, f) });
    let expected: Vec<_> = (0..=18).rev().map(|power| 1 << power).collect();
    assert_eq!((got.len(), got), (19, expected));
}

#[test]
fn p5_callback_q_qf_masks() {
    let sum = LongLong::new(|value| value & 0x7fff_ffff)
        // SAFETY: as above.
        .scope(|f| unsafe { p5_callback_q_qf(1_000_000_000_000, f) });
    assert_eq!(sum, 13_577_625_587);
}

#[test]
fn p6_integrate_a_square() {
    let mut calls = 0;
    let area = Function::new(|x| {
        calls += 1;
        x * x
    })
    // SAFETY: as above.
    .scope(|f| unsafe { p6_integrate(0.0, 1.0, f, 10) });
    assert_eq!(calls, 10);
    assert!((area - 1.0 / 3.0).abs() < 0.01, "{area}");
    assert!((area - 0.3325).abs() < 1e-12, "{area}");
}

#[test]
fn p7_my_qsort_sorts_letters() {
    let mut letters = *b"spam, spam, and spam";
    Compare::new(|a: &u8, b: &u8| a.cmp(b))
        // SAFETY: as above. The pointer and the number are those of the letters.
        .scope(|compare| unsafe {
            p7_my_qsort(letters.as_mut_ptr().cast(), letters.len(), 1, compare);
        });
    assert_eq!(&letters, b"   ,,aaaadmmmnpppsss");
}

#[test]
fn p7_libc_qsort_sorts_ints() {
    let mut numbers: [c_int; 5] = [5, 1, 99, 7, 33];
    let mut calls = 0;
    Compare::new(|a: &c_int, b: &c_int| {
        calls += 1;
        a.cmp(b)
    })
    // SAFETY: as above. The pointer and the number are those of the numbers.
    .scope(|compare| unsafe {
        qsort(numbers.as_mut_ptr().cast(), numbers.len(), size_of::<c_int>(), compare);
    });
    assert_eq!(numbers, [1, 5, 7, 33, 99]);
    assert!(calls >= 4);
}

#[test]
fn p8_callback_with_pointer_twice() {
    let mut got = Vec::new();
    Table::new(|table: *mut c_int| {
        // SAFETY: there are ten numbers, which are valid during the call.
        let numbers = unsafe { slice::from_raw_parts(table, 10) };
        got.extend_from_slice(numbers);
        numbers.iter().sum()
    })
    .scope(|f| {
        for _ in 0..2 {
            // SAFETY: as above.
            assert_eq!(unsafe { p8_callback_with_pointer(f) }, 55);
        }
    });
    assert_eq!(got, (1..=10).chain(1..=10).collect::<Vec<_>>());
}
