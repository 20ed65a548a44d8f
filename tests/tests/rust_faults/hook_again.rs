//! A fault hook in which C calls the callback that faulted, or ends it. The "C library" is played by Rust.

use std::ffi::c_int;
use std::panic::panic_any;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

use callback_runtime::{
    Fault, FaultReport, RawContext, RawFn, Registration, callback, set_fault_hook,
};
use callback_tests::{Drops, Parts, accept, listen, message, panic_of, removed};

#[callback(extern "C", fallback = -1)]
type Alarm = dyn Fn(c_int) -> c_int + Send + Sync;

type Kept = Registration<'static, Alarm, c_int>;
type Raw = Parts<RawFn<Alarm>, RawContext<Alarm>>;

/// The parts that C has.
static ALARM: Mutex<Option<Raw>> = Mutex::new(None);
/// The values that Rust has.
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

/// Calls again from inside itself, up to three times.
fn call_again(report: &FaultReport) {
    HEARD.lock().unwrap().push(report.fault());
    let alarm = *ALARM.lock().unwrap();
    if DEPTH.fetch_add(1, Ordering::SeqCst) < 3 {
        assert_eq!(call(alarm.unwrap()), -1);
    }
}

/// Returns the faults that were reported in `body` for `call_again`.
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
    Alarm::new(closure).register(accept, removed).unwrap()
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
    // Each late call is a separate fault, apart from those that the hook makes.
    assert_eq!(heard(alarm, || assert_eq!(call(alarm), -1)), [Fault::Expired]);
    assert_eq!(DEPTH.load(Ordering::SeqCst), 1);
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
    .register(accept, |_, _, ()| Err(21))
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

#[test]
fn a_fault_inside_the_hook_is_recorded_and_not_reported() {
    let _ear = listen("Alarm");
    let drops = Drops::new();
    let (outer, inner) = (broken(&drops), broken(&drops));
    // The hook logs with the inner callback, which fails, too.
    let faults = heard(raw(&inner), || assert_eq!(call(raw(&outer)), -1));
    assert_eq!(faults, [Fault::Panicked]);
    assert_eq!([outer.fault(), inner.fault()], [Some(Fault::Panicked); 2]);
    assert_eq!(message(&*inner.take_panic().unwrap()), "item 1");
    // After the hook has returned, it gets the next fault.
    let next = broken(&drops);
    assert_eq!(heard(raw(&inner), || assert_eq!(call(raw(&next)), -1)), [Fault::Panicked]);
}

#[test]
fn the_hook_of_another_thread_is_not_held_back() {
    let _ear = listen("Alarm");
    set_fault_hook(|report| {
        HEARD.lock().unwrap().push(report.fault());
        let alarm = ALARM.lock().unwrap().take();
        if let Some(alarm) = alarm {
            std::thread::spawn(move || assert_eq!(call(alarm), -1)).join().unwrap();
        }
    });
    let drops = Drops::new();
    let (outer, inner) = (broken(&drops), broken(&drops));
    *ALARM.lock().unwrap() = Some(raw(&inner));
    assert_eq!(call(raw(&outer)), -1);
    assert_eq!(std::mem::take(&mut *HEARD.lock().unwrap()), [Fault::Panicked; 2]);
}

#[test]
fn a_hook_that_has_panicked_hears_of_the_next_fault() {
    /// The payload with which the hook panics. Dropping it makes C call again.
    struct Payload;

    impl Drop for Payload {
        fn drop(&mut self) {
            let alarm = *ALARM.lock().unwrap();
            if DEPTH.fetch_add(1, Ordering::SeqCst) < 3 {
                assert_eq!(call(alarm.unwrap()), -1);
            }
        }
    }

    let _ear = listen("Alarm");
    let drops = Drops::new();
    let kept = broken(&drops);
    let late = raw(&kept);
    drop(kept);
    *ALARM.lock().unwrap() = Some(late);
    DEPTH.store(0, Ordering::SeqCst);
    set_fault_hook(|report| {
        HEARD.lock().unwrap().push(report.fault());
        panic_any(Payload);
    });
    for _ in 0..2 {
        assert_eq!(call(late), -1);
        assert_eq!(std::mem::take(&mut *HEARD.lock().unwrap()), [Fault::Expired]);
    }
    assert_eq!(DEPTH.load(Ordering::SeqCst), 2);
}

#[callback(extern "C", fallback = -1)]
type Bell = dyn FnMut(c_int) -> c_int;

/// The data that the hook needs from the owner.
static NEEDED: Mutex<()> = Mutex::new(());
static WAITING: AtomicUsize = AtomicUsize::new(0);

#[callback(extern "C", fallback = -1)]
type Last = dyn FnOnce(c_int) -> c_int;

/// Ends a callback while the hook waits for this thread inside a refused call.
fn end_while_the_hook_waits(refused: impl FnOnce() -> c_int + Send, end: impl FnOnce()) {
    WAITING.store(0, Ordering::SeqCst);
    set_fault_hook(|report| {
        assert_eq!(report.fault(), Fault::WrongThread);
        WAITING.fetch_add(1, Ordering::SeqCst);
        drop(NEEDED.lock());
    });
    let needed = NEEDED.lock().unwrap();
    std::thread::scope(|threads| {
        let refused = threads.spawn(refused);
        while WAITING.load(Ordering::SeqCst) == 0 {
            std::thread::yield_now();
        }
        end();
        drop(needed);
        assert_eq!(refused.join().unwrap(), -1);
    });
}

/// The refused call has left by then, so the owner does not wait for it.
#[test]
fn a_hook_may_wait_for_who_ends_the_callback() {
    let _ear = listen("Bell");
    let bell: Registration<'static, Bell, c_int> =
        Bell::new(|item| item).register(accept, removed).unwrap();
    let parts = Parts::new(bell.function(), bell.context());
    let refused = move || {
        let (bell, user) = parts.get();
        // SAFETY: C may call at any time.
        unsafe { bell(1, user) }
    };
    end_while_the_hook_waits(refused, || drop(bell));
}

/// The same is true if a future waits for the call.
#[test]
fn a_hook_may_wait_for_who_drops_the_future() {
    let _ear = listen("Last");
    let (function, user, completion) = Last::new(|item| item).completion();
    let parts = Parts::new(function, user);
    let refused = move || {
        let (last, user) = parts.get();
        // SAFETY: C may call at any time.
        unsafe { last(1, user) }
    };
    end_while_the_hook_waits(refused, || drop(completion));
}
