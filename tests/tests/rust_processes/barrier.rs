//! The barrier at the end of a callback: that it is made whatever happened before, and what happens if the
//! system forbids it. A seccomp filter, which a thread enters late, simulates both. The "C library" is played
//! by Rust.

use std::env;
use std::ffi::c_int;
use std::os::unix::process::ExitStatusExt;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::process::Output;
use std::ptr;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::channel;
use std::thread;

use callback_runtime::{RawContext, RawFn, Registration, callback};
use callback_tests::{Parts, accept, removed, run_apart};

#[callback(extern "C", fallback = -1)]
type Spark = dyn FnMut(c_int) -> c_int + Send;

#[callback(extern "C", fallback = -1)]
type Flash = dyn Fn(c_int) -> c_int + Send + Sync;

#[callback(extern "C", context = none, slots = 1, fallback = -1)]
type SparkSlot = dyn FnMut(c_int) -> c_int + Send;

#[callback(extern "C", context = none, slots = 1, fallback = -1)]
type FlashSlot = dyn Fn(c_int) -> c_int + Send + Sync;

type Kept = Registration<'static, Spark, c_int>;

const EXPEDITED: usize = 1 << 3;
const REGISTER: usize = 1 << 4;

/// The result that the filter gives to membarrier(2).
#[derive(Clone, Copy, PartialEq)]
#[repr(usize)]
enum Filter {
    /// Success. (No thread makes a fence, so this is only for a process without races.)
    Counts,
    /// `EPERM`, until the process registers again.
    Forgot,
    /// `EPERM`.
    Forbids,
}

static FILTER: AtomicUsize = AtomicUsize::new(0);
/// The number of fences that were requested.
static FENCES: AtomicUsize = AtomicUsize::new(0);
static REGISTERED: AtomicUsize = AtomicUsize::new(0);

/// Handles the system call that was trapped, in its place.
unsafe extern "C" fn on_trap(_: c_int, _: *mut libc::siginfo_t, context: *mut libc::c_void) {
    // SAFETY: a handler with `SA_SIGINFO` gets a context, and nothing else uses it.
    let context = unsafe { &mut *context.cast::<libc::ucontext_t>() };
    let registers = &mut context.uc_mcontext.gregs;
    let command = usize::try_from(registers[libc::REG_RDI as usize]).unwrap_or(0);
    let filter = FILTER.load(Ordering::SeqCst);
    let allowed = match command {
        EXPEDITED => {
            FENCES.fetch_add(1, Ordering::SeqCst);
            let registered = REGISTERED.load(Ordering::SeqCst) > 0;
            filter == Filter::Counts as usize || filter == Filter::Forgot as usize && registered
        }
        REGISTER if filter != Filter::Forbids as usize => {
            REGISTERED.fetch_add(1, Ordering::SeqCst);
            true
        }
        _ => false,
    };
    registers[libc::REG_RAX as usize] = if allowed { 0 } else { i64::from(-libc::EPERM) };
}

/// Installs a filter that traps membarrier(2), for this thread and those that it starts.
fn enter(filter: Filter) {
    FILTER.store(filter as usize, Ordering::SeqCst);
    // SAFETY: all zeros is a valid `sigaction`.
    let mut action: libc::sigaction = unsafe { std::mem::zeroed() };
    action.sa_sigaction = on_trap as *const () as usize;
    action.sa_flags = libc::SA_SIGINFO;
    // SAFETY: the action is valid, and nothing is written.
    let handled = unsafe { libc::sigaction(libc::SIGSYS, &raw const action, ptr::null_mut()) };
    assert_eq!(handled, 0);

    let step = |code: u32, to: (u8, u8), k: u32| libc::sock_filter {
        code: u16::try_from(code).unwrap(),
        jt: to.0,
        jf: to.1,
        k,
    };
    let mut program = [
        step(libc::BPF_LD | libc::BPF_W | libc::BPF_ABS, (0, 0), 0),
        step(
            libc::BPF_JMP | libc::BPF_JEQ | libc::BPF_K,
            (0, 1),
            u32::try_from(libc::SYS_membarrier).unwrap(),
        ),
        step(libc::BPF_RET | libc::BPF_K, (0, 0), libc::SECCOMP_RET_TRAP),
        step(libc::BPF_RET | libc::BPF_K, (0, 0), libc::SECCOMP_RET_ALLOW),
    ];
    let program = libc::sock_fprog { len: 4, filter: program.as_mut_ptr() };
    // SAFETY: the call takes integers.
    let allowed = unsafe { libc::prctl(libc::PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) };
    // SAFETY: the program is valid.
    let entered =
        unsafe { libc::prctl(libc::PR_SET_SECCOMP, libc::SECCOMP_MODE_FILTER, &raw const program) };
    assert_eq!((allowed, entered), (0, 0));
}

/// Returns how many fences are requested meanwhile.
fn fences(body: impl FnOnce()) -> usize {
    let before = FENCES.load(Ordering::SeqCst);
    body();
    FENCES.load(Ordering::SeqCst) - before
}

fn spark(closure: impl FnMut(c_int) -> c_int + Send + 'static) -> Kept {
    Spark::new(closure).register(accept, removed).unwrap()
}

fn call(function: RawFn<Spark>, user: RawContext<Spark>) -> c_int {
    // SAFETY: C may call at any time.
    unsafe { function(1, user) }
}

/// The behavior of a closure: a fault, or none.
fn body(faulty: bool) -> c_int {
    assert!(!faulty, "on purpose");
    7
}

/// Returns whether this process can be filtered. memcheck and emulators make system calls of their own.
fn can_filter() -> bool {
    // SAFETY: the call takes integers.
    let commands = unsafe { libc::syscall(libc::SYS_membarrier, 0, 0, 0) };
    env::var_os("CALLBACK_TESTS_SLOWLY").is_none() && commands > 0 && commands & 8 != 0
}

/// Runs a test in a separate process, because a filter is forever. Returns `None` if filters do not work here.
fn apart(test: &str) -> Option<(Output, String)> {
    can_filter().then(|| {
        let output = run_apart(module_path!(), test);
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        (output, said)
    })
}

fn succeeds(test: &str) {
    if let Some((output, said)) = apart(test) {
        assert!(output.status.success(), "{said}");
    }
}

fn aborts(test: &str) {
    if let Some((output, said)) = apart(test) {
        assert_eq!(output.status.signal(), Some(libc::SIGABRT), "{said}");
        assert!(
            said.contains("`membarrier` was allowed before, and is refused now; aborting"),
            "{said}"
        );
        assert!(!said.contains("the closure is dropped"), "{said}");
    }
}

#[test]
fn an_end_makes_the_barrier_whatever_happened_before() {
    succeeds("ends_are_counted");
}

#[test]
#[ignore = "a test runs it in a child process"]
fn ends_are_counted() {
    drop(spark(|item| item));
    enter(Filter::Counts);
    for faulty in [false, true] {
        let expected = if faulty { -1 } else { 7 };

        let kept = spark(move |_| body(faulty));
        assert_eq!(call(kept.function(), kept.context()), expected);
        assert!(fences(|| drop(kept)) >= 1, "a registration of a `FnMut + Send`: {faulty}");

        let kept = Flash::new(move |_| body(faulty)).owned();
        assert_eq!(call(kept.function(), kept.context()), expected);
        assert!(fences(|| drop(kept)) >= 1, "an owned `Fn + Send + Sync`: {faulty}");

        let refused = || {
            let set = |function, user| {
                assert_eq!(call(function, user), expected);
                Err(-5)
            };
            let refused = Spark::new(move |_| body(faulty)).register(set, removed);
            assert_eq!(refused.err(), Some(-5));
        };
        assert!(fences(refused) >= 1, "a refused registration: {faulty}");

        let slot = SparkSlot::new(move |_| body(faulty)).slot().unwrap();
        // SAFETY: the function of a slot may be called at any time.
        assert_eq!(unsafe { slot.function()(1) }, expected);
        assert!(fences(|| drop(slot)) >= 1, "a slot of a `FnMut + Send`: {faulty}");

        let slot = FlashSlot::new(move |_| body(faulty)).slot().unwrap();
        // SAFETY: as above.
        assert_eq!(unsafe { slot.function()(1) }, expected);
        assert!(fences(|| drop(slot)) >= 1, "a slot of a `Fn + Send + Sync`: {faulty}");

        let scope = || {
            let scope = || {
                FlashSlot::new(|_| body(faulty)).scope(|function| {
                    // SAFETY: as above.
                    assert_eq!(unsafe { function(1) }, expected);
                });
            };
            assert_eq!(catch_unwind(scope).is_err(), faulty);
        };
        assert!(fences(scope) >= 1, "the scope of a slot: {faulty}");
    }
}

#[test]
fn a_barrier_that_was_forgotten_is_regained() {
    succeeds("the_process_registers_again");
}

#[test]
#[ignore = "a test runs it in a child process"]
fn the_process_registers_again() {
    let kept = spark(|item| item);
    enter(Filter::Forgot);
    assert_eq!(fences(|| drop(kept)), 2);
    assert_eq!(REGISTERED.load(Ordering::SeqCst), 1);
    drop(spark(|item| item));
    assert_eq!(REGISTERED.load(Ordering::SeqCst), 1);
}

/// Prints when it is dropped.
struct Dropped;

impl Drop for Dropped {
    fn drop(&mut self) {
        eprintln!("the closure is dropped");
    }
}

/// Ends a registration while a call is running, on a thread that may not make the barrier anymore.
fn end_while_running(end: impl FnOnce(Kept)) {
    let (entered, inside) = channel();
    let dropped = Dropped;
    let kept = spark(move |item| {
        let _ = &dropped;
        entered.send(()).unwrap();
        thread::park();
        item
    });
    let parts = Parts::new(kept.function(), kept.context());
    thread::spawn(move || {
        let (function, user) = parts.get();
        call(function, user)
    });
    inside.recv().unwrap();
    enter(Filter::Forbids);
    end(kept);
}

#[test]
fn where_there_is_no_barrier_any_more_a_drop_aborts() {
    aborts("a_drop_while_a_call_is_running");
}

#[test]
#[ignore = "a test runs it in a child process"]
fn a_drop_while_a_call_is_running() {
    end_while_running(drop);
}

#[test]
fn where_there_is_no_barrier_any_more_a_drop_during_a_panic_aborts() {
    aborts("a_drop_during_a_panic");
}

#[test]
#[ignore = "a test runs it in a child process"]
fn a_drop_during_a_panic() {
    end_while_running(|kept| {
        let _ = catch_unwind(AssertUnwindSafe(|| {
            let _kept = kept;
            panic!("on purpose");
        }));
    });
}

#[test]
fn where_there_is_no_barrier_any_more_the_scope_of_a_slot_aborts() {
    aborts("a_scope_while_a_call_is_running");
}

#[test]
#[ignore = "a test runs it in a child process"]
fn a_scope_while_a_call_is_running() {
    let (entered, inside) = channel();
    let entered = Mutex::new(entered);
    let dropped = Dropped;
    let closure = |item| {
        let _ = &dropped;
        entered.lock().unwrap().send(()).unwrap();
        thread::park();
        item
    };
    let scope = || {
        FlashSlot::new(closure).scope(|function| {
            // SAFETY: the function of a slot may be called at any time.
            thread::spawn(move || unsafe { function(1) });
            inside.recv().unwrap();
            enter(Filter::Forbids);
        });
    };
    let _ = catch_unwind(AssertUnwindSafe(scope));
}
