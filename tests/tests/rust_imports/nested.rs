//! C functions that are called from inside their own callbacks.

use std::cell::{Cell, RefCell};
use std::ops::ControlFlow::{Break, Continue};
use std::rc::Rc;

use callback_runtime::Fault;
use callback_tests::{listen, message, panic_of};

use crate::declared::linked::{imports_each, keep_registered, share};
use crate::library;

#[test]
fn another_closure_is_called_inside_of_a_closure() {
    let mut found = Vec::new();
    let outer = imports_each(3, |outer| {
        let inner =
            imports_each(3, |inner| if inner == outer { Break(inner) } else { Continue(()) });
        found.push(inner);
        if outer == 1 { Break("outer") } else { Continue(()) }
    });
    assert_eq!((outer, found), (Break("outer"), vec![Break(0), Break(1)]));
}

#[test]
fn the_same_closure_is_refused_inside_of_itself() {
    let ear = listen("Add");
    let answers = Rc::new(RefCell::new(Vec::new()));
    let inside = Rc::clone(&answers);
    let registration = keep_registered(move |item| {
        if item > 0 {
            inside.borrow_mut().push(library::call(item - 1));
        }
        item
    })
    .unwrap();
    assert_eq!((library::call(3), answers.take()), (3, vec![-1]));
    assert_eq!((library::call(0), ear.faults()), (0, vec![Fault::Reentered]));
    assert_eq!(registration.fault(), Some(Fault::Reentered));
}

#[test]
fn a_panic_inside_goes_on_outside_and_stops_both() {
    let _ear = listen("Shared");
    let calls = Cell::new(0);
    let payload = panic_of(|| {
        share(5, |_| {
            calls.set(calls.get() + 1);
            share(5, |_| panic!("inside"))
        })
    });
    assert_eq!((message(&*payload), calls.get()), ("inside", 1));
}

#[test]
fn a_registration_ends_inside_of_its_callback() {
    let _ear = listen("Add");
    let place = Rc::new(Cell::new(None));
    let inside = Rc::clone(&place);
    let registration = keep_registered(move |item| {
        drop(inside.take());
        item + 1
    });
    place.set(Some(registration.unwrap()));
    assert_eq!([library::call(1), library::call(2)], [2, -1]);
    assert_eq!(library::noted(), ["keep", "forget"]);
}
