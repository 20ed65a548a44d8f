//! The fault hook: what it gets, and that nothing it does reaches C. The "C library" is played by Rust.

use std::ffi::{c_int, c_void};
use std::sync::Mutex;

use callback_runtime::{Fault, FaultReport, RawDestroy, callback, set_fault_hook};
use callback_tests::{Drops, Parts, keep_all, keep_reachable, listen, run_apart};

/// The line of the attribute below.
const LINE: u32 = line!() + 1;
#[callback(extern "C", fallback = -1)]
type Alarm = dyn FnMut(c_int) -> c_int;

#[callback(extern "C", fallback = -1)]
type Watch = dyn Fn(c_int) -> c_int;

type Function = unsafe extern "C" fn(c_int, *mut c_void) -> c_int;

/// Creates an `Alarm` that panics when it is called.
fn broken_alarm() -> (Function, *mut c_void) {
    let (alarm, user) = Alarm::new(|item| panic!("item {item}")).forever();
    keep_reachable(user);
    (alarm, user)
}

#[test]
fn the_hook_sees_the_name_the_place_and_the_fault() {
    let ear = listen("Alarm");
    let (alarm, user) = broken_alarm();
    // SAFETY: the parts are valid forever.
    assert_eq!(unsafe { alarm(1, user) }, -1);
    let [report] = ear.reports()[..] else { panic!("one report") };
    assert_eq!(report.callback(), "Alarm");
    assert_eq!(report.fault(), Fault::Panicked);
    assert!(!report.is_leaked());
    assert_eq!(report.declared_at().file(), file!());
    assert_eq!(report.declared_at().line(), LINE);
    let text = format!("callback `Alarm` declared at {}:{LINE}:", file!());
    assert!(report.to_string().starts_with(&text), "{report}");
    assert!(report.to_string().ends_with(": the closure panicked"), "{report}");
}

#[test]
fn every_fault_says_what_happened() {
    let said = [
        (Fault::Panicked, "the closure panicked"),
        (Fault::Reentered, "C called the closure while it was running"),
        (Fault::WrongThread, "C used the closure on a thread that does not own it"),
        (Fault::Expired, "C made a late call; the closure accepts no more calls"),
        (
            Fault::InvalidArgument,
            "C passed no context, or an argument that the closure's type cannot hold",
        ),
        (Fault::StillRegistered, "C may still call; `unset` failed or panicked"),
        (
            Fault::Undelivered,
            "the call did not reach the closure's thread, or its value came too late",
        ),
    ];
    for (fault, text) in said {
        assert_eq!(fault.to_string(), text);
        let _: &dyn std::error::Error = &fault;
    }
}

#[test]
fn the_hook_runs_on_the_thread_that_c_called_on() {
    static THREAD: Mutex<Option<std::thread::ThreadId>> = Mutex::new(None);

    let _ear = listen("Alarm");
    set_fault_hook(|_| *THREAD.lock().unwrap() = Some(std::thread::current().id()));
    let (alarm, user) = broken_alarm();
    let parts = Parts::new(alarm, user);
    let caller = std::thread::spawn(move || {
        let (alarm, user) = parts.get();
        // SAFETY: the parts are valid forever; the thread is the wrong one.
        assert_eq!(unsafe { alarm(1, user) }, -1);
        std::thread::current().id()
    });
    assert_eq!(Some(caller.join().unwrap()), *THREAD.lock().unwrap());
}

#[test]
fn a_hook_that_panics_has_no_effect() {
    let _ear = listen("Alarm");
    set_fault_hook(|report| panic!("the hook of {}", report.callback()));
    let (alarm, user) = broken_alarm();
    // SAFETY: the parts are valid forever.
    assert_eq!([1, 2].map(|item| unsafe { alarm(item, user) }), [-1, -1]);
}

#[test]
fn a_hook_whose_payload_panics_has_no_effect() {
    struct Payload;

    impl Drop for Payload {
        fn drop(&mut self) {
            panic!("the payload of the hook");
        }
    }

    let _ear = listen("Alarm");
    set_fault_hook(|_| std::panic::panic_any(Payload));
    let (alarm, user) = broken_alarm();
    // SAFETY: the parts are valid forever.
    assert_eq!(unsafe { alarm(1, user) }, -1);
}

#[test]
fn a_hook_may_call_the_same_callback_again() {
    static ALARM: Mutex<Option<Parts<Function, *mut c_void>>> = Mutex::new(None);
    static ANSWERS: Mutex<Vec<c_int>> = Mutex::new(Vec::new());

    fn call_again(report: &FaultReport) {
        // The hook is that of all tests here, which run at the same time.
        if report.callback() != "Alarm" {
            return;
        }
        let (alarm, user) = ALARM.lock().unwrap().unwrap().get();
        // SAFETY: the parts are valid forever.
        let answer = unsafe { alarm(2, user) };
        ANSWERS.lock().unwrap().push(answer);
    }

    let _ear = listen("Alarm");
    set_fault_hook(call_again);
    let (alarm, user) = broken_alarm();
    *ALARM.lock().unwrap() = Some(Parts::new(alarm, user));
    // SAFETY: the parts are valid forever.
    assert_eq!(unsafe { alarm(1, user) }, -1);
    assert_eq!(*ANSWERS.lock().unwrap(), [-1]);
}

#[callback(extern "C", fallback = -1)]
type Flare = dyn FnOnce(c_int) -> c_int;

#[test]
fn a_hook_may_have_the_callback_destroyed() {
    static FLARE: Mutex<Option<Parts<RawDestroy<Flare>, *mut c_void>>> = Mutex::new(None);

    fn give_back(_: &FaultReport) {
        let (destroy, user) = FLARE.lock().unwrap().take().unwrap().get();
        // SAFETY: once, and no call follows.
        unsafe { destroy(user) };
    }

    let _ear = listen("Flare");
    set_fault_hook(give_back);
    let drops = Drops::new();
    let token = drops.token();
    let (flare, user, destroy) = Flare::new(move |item| {
        token.touch();
        item
    })
    .notified(keep_all)
    .unwrap();
    *FLARE.lock().unwrap() = Some(Parts::new(destroy, user));
    // SAFETY: C calls twice, against its promise, but not after it destroyed.
    assert_eq!([1, 2].map(|item| unsafe { flare(item, user) }), [1, -1]);
    assert_eq!(drops.count(), 1);
    assert!(FLARE.lock().unwrap().is_none());
}

/// Returns the output of a test of this file that ran in a separate process, with the default hook.
fn standard_error_of(test: &str) -> Vec<String> {
    let output = run_apart(module_path!(), test);
    assert!(output.status.success(), "{output:?}");
    String::from_utf8(output.stderr).unwrap().lines().map(str::to_owned).collect()
}

#[test]
#[ignore = "the next test runs it in a child process"]
fn prints_a_wrong_thread() {
    let (watch, user) = Watch::new(|item| item).forever();
    keep_reachable(user);
    let parts = Parts::new(watch, user);
    std::thread::spawn(move || {
        let (watch, user) = parts.get();
        // SAFETY: the parts are valid forever; the thread is the wrong one.
        assert_eq!([1, 2].map(|item| unsafe { watch(item, user) }), [-1, -1]);
    })
    .join()
    .unwrap();
}

#[test]
#[cfg_attr(miri, ignore = "Miri cannot start a process")]
fn the_default_hook_prints_one_line() {
    let lines = standard_error_of("prints_a_wrong_thread");
    let [line] = &lines[..] else { panic!("one line, not {lines:?}") };
    assert!(line.starts_with("callback `Watch` declared at "), "{line}");
    assert!(line.ends_with(": C used the closure on a thread that does not own it"), "{line}");
}

#[test]
#[ignore = "the next test runs it in a child process"]
fn prints_a_panic() {
    let (alarm, user) = broken_alarm();
    // SAFETY: the parts are valid forever.
    assert_eq!(unsafe { alarm(1, user) }, -1);
}

#[test]
#[cfg_attr(miri, ignore = "Miri cannot start a process")]
fn the_default_hook_leaves_a_panic_to_the_panic_hook() {
    let lines = standard_error_of("prints_a_panic");
    assert!(lines.iter().any(|line| line == "item 1"), "{lines:?}");
    assert!(!lines.iter().any(|line| line.contains("callback `")), "{lines:?}");
}
