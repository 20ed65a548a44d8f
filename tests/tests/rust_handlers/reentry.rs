//! C calls one method from inside another.

use std::cell::Cell;
use std::ffi::{c_int, c_void};
use std::rc::Rc;

use callback_runtime::{Fault, RawFn};
use callback_tests::{Drops, listen, message, panic_of};

use crate::declared::{
    End, LIFETIMES, Lamp, LampHand, Pen, PenHand, call, has_fault, has_message, lamp, pen,
};

/// The place where a handler finds its own raw parts.
type Own<C> = Rc<Cell<Option<(RawFn<C>, *mut c_void)>>>;

#[test]
fn from_inside_another_method_a_handler_that_changes_is_not_entered() {
    let ear = listen("Pen");
    let own = Own::<dyn Pen>::default();
    let make = |drops: &Drops| {
        let place = Rc::clone(&own);
        let down = move |item| {
            let (functions, user) = place.get().unwrap();
            assert_eq!(call!(functions.up(user, item)), -2);
            assert_eq!(call!(functions.text(c"inside".as_ptr(), user)), -3);
            assert_eq!(call!(functions.down(item, user)), -1);
            item
        };
        PenHand::new(drops, down, |item| 2 * item)
    };
    let ends = pen::in_each_lifetime(make, |functions, user| {
        own.set(Some((functions, user)));
        assert_eq!(call!(functions.down(4, user)), 4);
        // Afterwards it is entered again.
        assert_eq!(call!(functions.up(user, 4)), 8);
    });
    for (lifetime, end) in &ends {
        assert_eq!(end.fault, has_fault(lifetime).then_some(Fault::Reentered), "{lifetime}");
        let text = end.message.as_deref().unwrap_or_default();
        assert_eq!(text.contains("`Pen::up`"), has_message(lifetime), "{text}");
    }
    assert_eq!(ear.named(), vec![("Pen::up", Fault::Reentered); ends.len()]);
}

#[test]
fn from_inside_another_method_a_shared_handler_is_entered() {
    let ear = listen("Lamp");
    let own = Own::<dyn Lamp>::default();
    let make = |drops: &Drops| {
        let place = Rc::clone(&own);
        let down = move |item: c_int| {
            let (functions, user) = place.get().unwrap();
            let inner = if item > 0 { call!(functions.down(item - 1, user)) } else { 0 };
            inner + call!(functions.up(user, item))
        };
        LampHand::new(drops, down, |item| 10 * item)
    };
    let ends = lamp::in_each_lifetime(make, |functions, user| {
        own.set(Some((functions, user)));
        assert_eq!(call!(functions.down(3, user)), 60);
    });
    assert_eq!(ends, LIFETIMES.map(|lifetime| (lifetime, End::default())));
    assert_eq!(ear.named(), []);
}

#[test]
fn a_panic_inside_a_nested_method_poisons_for_those_outside() {
    let ear = listen("Lamp");
    let drops = Drops::new();
    let own = Own::<dyn Lamp>::default();
    let place = Rc::clone(&own);
    let down = move |item: c_int| {
        let (functions, user) = place.get().unwrap();
        assert_eq!(call!(functions.up(user, item)), -2);
        // Poisoned meanwhile, the method ends as usual.
        assert_eq!(call!(functions.text(c"inside".as_ptr(), user)), -3);
        item
    };
    let payload = panic_of(|| {
        Lamp::new(LampHand::new(&drops, down, |_| panic!("nested"))).scope(|functions, user| {
            own.set(Some((functions, user)));
            assert_eq!(call!(functions.down(5, user)), 5);
            assert_eq!(call!(functions.down(5, user)), -1);
        });
    });
    assert_eq!((message(&*payload), drops.count()), ("nested", 1));
    assert_eq!(ear.named(), [("Lamp::up", Fault::Panicked)]);
}

#[test]
fn the_first_panic_is_the_one_that_is_shown() {
    let ear = listen("Lamp");
    let drops = Drops::new();
    let own = Own::<dyn Lamp>::default();
    let place = Rc::clone(&own);
    let down = move |item: c_int| {
        let (functions, user) = place.get().unwrap();
        assert_eq!(call!(functions.text(std::ptr::null(), user)), -3);
        assert_eq!(call!(functions.up(user, item)), -2);
        panic!("outside")
    };
    let mut lamp = Box::pin(Lamp::new(LampHand::new(&drops, down, |_| panic!("nested"))));
    let bound = lamp.as_mut().bind();
    let functions = bound.function();
    own.set(Some((functions, bound.context())));
    assert_eq!(call!(functions.down(5, bound.context())), -1);
    assert_eq!(bound.fault(), Some(Fault::Panicked));
    assert_eq!(message(&*bound.take_panic().unwrap()), "nested");
    assert!(format!("{bound:?}").contains("`Lamp::up`"), "{bound:?}");
    let payload = panic_of(|| bound.finish(()));
    let text = message(&*payload);
    assert!(text.contains("`Lamp::up`") && text.ends_with("the closure panicked"), "{text}");
    drop(lamp);
    assert_eq!(drops.count(), 1);
    let expected = [("Lamp::text", Fault::InvalidArgument), ("Lamp::up", Fault::Panicked)];
    assert_eq!(ear.named(), expected);
}
