//! A signal handler calls the callback that the interrupted thread is about to call, is in, or has just left.
//! The "C library" is played by Rust.

use std::cell::Cell;
use std::ffi::{c_int, c_void};
use std::ptr::null_mut;
use std::sync::atomic::{AtomicPtr, AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use callback_runtime::{Fault, callback, set_fault_hook};
use callback_tests::{rounds, run_apart};

type Function = unsafe extern "C" fn(c_int, *mut c_void) -> c_int;

#[callback(extern "C", fallback = -1)]
type Tick = dyn FnMut(c_int) -> c_int;

#[callback(extern "C", fallback = -1)]
type Single = dyn FnOnce(c_int) -> c_int;

/// The thread that the signal is for. The system may deliver it to any.
static THREAD: AtomicUsize = AtomicUsize::new(0);
/// The function that the handler calls, and how many of its calls were admitted.
static FUNCTION: AtomicPtr<()> = AtomicPtr::new(null_mut());
static USER: AtomicPtr<c_void> = AtomicPtr::new(null_mut());
static ENTERED: AtomicUsize = AtomicUsize::new(0);
static REENTERED: AtomicUsize = AtomicUsize::new(0);

/// Sets what the handler calls. With `None`, it calls nothing.
fn aim(target: Option<(Function, *mut c_void)>) {
    FUNCTION.store(null_mut(), Ordering::SeqCst);
    if let Some((function, user)) = target {
        USER.store(user, Ordering::SeqCst);
        FUNCTION.store(function as *mut (), Ordering::SeqCst);
    }
}

/// Returns this thread's number in the system.
#[allow(clippy::cast_possible_truncation, reason = "it is as wide as a pointer")]
fn this_thread() -> usize {
    // SAFETY: the call only returns a number.
    let this = unsafe { libc::pthread_self() };
    this as usize
}

extern "C" fn handle(signal: c_int) {
    let thread = THREAD.load(Ordering::SeqCst);
    if this_thread() != thread {
        // SAFETY: the thread is alive as long as there are signals.
        unsafe { libc::pthread_kill(thread as libc::pthread_t, signal) };
        return;
    }
    let function = FUNCTION.load(Ordering::SeqCst);
    if function.is_null() {
        return;
    }
    // SAFETY: `aim` has stored a function of this type.
    let function = unsafe { std::mem::transmute::<*mut (), Function>(function) };
    // SAFETY: the context is alive until `aim` says `None`.
    if unsafe { function(1, USER.load(Ordering::SeqCst)) } != -1 {
        ENTERED.fetch_add(1, Ordering::SeqCst);
    }
}

/// Starts the signal, which comes each time after that many microseconds of processor time. 0 stops it.
fn every(microseconds: libc::suseconds_t) {
    THREAD.store(this_thread(), Ordering::SeqCst);
    let time = libc::timeval { tv_sec: 0, tv_usec: microseconds };
    let timer = libc::itimerval { it_interval: time, it_value: time };
    // SAFETY: the handler calls what a signal handler may call.
    unsafe { libc::signal(libc::SIGALRM, handle as *const () as libc::sighandler_t) };
    // SAFETY: the timer is a valid one.
    assert_eq!(unsafe { libc::setitimer(libc::ITIMER_REAL, &raw const timer, null_mut()) }, 0);
}

fn count_faults() {
    set_fault_hook(|report| {
        assert!(matches!(report.fault(), Fault::Reentered | Fault::Expired), "{report}");
        REENTERED.fetch_add(1, Ordering::SeqCst);
    });
    std::panic::set_hook(Box::new(|_| ()));
}

/// Whether a value was moved out twice.
struct Taken<'a>(&'a Cell<u32>);

impl Drop for Taken<'_> {
    fn drop(&mut self) {
        self.0.set(self.0.get() + 1);
    }
}

#[test]
#[ignore = "the next test runs it in a child process"]
fn a_handler_calls_all_the_time() {
    count_faults();
    let late = Instant::now() + Duration::from_millis(1) * rounds(400).try_into().unwrap();
    every(50);
    while Instant::now() < late {
        // The two words differ if two calls are inside at once.
        let mut words = [0_u64; 2];
        let ended = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
            Tick::new(|count| {
                for _ in 0..count {
                    words[0] = words[0].wrapping_mul(31).wrapping_add(1);
                    words[1] = words[1].wrapping_mul(31).wrapping_add(1);
                }
                c_int::from(words[0] == words[1])
            })
            .scope(|function, user| {
                aim(Some((function, user)));
                for _ in 0..20 {
                    // SAFETY: the parts are alive.
                    let answer = unsafe { function(1000, user) };
                    assert_ne!(answer, 0);
                }
                aim(None);
            });
        }));
        drop(ended);
        for _ in 0..200 {
            let taken = Cell::new(0);
            let own = Taken(&taken);
            let ended = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
                Single::new(|item| {
                    drop(own);
                    item
                })
                .scope(|function, user| {
                    aim(Some((function, user)));
                    // SAFETY: the parts are alive.
                    unsafe { function(1, user) };
                    aim(None);
                });
            }));
            drop(ended);
            assert_eq!(taken.get(), 1);
        }
    }
    every(0);
    assert!(REENTERED.load(Ordering::SeqCst) > 0, "no signal has come during a call");
}

#[test]
#[cfg_attr(miri, ignore = "Miri cannot start a process")]
fn a_handler_enters_nothing_that_is_running_or_spent() {
    let output = run_apart(module_path!(), "a_handler_calls_all_the_time");
    assert!(output.status.success(), "{output:?}");
}

#[test]
#[ignore = "the next test runs it in a child process"]
fn a_signal_comes_inside_of_a_call() {
    count_faults();
    every(0);
    let calls = Cell::new(0);
    let ended = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
        Tick::new(|_| {
            calls.set(calls.get() + 1);
            // SAFETY: this runs the handler on this thread, at once.
            unsafe { libc::raise(libc::SIGALRM) };
            2
        })
        .scope(|function, user| {
            aim(Some((function, user)));
            // SAFETY: the parts are alive.
            assert_eq!([(); 2].map(|()| unsafe { function(1, user) }), [2, 2]);
            aim(None);
        });
    }));
    assert!(ended.is_err(), "there was a fault");
    assert_eq!((calls.get(), ENTERED.load(Ordering::SeqCst)), (2, 0));
}

#[test]
#[cfg_attr(miri, ignore = "Miri cannot start a process")]
fn a_handler_that_comes_inside_of_a_fn_mut_does_not_enter_it() {
    let output = run_apart(module_path!(), "a_signal_comes_inside_of_a_call");
    assert!(output.status.success(), "{output:?}");
}
