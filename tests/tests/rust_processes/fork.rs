//! A process with many threads forks, and the child ends the callbacks that it has a copy of. The "C library"
//! is played by Rust.

use std::ffi::c_int;
use std::process::exit;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::mpsc::channel;
use std::thread;
use std::time::{Duration, Instant};

use callback_runtime::{Registration, Slot, callback};
use callback_tests::{Drops, Parts, accept, removed, rounds, run_apart};

#[callback(extern "C", fallback = -1)]
type Event = dyn Fn(c_int) -> c_int + Send + Sync;

#[callback(extern "C" fn(c_int) -> c_int, context = none, slots = 8, fallback = -1)]
type InSlot = dyn Fn(c_int) -> c_int + Send + Sync;

fn register(
    closure: impl Fn(c_int) -> c_int + Send + Sync + 'static,
) -> Registration<'static, Event, c_int> {
    Event::new(closure).register(accept, removed).unwrap()
}

fn slot(closure: impl Fn(c_int) -> c_int + Send + Sync + 'static) -> Slot<InSlot> {
    InSlot::new(closure).slot().unwrap()
}

fn call(registration: &Registration<'static, Event, c_int>) -> c_int {
    // SAFETY: C may call at any time.
    unsafe { registration.function()(5, registration.context()) }
}

/// The exit status of a child that found everything in order.
const RIGHT: c_int = 42;

/// Runs `child` in a child process. Returns how the process ended.
fn fork(child: impl FnOnce() -> bool) -> c_int {
    // SAFETY: what the child needs of other libraries, the allocator, works after a `fork`.
    let process = unsafe { libc::fork() };
    if process == 0 {
        let code = if child() { RIGHT } else { 1 };
        // SAFETY: this ends the child.
        unsafe { libc::_exit(code) };
    }
    assert!(process > 0);
    wait(process)
}

/// Waits for a child with a time limit.
fn wait(process: libc::pid_t) -> c_int {
    let late = Instant::now() + Duration::from_secs(20);
    let mut status = 0;
    loop {
        // SAFETY: this process has started the child.
        let ended = unsafe { libc::waitpid(process, &raw mut status, libc::WNOHANG) };
        if ended == process {
            return status;
        }
        assert_eq!(ended, 0);
        if Instant::now() > late {
            // SAFETY: this process has started the child.
            unsafe { libc::kill(process, libc::SIGKILL) };
            // SAFETY: as above.
            unsafe { libc::waitpid(process, &raw mut status, 0) };
            return status;
        }
        thread::sleep(Duration::from_millis(1));
    }
}

fn is_right(status: c_int) -> bool {
    libc::WIFEXITED(status) && libc::WEXITSTATUS(status) == RIGHT
}

/// Starts a thread that enters a callback by `call` and stays there. Returns when it is inside.
fn stay_inside<T: Send + 'static>(
    make: impl FnOnce(Box<dyn Fn(c_int) -> c_int + Send + Sync>) -> T,
    call: impl FnOnce(&T) -> Box<dyn FnOnce() + Send>,
) -> T {
    let (sender, entered) = channel();
    let inside = make(Box::new(move |_| {
        sender.send(()).unwrap();
        loop {
            thread::sleep(Duration::from_secs(1));
        }
    }));
    thread::spawn(call(&inside));
    entered.recv().unwrap();
    inside
}

fn inside_registered(drops: &Drops) -> Registration<'static, Event, c_int> {
    let token = drops.token();
    let make = |stay: Box<dyn Fn(c_int) -> c_int + Send + Sync>| {
        register(move |item| {
            token.touch();
            stay(item)
        })
    };
    stay_inside(make, |registration| {
        let parts = Parts::new(registration.function(), registration.context());
        Box::new(move || {
            let (function, user) = parts.get();
            // SAFETY: C may call at any time.
            unsafe { function(5, user) };
        })
    })
}

fn inside_slot() -> Slot<InSlot> {
    stay_inside(slot, |slot| {
        let function = slot.function();
        Box::new(move || {
            // SAFETY: C may call while the slot is taken.
            unsafe { function(5) };
        })
    })
}

#[test]
#[ignore = "the next test runs it in a child process"]
fn forks_while_others_register_and_drop() {
    let (stop, turns) = (AtomicBool::new(false), [const { AtomicUsize::new(0) }; 3]);
    let wrong = thread::scope(|scope| {
        for (at, turns) in turns.iter().enumerate() {
            let stop = &stop;
            scope.spawn(move || {
                while !stop.load(Ordering::Relaxed) {
                    if at == 0 {
                        drop(slot(|item| item));
                    } else {
                        let registration = register(|item| item);
                        assert_eq!(call(&registration), 5);
                        // Not all have room.
                        if at == 1 && turns.load(Ordering::Relaxed) % 100 == 0 {
                            registration.leak();
                        }
                    }
                    turns.fetch_add(1, Ordering::Relaxed);
                }
            });
        }
        while turns.iter().any(|turns| turns.load(Ordering::Relaxed) < 10) {
            thread::yield_now();
        }
        let drops = Drops::new();
        let often = rounds(60);
        let wrong = (0..often).filter(|_| {
            let (token, other) = (drops.token(), slot(|item| item));
            let registration = register(move |item| {
                token.touch();
                item
            });
            let before = drops.count();
            let status = fork(|| {
                let called = call(&registration);
                drop(registration);
                drop(other);
                let again = register(|item| item + 1);
                let called_again = call(&again);
                again.leak();
                (called, called_again, drops.count()) == (5, 6, before + 1)
            });
            !is_right(status)
        });
        let wrong = wrong.count();
        stop.store(true, Ordering::Relaxed);
        wrong
    });
    assert_eq!(wrong, 0, "so many children did not end as they should");
}

#[test]
#[cfg_attr(miri, ignore = "Miri cannot start a process")]
fn a_child_unregisters_whatever_other_threads_were_doing() {
    let output = run_apart(module_path!(), "forks_while_others_register_and_drop");
    assert!(output.status.success(), "{output:?}");
}

#[test]
#[ignore = "the next test runs it in a child process"]
fn forks_while_another_thread_is_inside() {
    let drops = Drops::new();
    let registration = inside_registered(&drops);
    let parts = Parts::new(registration.function(), registration.context());
    // In the parent, dropping them would wait for the threads inside.
    let mut kept = Some((registration, inside_slot()));
    let status = fork(|| {
        let (function, user) = parts.get();
        // SAFETY: C may call at any time.
        let call_late = || unsafe { function(5, user) };
        drop(kept.take());
        let late = call_late();
        let (again, again_in_slot) = (register(|item| item + 1), slot(|item| item + 2));
        // SAFETY: C may call while the slot is taken.
        let called = (call(&again), unsafe { again_in_slot.function()(5) });
        drop(again);
        drop(again_in_slot);
        // Closures whose calls were cut off are leaked.
        (late, called, drops.count()) == (-1, (6, 7), 0)
    });
    // The threads are still inside.
    exit(c_int::from(!is_right(status)));
}

#[test]
#[cfg_attr(miri, ignore = "Miri cannot start a process")]
fn a_child_leaks_what_another_thread_was_in() {
    let output = run_apart(module_path!(), "forks_while_another_thread_is_inside");
    assert!(output.status.success(), "{output:?}");
}

#[test]
#[ignore = "the next test runs it in a child process"]
fn forks_inside_a_callback_that_another_thread_waits_for() {
    let drops = Drops::new();
    let token = drops.token();
    let (go, gone) = channel();
    let closure = move |_| {
        token.touch();
        go.send(()).unwrap();
        // The other thread waits by now, or soon.
        thread::sleep(Duration::from_millis(100));
        c_int::from(is_right(fork(|| {
            let again = register(|item| item + 1);
            let called = call(&again);
            drop(again);
            called == 6
        })))
    };
    let registration = register(closure);
    let parts = Parts::new(registration.function(), registration.context());
    let answered = thread::scope(|scope| {
        let caller = scope.spawn(move || {
            let (function, user) = parts.get();
            // SAFETY: C may call at any time.
            unsafe { function(5, user) }
        });
        gone.recv().unwrap();
        drop(registration);
        caller.join().unwrap()
    });
    assert_eq!((answered, drops.count()), (1, 1));
}

#[test]
#[cfg_attr(miri, ignore = "Miri cannot start a process")]
fn a_callback_may_fork_while_another_thread_waits_for_it() {
    let output = run_apart(module_path!(), "forks_inside_a_callback_that_another_thread_waits_for");
    assert!(output.status.success(), "{output:?}");
}

#[test]
#[ignore = "the next test runs it in a child process"]
fn ends_in_a_child_what_has_to_give_its_closure_back() {
    let (enter, entered) = channel();
    let stay = move |_| {
        enter.send(()).unwrap();
        loop {
            thread::sleep(Duration::from_secs(1));
        }
    };
    InSlot::new(&stay).scope(|function| {
        // SAFETY: C may call the function of a slot at any time. This call never returns.
        thread::spawn(move || unsafe { function(5) });
        entered.recv().unwrap();
        // SAFETY: what the child needs of other libraries, the allocator, works after a `fork`.
        let process = unsafe { libc::fork() };
        if process > 0 {
            let status = wait(process);
            let aborted = libc::WIFSIGNALED(status) && libc::WTERMSIG(status) == libc::SIGABRT;
            // In the parent, the end of the scope would wait.
            exit(c_int::from(!aborted));
        }
    });
    // SAFETY: this ends the child, which should not come here.
    unsafe { libc::_exit(1) };
}

#[test]
#[cfg_attr(miri, ignore = "Miri cannot start a process")]
fn a_child_aborts_where_the_closure_has_to_come_back() {
    let output = run_apart(module_path!(), "ends_in_a_child_what_has_to_give_its_closure_back");
    assert!(output.status.success(), "{output:?}");
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(said.contains("when this process forked"), "{said}");
}

#[test]
#[ignore = "the next test runs it in a child process"]
fn has_a_fault_in_a_child_while_another_thread_prints() {
    let refuses = |_, _, ()| Err::<(), c_int>(7);
    let mut kept = Some(Event::new(|item| item).register(accept, refuses).unwrap());
    let (sender, locked) = channel();
    thread::spawn(move || {
        let _held = std::io::stderr().lock();
        sender.send(()).unwrap();
        loop {
            thread::sleep(Duration::from_secs(1));
        }
    });
    locked.recv().unwrap();
    let status = fork(|| {
        drop(kept.take());
        true
    });
    // SAFETY: this ends the process, which could not print.
    unsafe { libc::_exit(c_int::from(!is_right(status))) };
}

#[test]
#[cfg_attr(miri, ignore = "Miri cannot start a process")]
fn the_default_hook_prints_in_a_child_without_a_lock() {
    let output = run_apart(module_path!(), "has_a_fault_in_a_child_while_another_thread_prints");
    assert!(output.status.success(), "{output:?}");
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(said.contains("C may still call; `unset` failed or panicked"), "{said}");
}
