//! J4: sixteen arguments, some of which are structs. J9: such a struct is kept.

use std::ffi::{c_int, c_void};
use std::ptr;

use callback_runtime::{RawFn, callback};

#[repr(C)]
#[derive(Clone, Copy, Debug, PartialEq)]
struct Pdi {
    p: *mut c_void,
    d: f64,
    i: c_int,
}

type Pointer = *mut c_void;

#[callback(
    extern "C" fn(
        Pdi, c_int, f64, Pointer, Pdi, c_int, f64, Pointer,
        Pdi, c_int, f64, Pointer, Pdi, c_int, f64, Pointer,
    ),
    context = none, slots = 2,
)]
type HighArity = dyn FnMut(
    Pdi,
    c_int,
    f64,
    Pointer,
    Pdi,
    c_int,
    f64,
    Pointer,
    Pdi,
    c_int,
    f64,
    Pointer,
    Pdi,
    c_int,
    f64,
    Pointer,
);

unsafe extern "C" {
    fn j4_do_upcall(
        f: RawFn<HighArity>,
        s0: Pdi,
        i0: c_int,
        d0: f64,
        p0: Pointer,
        s1: Pdi,
        i1: c_int,
        d1: f64,
        p1: Pointer,
        s2: Pdi,
        i2: c_int,
        d2: f64,
        p2: Pointer,
        s3: Pdi,
        i3: c_int,
        d3: f64,
        p3: Pointer,
    );
}

/// One of the suite's four groups of arguments.
type Group = (Pdi, c_int, f64, Pointer);

fn group(n: u8) -> Group {
    let to = |address: u8| ptr::without_provenance_mut(address.into());
    let s = Pdi { p: to(n), d: f64::from(n) + 0.25, i: 100 + c_int::from(n) };
    (s, -c_int::from(n), f64::from(n) / 3.0, to(n + 100))
}

/// Returns the groups that a callback gets when C passes these.
fn through_c(sent: [Group; 4]) -> Vec<[Group; 4]> {
    let mut got = Vec::new();
    let [(s0, i0, d0, p0), (s1, i1, d1, p1), (s2, i2, d2, p2), (s3, i3, d3, p3)] = sent;
    HighArity::new(|a0, b0, c0, e0, a1, b1, c1, e1, a2, b2, c2, e2, a3, b3, c3, e3| {
        got.push([(a0, b0, c0, e0), (a1, b1, c1, e1), (a2, b2, c2, e2), (a3, b3, c3, e3)]);
    })
    // SAFETY: C calls only during this call.
    .scope(|f| unsafe {
        j4_do_upcall(f, s0, i0, d0, p0, s1, i1, d1, p1, s2, i2, d2, p2, s3, i3, d3, p3);
    });
    got
}

#[test]
fn j4_do_upcall_of_high_arity() {
    let sent = [1, 2, 3, 4].map(group);
    assert_eq!(through_c(sent), [sent]);
}

/// The closure owns a struct by value, which outlives the call. A borrowed one does not, and is a compile-fail
/// case.
#[test]
fn j9_struct_scope_of_a_value() {
    let first = through_c([5, 6, 7, 8].map(group));
    // The second call overwrites what the first one had on the stack.
    through_c([0; 4].map(group));
    assert_eq!(first, [[5, 6, 7, 8].map(group)]);
}
