//! C calls on other threads, one call at a time or several at once.

use std::ptr;
use std::sync::{Arc, Barrier, Mutex};
use std::thread;

use callback_runtime::Fault;
use callback_tests::{Drops, Parts, keep_all, listen};

use crate::declared::{
    End, FlashHand, LIFETIMES, LampHand, PenHand, Spark, SparkHand, call, flash, has_fault,
    has_message, lamp, pen, spark,
};

macro_rules! wrong_thread {
    ($test:ident, $module:ident, $trait:ident, $hand:ident) => {
        #[test]
        fn $test() {
            let ear = listen(stringify!($trait));
            let ends = $module::in_each_lifetime(
                |drops| $hand::new(drops, |item| item, |item| item),
                |functions, user| {
                    let parts = Parts::new(functions, user);
                    let other = thread::spawn(move || {
                        let (functions, user) = parts.get();
                        assert_eq!(call!(functions.up(user, 1)), -2);
                        assert_eq!(call!(functions.down(1, user)), -1);
                        assert_eq!(call!(functions.text(c"there".as_ptr(), user)), -3);
                    });
                    other.join().unwrap();
                    assert_eq!(call!(functions.down(1, user)), 1);
                },
            );
            for (lifetime, end) in &ends {
                let fault = has_fault(lifetime).then_some(Fault::WrongThread);
                assert_eq!(end.fault, fault, "{lifetime}");
                let text = end.message.as_deref().unwrap_or_default();
                let names_it = text.contains(concat!("`", stringify!($trait), "::up`"));
                assert_eq!(names_it, has_message(lifetime), "{lifetime}: {text}");
            }
            let report = (concat!(stringify!($trait), "::up"), Fault::WrongThread);
            assert_eq!(ear.named(), vec![report; ends.len()]);
        }
    };
}

wrong_thread! { a_handler_that_changes_stays_on_its_thread, pen, Pen, PenHand }
wrong_thread! { a_shared_handler_stays_on_its_thread, lamp, Lamp, LampHand }

#[test]
fn two_methods_of_a_send_handler_do_not_overlap() {
    let ear = listen("Spark");
    let both = Arc::new(Barrier::new(2));
    let make = |drops: &Drops| {
        let both = Arc::clone(&both);
        let down = move |item| {
            both.wait();
            both.wait();
            item
        };
        SparkHand::new(drops, down, |item| item)
    };
    let ends = spark::in_each_lifetime(make, |functions, user| {
        let parts = Parts::new(functions, user);
        let other = thread::spawn(move || {
            let (functions, user) = parts.get();
            call!(functions.down(1, user))
        });
        both.wait();
        assert_eq!(call!(functions.up(user, 1)), -2);
        both.wait();
        assert_eq!(other.join().unwrap(), 1);
        assert_eq!(call!(functions.up(user, 1)), 1);
    });
    for (lifetime, end) in &ends {
        assert_eq!(end.fault, has_fault(lifetime).then_some(Fault::Reentered), "{lifetime}");
    }
    assert_eq!(ear.named(), vec![("Spark::up", Fault::Reentered); ends.len()]);
}

#[test]
fn two_methods_of_a_sync_handler_overlap() {
    let ear = listen("Flash");
    let both = Arc::new(Barrier::new(2));
    let inside = Arc::new(Mutex::new(0));
    let make = |drops: &Drops| {
        let (down, up, count) = (Arc::clone(&both), Arc::clone(&both), Arc::clone(&inside));
        let down = move |item| {
            down.wait();
            *count.lock().unwrap() += 1;
            item
        };
        let up = move |item| {
            up.wait();
            item
        };
        FlashHand::new(drops, down, up)
    };
    let ends = flash::in_each_lifetime(make, |functions, user| {
        let parts = Parts::new(functions, user);
        let other = thread::spawn(move || {
            let (functions, user) = parts.get();
            call!(functions.down(1, user))
        });
        // Each waits for the other one.
        assert_eq!(call!(functions.up(user, 2)), 2);
        assert_eq!(other.join().unwrap(), 1);
    });
    assert_eq!(ends, LIFETIMES.map(|lifetime| (lifetime, End::default())));
    assert_eq!((*inside.lock().unwrap(), ear.named()), (ends.len(), vec![]));
}

#[test]
fn a_send_handler_is_destroyed_on_another_thread() {
    let ear = listen("Spark");
    let drops = Drops::new();
    let (functions, user, destroy) =
        Spark::new(SparkHand::new(&drops, |item| item, |item| item)).notified(keep_all).unwrap();
    let parts = Parts::new(functions, user);
    thread::spawn(move || {
        let (functions, user) = parts.get();
        assert_eq!(call!(functions.down(1, user)), 1);
        assert_eq!(call!(functions.text(ptr::null(), user)), -3);
        // SAFETY: once, and no call follows.
        unsafe { destroy(user) };
    })
    .join()
    .unwrap();
    assert_eq!((drops.count(), ear.faults()), (1, vec![Fault::InvalidArgument]));
}
