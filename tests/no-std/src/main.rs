//! Sorts by C's `qsort_r` in a program without std.
#![no_std]
#![no_main]

mod handlers;
mod imports;

use callback_runtime::{RawContext, RawFn, callback};
use core::cmp::Ordering;
use core::ffi::{c_int, c_void};
use core::panic::PanicInfo;

// int (*compar)(const void *, const void *, void *)
#[callback(
    extern "C" fn(*const i32, *const i32, context: *mut c_void) -> c_int,
    fallback = 0,
)]
type Compare = dyn FnMut(&i32, &i32) -> Ordering;

#[link(name = "c")]
unsafe extern "C" {
    fn qsort_r(
        base: *mut i32,
        count: usize,
        size: usize,
        compare: RawFn<Compare>,
        context: RawContext<Compare>,
    );
    safe fn abort() -> !;
}

#[panic_handler]
fn panic(_: &PanicInfo<'_>) -> ! {
    abort()
}

/// Sorts with the raw parts of a comparison.
///
/// # Safety
///
/// - `compare` came with `context`, and may be called until this returns.
unsafe fn sort(items: &mut [i32], compare: RawFn<Compare>, context: RawContext<Compare>) {
    // SAFETY: the array is described correctly. The rest is the caller's promise.
    unsafe { qsort_r(items.as_mut_ptr(), items.len(), size_of::<i32>(), compare, context) }
}

/// Returns the exit status 0 if all of it worked.
#[unsafe(no_mangle)]
extern "C" fn main() -> c_int {
    c_int::from(
        !(borrowed() && kept() && handlers::borrowed() && handlers::kept() && imports::called()),
    )
}

/// Sorts with a closure on the stack, which borrows.
fn borrowed() -> bool {
    let mut items = [3, 1, 2];
    let mut calls = 0;
    Compare::new(|a, b| {
        calls += 1;
        b.cmp(a)
    })
    // SAFETY: qsort_r keeps neither part.
    .scope(|compare, context| unsafe { sort(&mut items, compare, context) });
    items == [3, 2, 1] && calls > 0
}

/// Sorts with a closure on the heap, if there is one.
#[cfg(feature = "alloc")]
fn kept() -> bool {
    let mut items = [3, 1, 2];
    let (compare, context) = Compare::new(|a, b| a.cmp(b)).forever();
    // SAFETY: the function came with the context, and both are valid forever.
    unsafe { sort(&mut items, compare, context) };
    items == [1, 2, 3]
}

#[cfg(not(feature = "alloc"))]
fn kept() -> bool {
    true
}

/// Allocates from C's heap.
#[cfg(feature = "alloc")]
mod heap {
    use core::alloc::{GlobalAlloc, Layout};
    use core::ffi::c_void;

    unsafe extern "C" {
        safe fn aligned_alloc(align: usize, size: usize) -> *mut c_void;
        fn free(pointer: *mut c_void);
    }

    struct Heap;

    #[global_allocator]
    static HEAP: Heap = Heap;

    // SAFETY: the C library returns memory of that size and alignment, or null.
    unsafe impl GlobalAlloc for Heap {
        unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
            aligned_alloc(layout.align(), layout.size()).cast()
        }

        unsafe fn dealloc(&self, pointer: *mut u8, _: Layout) {
            // SAFETY: the caller gives back what `alloc` returned.
            unsafe { free(pointer.cast()) }
        }
    }
}
