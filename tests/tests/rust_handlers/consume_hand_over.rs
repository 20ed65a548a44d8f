//! A method with `self`, and a hand-over that is not over.

use std::ffi::{c_char, c_int};

use callback_runtime::Fault;
use callback_tests::{Drops, keep, listen, message, panic_of};

use crate::consume::{File, Open};
use crate::declared::call;

const NOTE: *const c_char = c"note".as_ptr();

#[test]
fn c_may_run_it_before_the_hand_over_is_over() {
    let ear = listen("File");
    let drops = Drops::new();
    let closed = File::new(Open::plain(&drops)).notified(|functions, user| {
        assert_eq!(call!(functions.read(1, user)), 1);
        assert_eq!(call!(functions.close(user, NOTE)), 4);
        assert_eq!(drops.count(), 1);
        // Too late, against C's promise: the hand-over keeps the context alive.
        assert_eq!(call!(functions.read(1, user)), -1);
        assert_eq!(call!(functions.close(user, NOTE)), -9);
        Ok::<_, c_int>(5)
    });
    assert_eq!((closed, drops.count()), (Ok(5), 1));
    assert_eq!(ear.named(), [("File::read", Fault::Expired), ("File::close", Fault::Expired)]);
}

#[test]
fn c_refuses_and_has_run_it_or_has_not() {
    let ear = listen("File");
    let drops = Drops::new();
    let refused = File::new(Open::new(&drops, |item| item, |_| panic!("it does not run")))
        .notified(|functions, user| {
            assert_eq!(call!(functions.read(1, user)), 1);
            Err::<(), _>(21)
        });
    assert_eq!((refused, drops.count()), (Err(21), 1));
    let refused = File::new(Open::plain(&drops)).notified(|functions, user| {
        assert_eq!(call!(functions.close(user, NOTE)), 4);
        assert_eq!(drops.count(), 2);
        Err::<(), _>(22)
    });
    assert_eq!((refused, drops.count()), (Err(22), 2));
    assert_eq!(ear.named(), []);
}

#[test]
fn c_refuses_after_a_method_that_could_not_run() {
    let ear = listen("File");
    let drops = Drops::new();
    let refused = File::new(Open::plain(&drops)).notified(|functions, user| {
        assert_eq!(call!(functions.close(user, std::ptr::null())), -9);
        // The hand-over still has the context, so the handler is dropped with it.
        assert_eq!(drops.count(), 0);
        Err::<(), _>(21)
    });
    assert_eq!((refused, drops.count()), (Err(21), 1));
    let taken =
        File::new(Open::new(&drops, |_| panic!("read"), |_| 0)).notified(|functions, user| {
            assert_eq!(call!(functions.read(1, user)), -1);
            assert_eq!(call!(functions.close(user, NOTE)), -9);
            Ok::<_, ()>(())
        });
    assert_eq!((taken, drops.count()), (Ok(()), 2));
    let expected = [
        ("File::close", Fault::InvalidArgument),
        ("File::read", Fault::Panicked),
        ("File::close", Fault::Panicked),
    ];
    assert_eq!(ear.named(), expected);
}

#[test]
fn a_hand_over_that_panics_leaves_the_handler_to_c() {
    let drops = Drops::new();
    let mut kept = None;
    let payload = panic_of(|| {
        File::new(Open::plain(&drops)).notified(|functions, user| -> Result<(), ()> {
            kept = Some((functions, user));
            panic!("the hand-over")
        })
    });
    assert_eq!((message(&*payload), drops.count()), ("the hand-over", 0));
    let (functions, user) = kept.unwrap();
    assert_eq!(call!(functions.read(3, user)), 3);
    assert_eq!(call!(functions.close(user, NOTE)), 4);
    assert_eq!(drops.count(), 1);
}

#[test]
fn a_hand_over_panics_after_c_has_run_it() {
    let drops = Drops::new();
    let payload = panic_of(|| {
        File::new(Open::plain(&drops)).notified(|functions, user| -> Result<(), ()> {
            assert_eq!(call!(functions.close(user, NOTE)), 4);
            panic!("the hand-over")
        })
    });
    assert_eq!((message(&*payload), drops.count()), ("the hand-over", 1));
}

#[test]
fn the_method_panics_during_the_hand_over() {
    let ear = listen("File");
    let drops = Drops::new();
    let refused = File::new(Open::new(&drops, |item| item, |_| panic!("closing"))).notified(
        |functions, user| {
            assert_eq!(call!(functions.close(user, NOTE)), -9);
            assert_eq!(drops.count(), 1);
            Err::<(), _>(21)
        },
    );
    assert_eq!((refused, drops.count()), (Err(21), 1));
    assert_eq!(ear.named(), [("File::close", Fault::Panicked)]);
}

#[test]
fn a_context_that_is_never_handed_over_drops_its_handler() {
    let drops = Drops::new();
    drop(File::new(Open::new(&drops, |item| item, |_| panic!("it does not run"))));
    assert_eq!(drops.count(), 1);
}

#[test]
fn two_handlers_of_one_trait_have_nothing_in_common() {
    let ear = listen("File");
    let (first, second) = (Drops::new(), Drops::new());
    let (one, user) =
        File::new(Open::new(&first, |_| panic!("read"), |_| 0)).notified(keep).unwrap();
    let (other, another) = File::new(Open::plain(&second)).notified(keep).unwrap();
    assert_eq!(call!(one.read(1, user)), -1);
    assert_eq!(call!(other.read(1, another)), 1);
    assert_eq!(call!(one.close(user, NOTE)), -9);
    assert_eq!((first.count(), second.count()), (1, 0));
    assert_eq!(call!(other.close(another, NOTE)), 4);
    assert_eq!((first.count(), second.count()), (1, 1));
    assert_eq!(ear.named(), [("File::read", Fault::Panicked), ("File::close", Fault::Panicked)]);
}
