//! Panics that a test expects.

use std::any::Any;
use std::panic::{AssertUnwindSafe, catch_unwind, set_hook, take_hook};
use std::sync::Mutex;

/// Returns the payload of the panic of `body`.
///
/// # Panics
///
/// Panics if `body` does not panic.
pub fn panic_of<R>(body: impl FnOnce() -> R) -> Box<dyn Any + Send> {
    catch_unwind(AssertUnwindSafe(body)).err().expect("this should have panicked")
}

/// Returns the message of a panic.
///
/// # Panics
///
/// Panics if the payload is not a string.
#[must_use]
pub fn message(payload: &(dyn Any + Send)) -> &str {
    match payload.downcast_ref::<String>() {
        Some(text) => text,
        None => payload.downcast_ref::<&str>().expect("a panic with a message"),
    }
}

/// Returns what C got from calls that made the scope panic because of an argument.
///
/// # Panics
///
/// Panics if the scope returns, or panics for another reason.
pub fn refused<T: Default>(scope: impl FnOnce(&mut T)) -> T {
    let mut got = T::default();
    let payload = panic_of(|| scope(&mut got));
    let text = message(&*payload);
    assert!(text.ends_with("an argument that the closure's type cannot hold"), "{text}");
    got
}

/// Suppresses the messages of panics with such a payload, from now on, in the whole process.
///
/// # Panics
///
/// Panics if another test has panicked in this function.
pub fn silence<P: Any>() {
    static TURN: Mutex<()> = Mutex::new(());
    let _turn = TURN.lock().unwrap();
    let others = take_hook();
    set_hook(Box::new(move |info| {
        if !info.payload().is::<P>() {
            others(info);
        }
    }));
}
