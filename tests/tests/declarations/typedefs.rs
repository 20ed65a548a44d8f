//! Typedefs of bindings that a prototype agrees with, `unsafe` or not.

use core::ffi::{c_int, c_void};

use callback_runtime::{callback, safe_fn};

/// The type that bindgen writes.
type VisitFn = Option<unsafe extern "C" fn(c_int, *mut c_void) -> c_int>;
/// The type that some bindings have in its place.
type SafeVisitFn = Option<extern "C" fn(c_int, *mut c_void) -> c_int>;
/// A field that is never null.
type BareVisitFn = extern "C" fn(c_int, *mut c_void) -> c_int;

#[callback(extern "C", fallback = 0, matches = VisitFn)]
type Visit = dyn FnMut(c_int) -> c_int;
#[callback(extern "C", fallback = 0, matches = SafeVisitFn)]
type SafeVisit = dyn FnMut(c_int) -> c_int;
#[callback(extern "C", fallback = 0, matches = BareVisitFn)]
type BareVisit = dyn FnMut(c_int) -> c_int;
#[callback(extern "C", context = none, matches = extern "C" fn())]
type Exit = dyn FnMut();
#[callback(
    extern "system" fn(u8, u16, u32, u64, i8, i16, i32, i64, f32, f64, usize, context: isize),
    matches = Option<extern "system" fn(u8, u16, u32, u64, i8, i16, i32, i64, f32, f64, usize, isize)>,
)]
type Twelve = dyn Fn(u8, u16, u32, u64, i8, i16, i32, i64, f32, f64, usize);

/// A table of callbacks, as safe bindings have them.
struct Table {
    visit: SafeVisitFn,
    bare: BareVisitFn,
}

#[test]
fn a_safe_function_pointer_is_the_same_function() {
    let (mut seen, mut bare) = (Vec::new(), Vec::new());
    let visit = SafeVisit::new(|item| {
        seen.push(item);
        item + 1
    });
    let bare_visit = BareVisit::new(|item| {
        bare.push(item);
        item + 2
    });
    let results = visit.scope(|function, user| {
        bare_visit.scope(|bare_function, bare_user| {
            let table = Table {
                // SAFETY: only this test calls it, as C would.
                visit: unsafe { safe_fn(function) },
                // SAFETY: as above.
                bare: unsafe { safe_fn(bare_function) },
            };
            assert_eq!(table.bare as usize, bare_function as usize);
            (table.visit.unwrap()(3, user), (table.bare)(4, bare_user))
        })
    });
    assert_eq!((results, seen, bare), ((4, 6), vec![3], vec![4]));
}

#[test]
fn slots_and_other_conventions_have_safe_forms() {
    let mut ran = 0;
    Exit::new(|| ran += 1).scope(|function| {
        // SAFETY: only this test calls it, as C would.
        let function: extern "C" fn() = unsafe { safe_fn(function) };
        function();
    });
    assert_eq!(ran, 1);
    Twelve::new(|_, _, _, _, _, _, _, _, _, f, n| assert_eq!((f, n), (0.5, 7))).scope(|f, cx| {
        // SAFETY: only this test calls it, as C would.
        let f: extern "system" fn(_, _, _, _, _, _, _, _, _, _, _, _) = unsafe { safe_fn(f) };
        f(1, 2, 3, 4, 5, 6, 7, 8, 0.25, 0.5, 7, cx);
    });
    // SAFETY: it is called here alone, with its own context.
    assert_eq!(Visit::new(|n| n).scope(|f, cx| unsafe { f(5, cx) }), 5);
}
