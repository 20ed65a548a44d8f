//! Hand-overs without memory for a context. This is a target of its own, because its allocator has no memory
//! for one thread.
//!
//! Each ends the process as every failed allocation in Rust does, before C gets anything. One thread has no
//! memory: others, such as those of the test harness, may allocate at any time.

use std::alloc::{GlobalAlloc, Layout, System};
use std::ffi::c_int;
use std::ptr::null_mut;

use callback_runtime::callback;
use callback_tests::{OneThread, run_apart};

#[callback(extern "C", fallback = -1)]
type Flash = dyn Fn(c_int) -> c_int + Send + Sync;

#[callback(extern "C", context = none, fallback = -1)]
type Blink = dyn Fn(c_int) -> c_int + Send + Sync;

/// An allocator that has memory for all threads but one.
struct Limited;

/// The thread without memory.
static EXHAUSTED: OneThread = OneThread::none();

// SAFETY: the system's allocator keeps the contract, or null is returned.
unsafe impl GlobalAlloc for Limited {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        if EXHAUSTED.is_current() {
            return null_mut();
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
static ALLOCATOR: Limited = Limited;

/// Plays a C function that must not be reached.
fn reached<R>() -> R {
    EXHAUSTED.clear();
    println!("C was reached");
    std::process::exit(0)
}

#[test]
fn a_scope_needs_no_memory() {
    let base = 4;
    let sum = EXHAUSTED.during(|| {
        Flash::new(|item| item + base)
            // SAFETY: the parts are alive until `scope` returns.
            .scope(|flash, user| unsafe { flash(3, user) })
    });
    assert_eq!(sum, 7);
}

/// Runs a hand-over in a separate process.
macro_rules! hand_overs {
    ($($test:ident, $child:ident: $hand_over:expr;)*) => {$(
        #[test]
        #[ignore = "a test runs it in a child process"]
        fn $child() {
            EXHAUSTED.during(|| {
                let _ = $hand_over;
            });
            println!("C was reached");
        }

        #[test]
        #[cfg_attr(miri, ignore = "Miri cannot start a process")]
        fn $test() {
            let output = run_apart(module_path!(), stringify!($child));
            assert!(!output.status.success(), "{output:?}");
            #[cfg(unix)]
            {
                use std::os::unix::process::ExitStatusExt;
                let signal = output.status.signal();
                // An emulator may turn the signal into an exit status.
                assert!(matches!(signal, Some(libc::SIGABRT) | None), "{output:?}");
            }
            let said = String::from_utf8_lossy(&output.stderr);
            assert!(said.contains("memory allocation of"), "{said}");
            let done = String::from_utf8_lossy(&output.stdout);
            assert!(!done.contains("C was reached"), "{done}");
        }
    )*};
}

hand_overs! {
    once_without_memory_aborts, once_without_memory:
        Flash::new(|item| item).once(|_, _| reached::<Result<(), c_int>>());
    notified_without_memory_aborts, notified_without_memory:
        Flash::new(|item| item).notified(|_, _, _| reached::<Result<(), c_int>>());
    register_without_memory_aborts, register_without_memory:
        Flash::new(|item| item).register(|_, _| reached::<Result<(), c_int>>(), |_, _, ()| Ok(()));
    owned_without_memory_aborts, owned_without_memory:
        Flash::new(|item| item).owned();
    forever_without_memory_aborts, forever_without_memory:
        Flash::new(|item| item).forever();
    a_slot_without_memory_aborts, slot_without_memory:
        Blink::new(|item| item).slot();
}
