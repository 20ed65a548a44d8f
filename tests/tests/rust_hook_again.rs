//! A fault hook that has C call the callback that faulted, or ends it. The "C library" is played by Rust.

use std::ffi::c_int;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

use callback_runtime::{
    Fault, FaultReport, RawContext, RawFn, Registration, callback, set_fault_hook,
};
use callback_tests::{Drops, Parts, accept, listen, panic_of};

#[callback(extern "C", fallback = -1)]
type Alarm = dyn Fn(c_int) -> c_int + Send + Sync;

type Kept = Registration<Alarm, c_int>;
type Raw = Parts<RawFn<Alarm>, RawContext<Alarm>>;

/// What C has.
static ALARM: Mutex<Option<Raw>> = Mutex::new(None);
/// What Rust has.
static KEPT: Mutex<Option<Kept>> = Mutex::new(None);
static HEARD: Mutex<Vec<Fault>> = Mutex::new(Vec::new());
static DEPTH: AtomicUsize = AtomicUsize::new(0);

fn raw(kept: &Kept) -> Raw {
    Parts::new(kept.function(), kept.context())
}

fn call(alarm: Raw) -> c_int {
    let (alarm, user) = alarm.get();
    // SAFETY: C may call as long as the scope lasts, or at any time.
    unsafe { alarm(1, user) }
}

/// Calls again, from inside itself, up to three times.
fn call_again(report: &FaultReport) {
    HEARD.lock().unwrap().push(report.fault());
    let alarm = *ALARM.lock().unwrap();
    if DEPTH.fetch_add(1, Ordering::SeqCst) < 3 {
        assert_eq!(call(alarm.unwrap()), -1);
    }
}

/// The faults that `call_again` has heard in `body`.
fn heard(alarm: Raw, body: impl FnOnce()) -> Vec<Fault> {
    *ALARM.lock().unwrap() = Some(alarm);
    DEPTH.store(0, Ordering::SeqCst);
    set_fault_hook(call_again);
    body();
    std::mem::take(&mut *HEARD.lock().unwrap())
}

fn broken(drops: &Drops) -> Kept {
    let token = drops.token();
    let closure = move |item| {
        token.touch();
        panic!("item {item}")
    };
    Alarm::new(closure).register(accept, accept).unwrap()
}

#[test]
fn a_hook_may_call_again_in_a_scope() {
    let _ear = listen("Alarm");
    let mut faults = Vec::new();
    panic_of(|| {
        Alarm::new(|item| panic!("item {item}")).scope(|alarm, user| {
            let alarm = Parts::new(alarm, user);
            faults = heard(alarm, || assert_eq!(call(alarm), -1));
        });
    });
    assert_eq!(faults, [Fault::Panicked]);
}

#[test]
fn a_hook_may_call_what_is_registered_again() {
    let _ear = listen("Alarm");
    let drops = Drops::new();
    let kept = broken(&drops);
    let alarm = raw(&kept);
    assert_eq!(heard(alarm, || assert_eq!(call(alarm), -1)), [Fault::Panicked]);
    drop(kept);
    assert_eq!(drops.count(), 1);
    // Each late call is a fault of its own, also those of the hook.
    assert_eq!(heard(alarm, || assert_eq!(call(alarm), -1)), [Fault::Expired; 4]);
}

#[test]
fn a_hook_that_panics_has_no_effect_on_late_calls_and_failed_ends() {
    let _ear = listen("Alarm");
    set_fault_hook(|report| panic!("the hook of {}", report.callback()));
    let drops = Drops::new();
    let token = drops.token();
    let kept = Alarm::new(move |item| {
        token.touch();
        item
    })
    .register(accept, |_, _| Err(21))
    .unwrap();
    let alarm = raw(&kept);
    assert_eq!(call(alarm), 1);
    drop(kept);
    assert_eq!((call(alarm), drops.count()), (-1, 1));
}

#[test]
fn a_hook_may_unregister_what_has_panicked() {
    let _ear = listen("Alarm");
    set_fault_hook(|report| {
        HEARD.lock().unwrap().push(report.fault());
        drop(KEPT.lock().unwrap().take());
    });
    let drops = Drops::new();
    let kept = broken(&drops);
    let alarm = raw(&kept);
    *KEPT.lock().unwrap() = Some(kept);
    assert_eq!((call(alarm), drops.count()), (-1, 1));
    assert_eq!(call(alarm), -1);
    assert_eq!(std::mem::take(&mut *HEARD.lock().unwrap()), [Fault::Panicked, Fault::Expired]);
}
