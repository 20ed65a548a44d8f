//! Fallbacks that are expressions over the parameters: what they see, when they run, and on which thread.

use std::cell::{Cell, RefCell};
use std::ffi::{c_int, c_void};
use std::ptr;
use std::sync::Mutex;
use std::thread::{self, ThreadId};

use callback_runtime::{Dispatcher, Fault, RawFn, Registration, WhenFull, callback};
use callback_tests::{
    Drops, Parts, accept, keep, keep_all, keep_reachable, listen, message, panic_of, removed,
};

macro_rules! kinds {
    ($($test:ident: $name:ident, [$($bounds:tt)*], [$($lifetime:ident)*];)*) => {$(
        mod $test {
            use super::*;

            // int (*weigh)(int item, const int *weight, bool heavy, void *user)
            #[callback(
                extern "C" fn(item: c_int, *const c_int, heavy: bool, context: *mut c_void) -> c_int,
                fallback = -item * if heavy { 1000 } else { 1 },
            )]
            type $name = dyn $($bounds)*;

            const NAME: &str = stringify!($name);

            fn closure(item: c_int, weight: &c_int, _heavy: bool) -> c_int {
                assert_ne!(item, 0, "nothing to weigh");
                assert_ne!(*weight, 13, "an unlucky weight");
                item * *weight
            }

            /// Calls with a good weight, with none, with a weight at which the closure panics, and again.
            #[allow(dead_code, reason = "a `FnOnce` has one call")]
            fn calls(function: RawFn<$name>, user: *mut c_void) -> [c_int; 4] {
                let (good, bad) = (5, 13);
                let call = |item, weight, heavy| {
                    // SAFETY: the lifetime of the test goes on, and a weight lives for the call.
                    unsafe { function(item, weight, heavy, user) }
                };
                [
                    call(2, &raw const good, false),
                    call(3, ptr::null(), true),
                    call(4, &raw const bad, false),
                    call(5, &raw const good, true),
                ]
            }

            #[allow(dead_code, reason = "as above")]
            const GOT: [c_int; 4] = [10, -3000, -4, -5000];
            const FAULTS: [Fault; 2] = [Fault::InvalidArgument, Fault::Panicked];

            $(kinds! { @ $lifetime $name })*
        }
    )*};
    (@ scope $name:ident) => {
        #[test]
        fn in_a_scope() {
            let ear = listen(NAME);
            let payload = panic_of(|| {
                $name::new(closure).scope(|function, user| assert_eq!(calls(function, user), GOT));
            });
            assert_eq!((message(&*payload).contains("unlucky"), ear.faults()), (true, FAULTS.to_vec()));
        }
    };
    (@ notified $name:ident) => {
        #[test]
        fn notified() {
            let ear = listen(NAME);
            let (function, user, destroy) = $name::new(closure).notified(keep_all).unwrap();
            assert_eq!((calls(function, user), ear.faults()), (GOT, FAULTS.to_vec()));
            // SAFETY: no call follows.
            unsafe { destroy(user) };
        }
    };
    (@ register $name:ident) => {
        #[test]
        fn registered_and_late() {
            let ear = listen(NAME);
            let kept: Registration<$name, c_int> = $name::new(closure).register(accept, removed).unwrap();
            let (function, user) = (kept.function(), kept.context());
            assert_eq!((calls(function, user), ear.faults()), (GOT, FAULTS.to_vec()));
            drop(kept);
            // SAFETY: the function answers late calls.
            assert_eq!(unsafe { function(6, ptr::null(), true, user) }, -6000);
            // SAFETY: as above.
            assert_eq!(unsafe { function(7, ptr::null(), false, ptr::null_mut()) }, -7);
            assert_eq!(ear.count(Fault::Expired), 1);
        }
    };
    (@ forever $name:ident) => {
        #[test]
        fn forever() {
            let ear = listen(NAME);
            let (function, user) = $name::new(closure).forever();
            keep_reachable(user);
            assert_eq!((calls(function, user), ear.faults()), (GOT, FAULTS.to_vec()));
        }
    };
    (@ once $name:ident) => {
        #[test]
        fn once() {
            let ear = listen(NAME);
            for (item, weight, got) in [(2, Some(5), 10), (3, None, -3), (4, Some(13), -4)] {
                let weight = weight.as_ref().map_or(ptr::null(), ptr::from_ref);
                let (function, user) = $name::new(closure).once(keep).unwrap();
                // SAFETY: the one call.
                assert_eq!(unsafe { function(item, weight, false, user) }, got);
            }
            assert_eq!(ear.faults(), FAULTS);
        }
    };
}

kinds! {
    mutable: WeighMut, [FnMut(c_int, &c_int, bool) -> c_int], [scope notified register forever once];
    sent: WeighSent, [FnMut(c_int, &c_int, bool) -> c_int + Send], [scope notified register forever once];
    shared: WeighShared, [Fn(c_int, &c_int, bool) -> c_int], [scope notified register forever once];
    synced: WeighSynced, [Fn(c_int, &c_int, bool) -> c_int + Send + Sync], [scope notified register forever once];
    single: WeighOnce, [FnOnce(c_int, &c_int, bool) -> c_int], [once];
    single_sent: WeighOnceSent, [FnOnce(c_int, &c_int, bool) -> c_int + Send], [once];
}

thread_local! {
    static KEPT: RefCell<Option<Registration<'static, Ends, c_int>>> = const { RefCell::new(None) };
    static DROPS: Drops = Drops::new();
}

/// Unregisters the callback from inside its own fallback.
fn end(item: c_int) -> c_int {
    drop(KEPT.take());
    item + c_int::try_from(DROPS.with(Drops::count)).unwrap()
}

#[callback(extern "C" fn(item: c_int, context: *mut c_void) -> c_int, fallback = end(item))]
type Ends = dyn FnMut(c_int) -> c_int + Send;

#[test]
fn the_call_has_let_go_of_its_context_by_then() {
    let ear = listen("Ends");
    let token = DROPS.with(Drops::token);
    let kept = Ends::new(move |_| {
        token.touch();
        panic!("the end")
    });
    let kept: Registration<Ends, c_int> = kept.register(accept, removed).unwrap();
    let (function, user) = (kept.function(), kept.context());
    KEPT.set(Some(kept));
    // The fallback drops the registration, which waits for calls, and then sees that the captures are gone.
    // SAFETY: the registration is there.
    assert_eq!(unsafe { function(10, user) }, 11);
    // SAFETY: the function answers late calls.
    assert_eq!(unsafe { function(20, user) }, 21);
    assert_eq!(ear.faults(), [Fault::Panicked, Fault::Expired]);
}

/// The default action of the C library, which calls back.
///
/// # Safety
///
/// - The scope lasts.
unsafe fn call_again(item: c_int, user: *mut c_void) -> c_int {
    let function = AGAIN.get().unwrap();
    // SAFETY: the scope lasts.
    100 + unsafe { function(&raw const item, user) }
}

thread_local! {
    static AGAIN: Cell<Option<RawFn<Again>>> = const { Cell::new(None) };
}

#[callback(
    extern "C" fn(*const c_int, context: *mut c_void) -> c_int,
    // SAFETY: the scope lasts.
    fallback = unsafe { call_again(7, context) },
)]
type Again = dyn FnMut(&c_int) -> c_int;

#[test]
fn a_fallback_may_call_the_closure() {
    let ear = listen("Again");
    let payload = panic_of(|| {
        Again::new(|item| *item).scope(|function, user| {
            AGAIN.set(Some(function));
            // SAFETY: the scope lasts.
            assert_eq!(unsafe { function(ptr::null(), user) }, 107);
        });
    });
    assert!(message(&*payload).contains("cannot hold"));
    assert_eq!(ear.faults(), [Fault::InvalidArgument]);
}

static RAN_ON: Mutex<Vec<ThreadId>> = Mutex::new(Vec::new());

fn note(item: c_int) -> c_int {
    RAN_ON.lock().unwrap().push(thread::current().id());
    -item
}

fn note_alone(item: c_int) {
    note(item);
}

#[callback(extern "C" fn(item: c_int, context: *mut c_void) -> c_int, fallback = note(item))]
type Remote = dyn FnMut(c_int) -> c_int;

#[callback(extern "C" fn(item: c_int, context: *mut c_void), fallback = note_alone(item))]
type Told = dyn FnMut(c_int);

#[test]
fn a_dispatched_call_gets_it_on_the_thread_of_c() {
    let ear = listen("Remote");
    let dispatcher = Dispatcher::new(4).when_full(WhenFull::Refuse);
    let kept: Registration<Remote, c_int> = Remote::new(|item| {
        assert_ne!(item, 3, "three");
        item
    })
    .dispatch(&dispatcher)
    .register(accept, removed)
    .unwrap();
    let told: Registration<Told, c_int> = Told::new(|item| assert_ne!(item, 4, "four"))
        .dispatch(&dispatcher)
        .register(accept, removed)
        .unwrap();
    let parts = Parts::new(kept.function(), kept.context());
    let others = Parts::new(told.function(), told.context());
    let caller = thread::spawn(move || {
        let (function, user) = parts.get();
        // SAFETY: the registration lives until this thread has ended.
        let got = [2, 3].map(|item| unsafe { function(item, user) });
        let (function, user) = others.get();
        // C gets nothing, but still waits, since the closure determines whether the fallback runs.
        for item in [5, 4] {
            // SAFETY: as above.
            unsafe { function(item, user) };
        }
        (got, thread::current().id())
    });
    (0..4).for_each(|_| dispatcher.recv());
    let (got, id) = caller.join().unwrap();
    assert_eq!(got, [2, -3]);
    assert_eq!(RAN_ON.lock().unwrap()[..], [id, id]);
    assert_eq!(ear.faults(), [Fault::Panicked]);
    assert_eq!((kept.fault(), told.fault()), (Some(Fault::Panicked), Some(Fault::Panicked)));
    drop(dispatcher);
    let parts = Parts::new(told.function(), told.context());
    let late = thread::spawn(move || {
        let (function, user) = parts.get();
        // SAFETY: the registration lives until this thread has ended.
        unsafe { function(6, user) };
        thread::current().id()
    });
    let id = late.join().unwrap();
    assert_eq!(RAN_ON.lock().unwrap().last(), Some(&id));
}

#[callback(extern "C" fn(buffer: (*const u8, usize), context: *mut c_void) -> usize, fallback = buffer.1 + 1)]
type Write = dyn FnMut(&[u8]) -> usize;

#[test]
fn a_parameter_in_parentheses_has_its_name() {
    let _ear = listen("Write");
    let bytes = *b"abc";
    let payload = panic_of(|| {
        Write::new(|bytes| if bytes.is_empty() { panic!("nothing") } else { bytes.len() }).scope(
            |f, u| {
                // SAFETY: the bytes live for the call.
                let got = [3, 0, 3].map(|length| unsafe { f(bytes.as_ptr(), length, u) });
                assert_eq!(got, [3, 1, 4]);
            },
        );
    });
    assert_eq!(message(&*payload), "nothing");
}
