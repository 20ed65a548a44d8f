//! The types of the runtime that may change threads, checked at compile time, and their `Debug` output.

use std::cell::Cell;
use std::ffi::{c_int, c_void};
use std::marker::PhantomData;
use std::ops::ControlFlow;
use std::rc::Rc;

use callback_runtime::{
    Bound, Context, Dispatcher, Fault, FaultReport, Incomplete, Owned, Registration, callback,
};

#[callback(extern "C")]
type Visit = dyn FnMut(c_int);

#[callback(extern "C")]
type VisitAnywhere = dyn FnMut(c_int) + Send;

#[callback(extern "C", fallback = -1)]
type Shown = dyn FnMut() -> c_int;

#[callback(extern "C")]
type ShownOnce = dyn FnOnce();

#[callback(extern "C", context = none, slots = 1)]
type ShownSlot = dyn FnMut();

#[callback(extern "C" fn(c_int, context: *mut c_void) -> c_int, continue = 1, break = 0, fallback = 0)]
type Find<B> = dyn FnMut(c_int) -> ControlFlow<B>;

/// `Type: Trait` as a constant: the inherent one exists if the bound holds, else the trait's is used.
macro_rules! implements {
    ($type:ty: $bound:path) => {{
        #[allow(dead_code, reason = "used where the bound does not hold")]
        trait Otherwise {
            const HOLDS: bool = false;
        }
        impl<T: ?Sized> Otherwise for T {}
        #[allow(dead_code, reason = "used where the bound holds")]
        struct Is<T: ?Sized>(PhantomData<T>);
        #[allow(dead_code, reason = "used where the bound holds")]
        impl<T: ?Sized + $bound> Is<T> {
            const HOLDS: bool = true;
        }
        <Is<$type>>::HOLDS
    }};
}

#[test]
fn a_context_is_send_if_its_closure_is() {
    const { assert!(implements!(Context<Visit, fn(c_int)>: Send)) };
    const { assert!(implements!(Context<Visit, Cell<u8>>: Send)) };
    const { assert!(!implements!(Context<Visit, Rc<u8>>: Send)) };
}

#[test]
fn a_context_is_send_if_what_escapes_is() {
    const { assert!(implements!(Context<Find<Cell<u8>>, fn(c_int)>: Send)) };
    const { assert!(!implements!(Context<Find<Rc<u8>>, fn(c_int)>: Send)) };
}

#[test]
fn a_context_is_never_shared_and_never_moved_out_of_a_pin() {
    const { assert!(!implements!(Context<Visit, fn(c_int)>: Sync)) };
    const { assert!(!implements!(Context<Visit, fn(c_int)>: Unpin)) };
}

#[test]
fn a_bound_context_stays_on_its_thread() {
    const { assert!(!implements!(Bound<'static, Visit>: Send)) };
    const { assert!(!implements!(Bound<'static, Visit>: Sync)) };
}

#[test]
fn what_c_may_call_late_stays_on_its_thread_unless_its_closure_is_send() {
    const { assert!(!implements!(Owned<Visit>: Send)) };
    const { assert!(!implements!(Owned<Visit>: Sync)) };
    const { assert!(implements!(Owned<VisitAnywhere>: Send)) };
    const { assert!(implements!(Owned<VisitAnywhere>: Sync)) };
    const { assert!(!implements!(Registration<'static, Visit>: Send)) };
    const { assert!(!implements!(Registration<'static, Visit>: Sync)) };
    // The traits of C's error make no difference.
    const { assert!(implements!(Registration<'static, VisitAnywhere, Rc<u8>>: Send)) };
    const { assert!(implements!(Registration<'static, VisitAnywhere, Rc<u8>>: Sync)) };
}

#[test]
fn a_report_goes_anywhere() {
    const { assert!(implements!(FaultReport: Send)) };
    const { assert!(implements!(FaultReport: Sync)) };
    const { assert!(implements!(Fault: Send)) };
}

#[test]
fn a_context_shows_its_name_and_its_fault() {
    let _ear = callback_tests::listen("Shown");
    let context = std::pin::pin!(Shown::new(|| 0));
    let shown = format!("{context:?}");
    assert!(shown.starts_with("Context(callback `Shown` declared at tests/"), "{shown}");
    let bound = context.bind();
    // SAFETY: the context is null, which reaches no context.
    assert_eq!(unsafe { bound.function()(std::ptr::null_mut()) }, -1);
    let shown = format!("{bound:?}");
    assert!(shown.starts_with("Bound(callback `Shown` declared at tests/"), "{shown}");
    assert!(!shown.contains(": C "), "{shown}");
    bound.finish(());
    let panics: Registration<'static, Shown, ()> =
        Shown::new(|| std::panic::resume_unwind(Box::new(())))
            .register(|_, _| Ok(()), |_, _, ()| Ok(()))
            .unwrap();
    // SAFETY: the context came with the function.
    assert_eq!(unsafe { panics.function()(panics.context()) }, -1);
    assert!(format!("{panics:?}").ends_with(": the closure panicked)"), "{panics:?}");
}

#[test]
fn everything_shows_what_it_is_of() {
    let dispatcher = Dispatcher::new(3);
    let shown = format!("{dispatcher:?}");
    assert!(shown.starts_with("Dispatcher { queue: Queue { len: 0, capacity: 3,"), "{shown}");
    let sent = format!("{:?}", Shown::new(|| 0).dispatch(&dispatcher));
    let expected = "Dispatched { context: Context(callback `Shown` declared at tests/";
    assert!(sent.starts_with(expected), "{sent}");

    let (_, _, completion) = ShownOnce::new(|| {}).completion();
    let shown = format!("{completion:?}");
    assert!(shown.starts_with("Completion(Some(callback `ShownOnce` declared at"), "{shown}");
    let incomplete = Incomplete::Destroyed.to_string();
    assert_eq!(incomplete, "C ran the destroy function without a call");
    let incomplete = Incomplete::Fault(Fault::Panicked).to_string();
    assert_eq!(incomplete, Fault::Panicked.to_string());

    let context = ShownSlot::new(|| {});
    let shown = format!("{context:?}");
    assert!(shown.starts_with("SlotContext(callback `ShownSlot` declared at"), "{shown}");
    let slot = context.slot().unwrap();
    let shown = format!("{slot:?}");
    assert!(shown.starts_with("Slot(callback `ShownSlot` declared at"), "{shown}");
    let exhausted = ShownSlot::new(|| {}).slot().unwrap_err();
    let shown = format!("{exhausted:?}");
    assert!(shown.starts_with("SlotsExhausted(") && shown.contains("ShownSlot"), "{shown}");

    let refused = Shown::new(|| 0).try_register(|_, _| Err(3), |_, _, ()| Ok(())).unwrap_err();
    assert_eq!(format!("{refused:?}"), "Refused { error: 3, .. }");
}
