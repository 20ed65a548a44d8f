//! N5 and N13: a callback that throws. C gets only the declared value.

use std::ffi::c_int;
use std::panic::panic_any;
use std::thread;

use callback_runtime::{Fault, RawFn, callback};
use callback_tests::{listen, message, panic_of};

#[callback(extern "system" fn(c_int) -> c_int, context = none, fallback = -1)]
type Throws = dyn FnMut(c_int) -> c_int;

#[callback(extern "system" fn(c_int) -> c_int, context = none, fallback = -1)]
type Second = dyn FnMut(c_int) -> c_int;

#[callback(extern "system" fn(c_int) -> c_int, context = none, fallback = -1)]
type ThrowsOnThread = dyn Fn(c_int) -> c_int + Send + Sync;

#[repr(C)]
#[derive(Clone, Copy, Debug, Default, PartialEq)]
struct Answers {
    first: c_int,
    second: c_int,
    failed: bool,
}

unsafe extern "C" {
    #[link_name = "n1_call_managed_proc"]
    fn n5_call(f: RawFn<Throws>, n: c_int) -> c_int;
    fn n13_catch_callback_and_rethrow(first: RawFn<Throws>, second: RawFn<Second>) -> Answers;
    #[link_name = "n3_call_managed_proc_on_new_thread"]
    fn n13_call_on_new_thread(f: RawFn<ThrowsOnThread>, n: c_int) -> c_int;
}

#[test]
fn n5_call_managed_proc_catch_exception() {
    let ear = listen("Throws");
    let mut answer = 0;
    let payload = panic_of(|| {
        Throws::new(|n| panic!("cannot take {n}")).scope(|f| {
            // SAFETY: C calls only during this call, here and below.
            answer = unsafe { n5_call(f, 12345) };
        });
    });
    assert_eq!((answer, message(&*payload)), (-1, "cannot take 12345"));
    assert_eq!(ear.faults(), [Fault::Panicked]);
}

#[test]
fn n13_catch_callback_and_rethrow_goes_on_at_the_scope() {
    let ear = listen("Throws");
    let mut answers = Answers::default();
    let mut got = None;
    let payload = panic_of(|| {
        Throws::new(|_| panic_any("thrown")).scope(|first| {
            Second::new(|n| {
                assert!(!thread::panicking(), "the first panic has been caught");
                got = Some(n);
                20
            })
            .scope(|second| {
                // SAFETY: as above.
                answers = unsafe { n13_catch_callback_and_rethrow(first, second) };
            });
        });
    });
    assert_eq!(payload.downcast_ref(), Some(&"thrown"));
    assert_eq!((answers, got), (Answers { first: -1, second: 20, failed: true }, Some(2)));
    assert_eq!(ear.faults(), [Fault::Panicked]);
}

/// Calls C, which calls a callback, when it is dropped: while a panic unwinds.
struct CallsWhenDropped<'a>(&'a mut Option<c_int>);

impl Drop for CallsWhenDropped<'_> {
    fn drop(&mut self) {
        assert!(thread::panicking());
        let answer = Throws::new(|n| n + 1)
            // SAFETY: as above.
            .scope(|f| unsafe { n5_call(f, 6) });
        *self.0 = Some(answer);
    }
}

#[test]
fn n13_a_callback_runs_while_a_panic_unwinds() {
    let ear = listen("Throws");
    let mut answer = None;
    let payload = panic_of(|| {
        Throws::new(|_| {
            let _last = CallsWhenDropped(&mut answer);
            panic_any("thrown")
        })
        // SAFETY: as above.
        .scope(|f| unsafe { n5_call(f, 5) })
    });
    assert_eq!((payload.downcast_ref(), answer), (Some(&"thrown"), Some(7)));
    assert_eq!(ear.faults(), [Fault::Panicked]);
}

#[test]
fn n13_invoke_callback_on_new_thread() {
    let ear = listen("ThrowsOnThread");
    let mut answers = [0; 2];
    let payload = panic_of(|| {
        ThrowsOnThread::new(|n| panic_any(n)).scope(|f| {
            // SAFETY: as above. The thread ends in the call.
            answers = [1, 2].map(|n| unsafe { n13_call_on_new_thread(f, n) });
        });
    });
    assert_eq!((payload.downcast_ref(), answers), (Some(&1), [-1, -1]));
    assert_eq!(ear.faults(), [Fault::Panicked]);

    // Another closure works on new threads, and the same payload does not come again.
    let answer = ThrowsOnThread::new(|n| n + 1)
        // SAFETY: as above.
        .scope(|f| unsafe { n13_call_on_new_thread(f, 3) });
    assert_eq!((answer, ear.faults().len()), (4, 1));
}
