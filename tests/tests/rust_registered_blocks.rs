//! What a thread needs to call registered callbacks, it leaves to the next one: a program whose
//! threads begin and end all the time does not grow. Alone in its process, since it counts what that
//! allocates.

use std::alloc::{GlobalAlloc, Layout, System};
use std::ffi::c_int;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use callback_runtime::{RawContext, RawFn, Registration, callback};
use callback_tests::{Parts, accept};

#[callback(extern "C", fallback = -1)]
type Flash = dyn Fn(c_int) -> c_int + Send + Sync;

/// Counts the blocks of hazard pointers, by their size and alignment: those of nothing else.
struct Counting;

static BLOCKS: AtomicUsize = AtomicUsize::new(0);

// SAFETY: the system's allocator does it.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        if (layout.size(), layout.align()) == (128, 128) {
            BLOCKS.fetch_add(1, Ordering::SeqCst);
        }
        // SAFETY: the caller's promise.
        unsafe { System.alloc(layout) }
    }

    unsafe fn dealloc(&self, pointer: *mut u8, layout: Layout) {
        // SAFETY: the caller's promise.
        unsafe { System.dealloc(pointer, layout) }
    }
}

#[global_allocator]
static ALLOCATOR: Counting = Counting;

type Raw = Parts<RawFn<Flash>, RawContext<Flash>>;

static OWN: Mutex<Option<Raw>> = Mutex::new(None);

/// The callback, from inside itself.
fn again(depth: c_int) -> c_int {
    let (flash, user) = OWN.lock().unwrap().unwrap().get();
    // SAFETY: C may call at any time.
    unsafe { flash(depth, user) }
}

/// So many threads, one after another, each with calls so deep inside one another.
fn run(threads: usize, parts: Raw, depth: c_int) {
    for _ in 0..threads {
        let call = move || {
            let (flash, user) = parts.get();
            // SAFETY: C may call at any time.
            unsafe { flash(depth, user) }
        };
        assert_eq!(thread::spawn(call).join().unwrap(), 0);
    }
}

#[test]
fn a_thread_that_ends_leaves_its_blocks_to_the_next() {
    let flash: Registration<Flash, c_int> =
        Flash::new(|depth| if depth == 0 { 0 } else { again(depth - 1) })
            .register(accept, accept)
            .unwrap();
    let parts = Parts::new(flash.function(), flash.context());
    *OWN.lock().unwrap() = Some(parts);
    run(1, parts, 40);
    let before = BLOCKS.load(Ordering::SeqCst);
    // 41 calls, of which 12 are in a block.
    assert_eq!(before, 4);
    run(30, parts, 40);
    run(30, parts, 0);
    assert_eq!(BLOCKS.load(Ordering::SeqCst), before);
}
