//! Closures of each kind: calls that keep the promises of the declaration, and calls that are refused.

use std::sync::Arc;
use std::sync::atomic::{AtomicI32, Ordering};
use std::thread;

use callback_runtime::Fault;
use callback_tests::{Parts, listen, message, panic_of};

use crate::declared::{linked, wrapped};
use crate::library;

#[test]
fn a_closure_for_all_threads_is_called_on_all() {
    static SUM: AtomicI32 = AtomicI32::new(0);
    let registration = wrapped::keep_shared(|item| SUM.fetch_add(item, Ordering::SeqCst)).unwrap();
    let kept = library::kept();
    let parts = Parts::new(kept.step, kept.user);
    thread::scope(|scope| {
        for item in 1..=4 {
            scope.spawn(move || {
                let (step, user) = parts.get();
                // SAFETY: the declaration allows any thread, and the registration is alive.
                unsafe { step(item, user) }
            });
        }
    });
    assert_eq!(SUM.load(Ordering::SeqCst), 10);
    assert_eq!(registration.unregister(), Ok(()));
}

#[test]
fn a_closure_for_one_thread_is_refused_on_another() {
    let ear = listen("Add");
    let registration = linked::keep_registered(|item| item).unwrap();
    let kept = library::kept();
    let parts = Parts::new(kept.step, kept.user);
    let answer = thread::spawn(move || {
        let (step, user) = parts.get();
        // SAFETY: C's promise is broken, which the callback refuses.
        unsafe { step(1, user) }
    });
    assert_eq!(answer.join().unwrap(), -1);
    assert_eq!(library::call(1), 1, "it is not poisoned");
    assert_eq!(ear.faults(), [Fault::WrongThread]);
    drop(registration);
}

#[test]
fn a_closure_that_is_sent_is_called_and_destroyed_on_another_thread() {
    let shared = Arc::new(AtomicI32::new(0));
    let inside = Arc::clone(&shared);
    wrapped::keep_notified_send(move |item| inside.fetch_add(item, Ordering::SeqCst)).unwrap();
    let kept = Parts::new(library::kept(), ());
    thread::spawn(move || {
        let (kept, ()) = kept.get();
        // SAFETY: the declaration allows another thread, and the callback is alive.
        assert_eq!(unsafe { (kept.step)(5, kept.user) }, 0);
        kept.destroy();
    })
    .join()
    .unwrap();
    assert_eq!(shared.load(Ordering::SeqCst), 5);
    assert_eq!(Arc::strong_count(&shared), 1, "the closure was dropped");
}

#[test]
fn a_shared_closure_is_entered_again() {
    let _ear = listen("SharedSync");
    let registration = linked::keep_shared(|item| {
        let inner = if item > 0 { library::call(item - 1) } else { 0 };
        item + inner
    });
    assert_eq!(library::call(4), 10);
    drop(registration.unwrap());
    assert_eq!(library::call(4), -1);
}

#[test]
fn a_closure_that_is_called_once_refuses_a_second_call() {
    let ear = listen("Finish");
    // The function of the library calls once for each item.
    let payload = panic_of(|| twice(|item| item));
    assert!(message(&*payload).contains("`Finish`"), "{}", message(&*payload));
    assert_eq!(ear.faults(), [Fault::Expired]);
}

#[callback_runtime::import(from = library)]
unsafe extern "C" {
    #[link_name = "imports_each"]
    safe fn call_twice(
        count: core::ffi::c_int,
        #[scope] step: crate::declared::Finish,
        context: *mut core::ffi::c_void,
    ) -> core::ffi::c_int;
}

fn twice(closure: impl FnOnce(i32) -> i32) -> i32 {
    call_twice(2, |item| closure(item) + 1)
}
