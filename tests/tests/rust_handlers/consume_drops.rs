//! A method with `self`, and destructors that panic.

use std::ffi::{c_char, c_int, c_void};

use callback_runtime::{Fault, FromC, callback};
use callback_tests::{Bomb, Drops, Token, keep, listen};

use crate::declared::call;

/// A value that C passes ownership of.
#[repr(transparent)]
struct Given(c_int);

thread_local! {
    static GIVEN: std::cell::Cell<usize> = const { std::cell::Cell::new(0) };
}

impl Drop for Given {
    fn drop(&mut self) {
        GIVEN.set(GIVEN.get() + 1);
        assert!(self.0 != 13, "it panics when it is dropped");
    }
}

struct Even;

impl FromC<c_int> for Even {
    unsafe fn from_c(item: c_int) -> Option<Self> {
        assert!(item != 13, "the conversion");
        (item % 2 == 0).then_some(Self)
    }
}

#[callback(extern "C", ok = 0, err = |_| 1, fallback = -1)]
trait Mine<E> {
    #[callback(fn(context: *mut c_void) -> c_int)]
    fn step(&mut self) -> Result<(), E>;
    #[callback(fn(Given, c_int, context: *mut c_void, _last: c_int) -> c_int, fallback = -_last)]
    fn end(self, given: Given, even: Even) -> Result<(), E>;
}

struct Doing<T, E> {
    end: fn(T) -> Result<(), E>,
    inside: T,
}

impl<T, E> Mine<E> for Doing<T, E> {
    fn step(&mut self) -> Result<(), E> {
        Ok(())
    }

    fn end(self, _: Given, _: Even) -> Result<(), E> {
        (self.end)(self.inside)
    }
}

/// Returns C's result from the method with `self`, and the number of dropped arguments.
fn end<T: 'static, E: 'static>(
    inside: T,
    end: fn(T) -> Result<(), E>,
    given: c_int,
    even: c_int,
) -> (c_int, usize) {
    let before = GIVEN.get();
    let (functions, user) = Mine::new(Doing { end, inside }).notified(keep).unwrap();
    assert_eq!(call!(functions.step(user)), 0);
    let result = call!(functions.end(Given(given), even, user, 9));
    (result, GIVEN.get() - before)
}

#[test]
fn an_error_is_dropped_with_the_context() {
    let ear = listen("Mine");
    let drops = Drops::new();
    assert_eq!(end(drops.token(), Err::<(), Token>, 1, 2), (1, 1));
    assert_eq!(drops.count(), 1);
    assert_eq!(ear.named(), []);
}

#[test]
fn an_error_whose_drop_panics() {
    let ear = listen("Mine");
    let drops = Drops::new();
    assert_eq!(end(drops.bomb(), Err::<(), Bomb>, 1, 2), (1, 1));
    assert_eq!(drops.count(), 1);
    assert_eq!(ear.named(), []);
}

#[test]
fn an_error_whose_drop_panics_where_c_refuses() {
    let ear = listen("Mine");
    let drops = Drops::new();
    let handler = Doing { end: Err::<(), Bomb>, inside: drops.bomb() };
    let refused = Mine::new(handler).notified(|functions, user| {
        assert_eq!(call!(functions.end(Given(1), 2, user, 9)), 1);
        assert_eq!(drops.count(), 0);
        Err::<(), _>(21)
    });
    assert_eq!((refused, drops.count()), (Err(21), 1));
    assert_eq!(ear.named(), []);
}

#[test]
fn a_handler_whose_drop_panics_in_the_method() {
    let ear = listen("Mine");
    let drops = Drops::new();
    let ends = |bomb: Bomb| {
        bomb.touch();
        Ok::<_, ()>(())
    };
    assert_eq!(end(drops.bomb(), ends, 1, 2), (-9, 1));
    assert_eq!(drops.count(), 1);
    assert_eq!(ear.named(), [("Mine::end", Fault::Panicked)]);
}

#[test]
fn a_handler_whose_drop_panics_when_the_method_does_not_run() {
    let ear = listen("Mine");
    let drops = Drops::new();
    let ends = |_: Bomb| -> Result<(), ()> { panic!("it does not run") };
    assert_eq!(end(drops.bomb(), ends, 1, 3), (-9, 1));
    assert_eq!(drops.count(), 1);
    let expected = [("Mine", Fault::Panicked), ("Mine::end", Fault::InvalidArgument)];
    assert_eq!(ear.named(), expected);
}

#[test]
fn a_conversion_panics_and_the_handler_is_dropped() {
    let ear = listen("Mine");
    let drops = Drops::new();
    let ends = |_: Token| -> Result<(), ()> { panic!("it does not run") };
    assert_eq!(end(drops.token(), ends, 1, 13), (-9, 1));
    assert_eq!(drops.count(), 1);
    assert_eq!(ear.named(), [("Mine::end", Fault::Panicked)]);
}

#[test]
fn what_c_gave_away_panics_when_it_is_dropped() {
    let ear = listen("Mine");
    let drops = Drops::new();
    // In the method, whose result is lost.
    assert_eq!(end(drops.token(), |_| Ok::<_, ()>(()), 13, 2), (-9, 1));
    // In the conversion of the next argument.
    assert_eq!(end(drops.token(), |_| Ok::<_, ()>(()), 13, 3), (-9, 1));
    assert_eq!(drops.count(), 2);
    assert_eq!(ear.named(), [("Mine::end", Fault::Panicked); 2]);
    // In a refused call, whose panic belongs to no closure.
    let before = GIVEN.get();
    let ends = |_: Token| Ok::<_, ()>(());
    let (functions, user) =
        Mine::new(Doing { end: ends, inside: drops.token() }).notified(keep).unwrap();
    assert_eq!(call!(functions.end(Given(13), 2, std::ptr::null_mut(), 9)), -9);
    assert_eq!(GIVEN.get(), before + 1);
    assert_eq!(call!(functions.end(Given(1), 2, user, 9)), 0);
    assert_eq!(drops.count(), 3);
}

#[test]
fn a_panicked_handler_whose_drop_panics() {
    #[callback(extern "C", fallback = -1)]
    trait Worst {
        #[callback(fn(context: *mut c_void) -> c_int)]
        fn step(&mut self) -> c_int;
        #[callback(fn(*const c_char, context: *mut c_void) -> c_int)]
        fn end(self, _note: *const c_char) -> c_int;
    }

    struct Bad(Bomb);

    impl Worst for Bad {
        fn step(&mut self) -> c_int {
            self.0.touch();
            panic!("step")
        }

        fn end(self, _: *const c_char) -> c_int {
            0
        }
    }

    let ear = listen("Worst");
    let drops = Drops::new();
    let (functions, user) = Worst::new(Bad(drops.bomb())).notified(keep).unwrap();
    assert_eq!(call!(functions.step(user)), -1);
    assert_eq!(call!(functions.end(std::ptr::null(), user)), -1);
    assert_eq!(drops.count(), 1);
    let expected = [
        ("Worst::step", Fault::Panicked),
        ("Worst", Fault::Panicked),
        ("Worst::end", Fault::Panicked),
    ];
    assert_eq!(ear.named(), expected);
}

#[test]
fn a_fallback_that_c_does_not_get_is_not_dropped() {
    #[callback(extern "C", fallback = Given(13))]
    trait Gives {
        #[callback(fn(context: *mut c_void) -> Given)]
        fn end(self) -> Given;
    }

    impl Gives for Token {
        fn end(self) -> Given {
            self.touch();
            Given(1)
        }
    }

    let drops = Drops::new();
    let before = GIVEN.get();
    let (functions, user) = Gives::new(drops.token()).notified(keep).unwrap();
    let given = call!(functions.end(user));
    assert_eq!((given.0, GIVEN.get() - before), (1, 0));
    drop(given);
    assert_eq!((drops.count(), GIVEN.get() - before), (1, 1));
}
