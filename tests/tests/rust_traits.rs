//! Which threads the types of the runtime may go to, checked by the compiler alone; and how they show.

use std::cell::Cell;
use std::ffi::{c_int, c_void};
use std::marker::PhantomData;
use std::ops::ControlFlow;
use std::rc::Rc;

use callback_runtime::{Bound, Context, Fault, FaultReport, Registration, callback};

#[callback(extern "C")]
type Visit = dyn FnMut(c_int);

#[callback(extern "C", fallback = -1)]
type Shown = dyn FnMut() -> c_int;

#[callback(extern "C" fn(c_int, context: *mut c_void) -> c_int, continue = 1, break = 0, fallback = 0)]
type Find<B> = dyn FnMut(c_int) -> ControlFlow<B>;

/// `Type: Trait` as a constant: the inherent one is there if the bound holds, the trait's otherwise.
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
    // SAFETY: null is what the test is about: no context is reached by it.
    assert_eq!(unsafe { bound.function()(std::ptr::null_mut()) }, -1);
    assert!(!format!("{bound:?}").contains(": C "));
    bound.finish(());
    let panics: Registration<Shown, ()> = Shown::new(|| std::panic::resume_unwind(Box::new(())))
        .register(|_, _| Ok(()), |_, _| Ok(()))
        .unwrap();
    // SAFETY: what came with the function.
    assert_eq!(unsafe { panics.function()(panics.context()) }, -1);
    assert!(format!("{panics:?}").ends_with(": the closure panicked)"), "{panics:?}");
}
