//! A call allocates nothing. Alone, because it counts the hazard pointers of its process.
//!
//! The first call on a thread and nested calls allocate nothing either, and threads that end leave nothing
//! allocated.

use std::alloc::{GlobalAlloc, Layout, System};
use std::ffi::c_int;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use callback_runtime::{RawContext, RawFn, Registration, callback};
use callback_tests::{OneThread, Parts, accept, removed};

#[callback(extern "C", fallback = -1)]
type Flash = dyn Fn(c_int) -> c_int + Send + Sync;

#[callback(extern "C" fn(c_int) -> c_int, context = none, fallback = -1)]
type Blink = dyn Fn(c_int) -> c_int + Send + Sync;

struct Counting;

/// The thread whose allocations are counted. Others, such as those of the test harness, may allocate at any
/// time.
static COUNTED: OneThread = OneThread::none();
/// All allocations of the counted thread, and those of hazard pointers on every thread, recognized by their
/// size and alignment, which nothing else has.
static ALL: AtomicUsize = AtomicUsize::new(0);
static HAZARDS: AtomicUsize = AtomicUsize::new(0);

// SAFETY: the system's allocator keeps the contract.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        if COUNTED.is_current() {
            ALL.fetch_add(1, Ordering::SeqCst);
        }
        if (layout.size(), layout.align()) == (128, 128) {
            HAZARDS.fetch_add(1, Ordering::SeqCst);
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

/// Calls the callback from inside itself.
fn again(depth: c_int) -> c_int {
    let (flash, user) = OWN.lock().unwrap().unwrap().get();
    // SAFETY: C may call at any time.
    unsafe { flash(depth, user) }
}

fn flash() -> Registration<'static, Flash, c_int> {
    let closure = |depth| if depth == 0 { 0 } else { again(depth - 1) };
    Flash::new(closure).register(accept, removed).unwrap()
}

/// Returns how much `call` allocates on a new thread.
fn allocations(call: impl FnOnce() -> c_int + Send) -> usize {
    let count = || {
        let before = ALL.load(Ordering::SeqCst);
        COUNTED.during(|| assert_eq!(call(), 0));
        ALL.load(Ordering::SeqCst) - before
    };
    thread::scope(|scope| scope.spawn(count).join().unwrap())
}

#[test]
#[cfg_attr(miri, ignore = "hundreds of threads take too long there")]
fn a_call_allocates_nothing() {
    let registered = flash();
    let parts = Parts::new(registered.function(), registered.context());
    *OWN.lock().unwrap() = Some(parts);
    let slot = Blink::new(|depth| depth).slot().unwrap();
    let blink = slot.function();
    let call = move |depth| {
        let (flash, user) = parts.get();
        // SAFETY: C may call at any time.
        unsafe { flash(depth, user) }
    };
    for _ in 0..3 {
        assert_eq!(allocations(|| call(0)), 0);
        assert_eq!(allocations(|| call(40)), 0);
        // SAFETY: as above.
        assert_eq!(allocations(|| unsafe { blink(0) }), 0);
    }

    // Threads that have ended do not use up the hazard pointers.
    for _ in 0..300 {
        assert_eq!(allocations(|| call(0)), 0);
    }
    // 128 exist from the start. Further ones are allocated once.
    let more = allocations(|| call(150));
    assert!((23..=151).contains(&more), "{more}");
    assert_eq!(allocations(|| call(150)), 0);

    // A thread that registers gets its own one, and leaves it to the next.
    let register = || {
        thread::spawn(|| {
            let registered = flash();
            // SAFETY: C may call at any time.
            assert_eq!(unsafe { registered.function()(0, registered.context()) }, 0);
        })
        .join()
        .unwrap();
    };
    register();
    let before = HAZARDS.load(Ordering::SeqCst);
    (0..30).for_each(|_| register());
    assert_eq!(HAZARDS.load(Ordering::SeqCst), before);
    drop(registered);
}
