//! Other crates that make a C callback from a closure.

use std::ffi::{c_int, c_void};
use std::hint::black_box;
use std::mem;
use std::ptr;

use closure_ffi::BareFnMut;
use ffi_closure::Closure;
use libffi::high::Closure2;
use safer_ffi::closure::RefDynFnMut1;

use crate::cells::body::Body;
use crate::cells::loops::Function;
use crate::cells::row::{Group, Meter, Row, row, single, turns};

pub(super) fn rows() -> Vec<Row> {
    vec![
        row!(Peers, "libffi", with_libffi),
        row!(Peers, "closure-ffi", with_closure_ffi),
        row!(Peers, "ffi-closure", with_ffi_closure),
        row!(Peers, "safer-ffi", with_safer_ffi, DataFirst),
        row!(Peers, "ffi_helpers", with_ffi_helpers, DataFirst),
        single(Group::Creation, "libffi", new_libffi),
        single(Group::Creation, "closure-ffi", new_closure_ffi),
        single(Group::Creation, "ffi-closure", new_ffi_closure),
    ]
}

/// With libffi, which reads the argument types at run time.
type Libffi<'a> = Closure2<'a, c_int, *mut c_void, c_int>;

/// The machine code that libffi generates.
fn code(closure: &Libffi) -> Function {
    // SAFETY: it points to a wrapper of a function pointer of this type.
    unsafe { mem::transmute_copy(closure.code_ptr()) }
}

fn with_libffi<B: Body>(meter: Meter) {
    let body = B::new();
    let closure = move |x, _| body.call(x);
    meter(code(&Libffi::new(&closure)), ptr::null_mut());
}

/// With closure-ffi, which copies a compiled template to executable memory.
type Bare<'a> = BareFnMut<'a, Function>;

fn with_closure_ffi<B: Body>(meter: Meter) {
    let body = B::new();
    let closure = Bare::new(move |x: c_int, _: *mut c_void| body.call(x));
    meter(closure.bare(), ptr::null_mut());
}

fn with_ffi_closure<B: Body>(meter: Meter) {
    let body = B::new();
    let closure = Closure::<dyn FnMut(c_int) -> c_int>::new(move |x| body.call(x));
    let (function, user) = closure.as_extern_parts();
    meter(function, user);
}

/// `int32_t (*)(void *, int32_t)`
type DataFirst = unsafe extern "C" fn(*mut c_void, c_int) -> c_int;

fn data_first(function: DataFirst) -> Function {
    // SAFETY: the row has the order of its arguments.
    unsafe { mem::transmute::<DataFirst, Function>(function) }
}

fn with_safer_ffi<B: Body>(meter: Meter) {
    /// The type in C.
    #[repr(C)]
    struct Parts {
        user: *mut c_void,
        function: DataFirst,
    }

    let body = B::new();
    let mut closure = move |x: c_int| body.call(x);
    let closure = RefDynFnMut1::<c_int, c_int>::new(&mut closure);
    // SAFETY: only C uses its layout.
    let Parts { user, function } = unsafe { mem::transmute_copy(&closure) };
    meter(data_first(function), user);
}

fn with_ffi_helpers<B: Body>(meter: Meter) {
    let body = B::new();
    let mut closure = move |x: c_int| body.call(x);
    // SAFETY: the function is called with that pointer.
    let (user, function) = unsafe { ffi_helpers::split_closure(&mut closure) };
    meter(data_first(function), user);
}

fn new_libffi(meter: Meter) {
    turns(meter, |x| {
        let closure = move |y, _| x ^ y;
        black_box(code(&Libffi::new(&closure)));
        x
    });
}

fn new_closure_ffi(meter: Meter) {
    turns(meter, |x| {
        black_box(Bare::new(move |y: c_int, _: *mut c_void| x ^ y).bare());
        x
    });
}

fn new_ffi_closure(meter: Meter) {
    turns(meter, |x| {
        black_box(Closure::<dyn FnMut(c_int) -> c_int>::new(move |y| x ^ y).as_extern_parts());
        x
    });
}
