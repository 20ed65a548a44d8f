//! ctypes' P13, the part that counts bytes. Alone, because it counts all allocations.

use std::alloc::{GlobalAlloc, Layout, System};
use std::ffi::c_int;
use std::sync::atomic::{AtomicUsize, Ordering};

use callback_runtime::{Registration, callback};
use callback_tests::{accept, removed};

#[callback(extern "C", fallback = -1)]
type Step = dyn FnMut(c_int) -> c_int;

/// Counts the bytes that are allocated and not freed.
struct Counting;

static BYTES: AtomicUsize = AtomicUsize::new(0);

// SAFETY: the system's allocator keeps the contract.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        BYTES.fetch_add(layout.size(), Ordering::SeqCst);
        // SAFETY: the caller's promise.
        unsafe { System.alloc(layout) }
    }

    unsafe fn dealloc(&self, pointer: *mut u8, layout: Layout) {
        BYTES.fetch_sub(layout.size(), Ordering::SeqCst);
        // SAFETY: the caller's promise.
        unsafe { System.dealloc(pointer, layout) }
    }
}

#[global_allocator]
static ALLOCATOR: Counting = Counting;

/// Returns the bytes that five hundred callbacks take, and those that are left afterwards.
fn five_hundred() -> (usize, usize) {
    const MANY: c_int = 500;
    let mut kept: Vec<Registration<'static, Step, c_int>> = Vec::with_capacity(500);
    let before = BYTES.load(Ordering::SeqCst);
    for more in 0..MANY {
        let step = Step::new(move |item| item + more).register(accept, removed);
        kept.push(step.unwrap());
    }
    let with = BYTES.load(Ordering::SeqCst);
    for (more, step) in (0..MANY).zip(&kept) {
        // SAFETY: C may call at any time.
        assert_eq!(unsafe { step.function()(1, step.context()) }, 1 + more);
    }
    kept.clear();
    (with - before, BYTES.load(Ordering::SeqCst).saturating_sub(before))
}

#[test]
fn p13_five_hundred_callbacks_cost_bounded_memory() {
    let (first, left) = five_hundred();
    assert!((1..=500 * 512).contains(&first), "{first} bytes for 500 callbacks");
    // The table of handles remains.
    assert!(left <= 500 * 128, "{left} bytes are left of them");
    // The allocations of the other thread of the test's process are counted, too.
    let others = 1000;
    for _ in 0..10 {
        let (again, left) = five_hundred();
        assert!(again <= first + others, "{again} bytes, where {first} were enough");
        assert!(left <= others, "{left} bytes more are left, which were not used again");
    }
}
