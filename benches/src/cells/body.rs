//! The three bodies that every alternative runs, which differ in what LLVM knows about panics.

use std::ffi::c_int;
use std::hint::black_box;

use crate::cells::loops::{self, Function};

/// The body of a callback. The closure of each alternative captures one and calls it.
///
/// `repr(C)`, since C also reads it.
pub(crate) trait Body: Copy + Send + Sync + 'static {
    /// The same body in C.
    const IN_C: Function;
    /// Makes a body with captures that the compiler does not know.
    fn new() -> Self;
    /// Returns what C gets for `x`.
    fn call(&self, x: c_int) -> c_int;
}

/// B0: cannot panic, so a `catch_unwind` around it disappears.
#[derive(Clone, Copy)]
#[repr(C)]
pub(crate) struct CannotPanic {
    factor: c_int,
    offset: c_int,
}

impl Body for CannotPanic {
    const IN_C: Function = loops::bench_cannot_panic;

    fn new() -> Self {
        Self { factor: black_box(3), offset: black_box(7) }
    }

    #[inline(always)]
    fn call(&self, x: c_int) -> c_int {
        x.wrapping_mul(self.factor).wrapping_add(self.offset)
    }
}

/// B1: may panic, on a branch that is never taken.
#[derive(Clone, Copy)]
#[repr(C)]
pub(crate) struct MayPanic {
    inner: CannotPanic,
    never: c_int,
}

impl Body for MayPanic {
    const IN_C: Function = loops::bench_may_panic;

    fn new() -> Self {
        Self { inner: CannotPanic::new(), never: black_box(-1) }
    }

    #[inline(always)]
    fn call(&self, x: c_int) -> c_int {
        if x == self.never {
            panicked();
        }
        self.inner.call(x)
    }
}

#[cold]
#[inline(never)]
fn panicked() -> ! {
    panic!("C has passed what it never passes")
}

/// B2: calls a function that the compiler cannot see, which may therefore panic.
#[derive(Clone, Copy)]
#[repr(C)]
pub(crate) struct Opaque {
    offset: c_int,
}

impl Body for Opaque {
    const IN_C: Function = loops::bench_calls_opaque;

    fn new() -> Self {
        Self { offset: black_box(7) }
    }

    #[inline(always)]
    fn call(&self, x: c_int) -> c_int {
        // SAFETY: the function computes a number.
        unsafe { loops::bench_opaque(x.wrapping_add(self.offset)) }
    }
}
