//! A handler whose destructor panics, and one that ends its own registration.

use std::cell::RefCell;
use std::ffi::{c_int, c_void};
use std::rc::Rc;

use callback_runtime::{Fault, Owned, Registration, callback};
use callback_tests::{
    Bomb, Drops, Token, accept, keep_all, keep_reachable, listen, message, panic_of, removed,
};

use crate::declared::call;

#[callback(extern "C", fallback = -1)]
trait Fuse {
    #[callback(fn(context: *mut c_void, c_int) -> c_int)]
    fn light(&mut self, item: c_int) -> c_int;
    #[callback(fallback = -2)]
    fn end(&mut self) -> c_int;
}

/// Panics when it is dropped.
struct Charge {
    own: Rc<RefCell<Option<Place>>>,
    bomb: Bomb,
    token: Token,
}

/// The registrations that a handler can end.
#[expect(dead_code, reason = "they are dropped")]
enum Place {
    Registration(Registration<'static, dyn Fuse, c_int>),
    Owned(Owned<dyn Fuse>),
}

impl Charge {
    fn new(drops: &Drops) -> Self {
        Self { own: Rc::default(), bomb: drops.bomb(), token: drops.token() }
    }
}

impl Fuse for Charge {
    fn light(&mut self, item: c_int) -> c_int {
        self.bomb.touch();
        assert!(item != 13, "thirteen");
        item
    }

    fn end(&mut self) -> c_int {
        drop(self.own.take());
        // The handler still exists.
        self.bomb.touch();
        self.token.touch();
        8
    }
}

#[test]
fn a_destructor_panics_at_the_end_of_a_scope() {
    let ear = listen("Fuse");
    let drops = Drops::new();
    let payload = panic_of(|| {
        Fuse::new(Charge::new(&drops))
            .scope(|functions, user| assert_eq!(call!(functions.light(user, 1)), 1));
    });
    assert_eq!((message(&*payload), drops.count()), ("a bomb was dropped", 2));
    // The panic of the method goes first.
    let payload = panic_of(|| {
        Fuse::new(Charge::new(&drops))
            .scope(|functions, user| assert_eq!(call!(functions.light(user, 13)), -1));
    });
    assert_eq!((message(&*payload), drops.count()), ("thirteen", 4));
    assert_eq!(ear.named(), [("Fuse::light", Fault::Panicked)]);
}

#[test]
fn a_destructor_panics_where_a_context_was_bound() {
    let drops = Drops::new();
    let mut fuse = Box::pin(Fuse::new(Charge::new(&drops)));
    let bound = fuse.as_mut().bind();
    let functions = bound.function();
    let lit = call!(functions.light(bound.context(), 1));
    assert_eq!(bound.finish(lit), 1);
    assert_eq!(drops.count(), 0);
    assert_eq!(message(&*panic_of(|| drop(fuse))), "a bomb was dropped");
    assert_eq!(drops.count(), 2);
}

#[test]
fn a_destructor_panics_in_the_destroy_function() {
    let ear = listen("Fuse");
    let drops = Drops::new();
    let (functions, user, destroy) = Fuse::new(Charge::new(&drops)).notified(keep_all).unwrap();
    assert_eq!(call!(functions.light(user, 1)), 1);
    // SAFETY: once, and no call follows.
    unsafe { destroy(user) };
    assert_eq!(drops.count(), 2);
    let refused = Fuse::new(Charge::new(&drops)).notified(|_, _, _| Err::<(), _>(21));
    assert_eq!((refused, drops.count()), (Err(21), 4));
    assert_eq!(ear.named(), [("Fuse", Fault::Panicked); 2]);
}

#[test]
fn a_destructor_panics_at_the_end_of_a_registration() {
    let ear = listen("Fuse");
    let drops = Drops::new();
    let registration = Fuse::new(Charge::new(&drops)).register(accept, removed).unwrap();
    let (functions, user) = (registration.function(), registration.context());
    assert_eq!(call!(functions.light(user, 1)), 1);
    drop(registration);
    assert_eq!(call!(functions.light(user, 1)), -1);
    drop(Fuse::new(Charge::new(&drops)).owned());
    assert_eq!(drops.count(), 4);
    let refused = Fuse::new(Charge::new(&drops)).register(|_, _| Err::<(), _>(21), removed);
    assert_eq!((refused.map(drop), drops.count()), (Err(21), 6));
    let expected = [
        ("Fuse", Fault::Panicked),
        ("Fuse::light", Fault::Expired),
        ("Fuse", Fault::Panicked),
        ("Fuse", Fault::Panicked),
    ];
    assert_eq!(ear.named(), expected);
}

#[test]
fn forever_never_drops() {
    let drops = Drops::new();
    let (functions, user) = Fuse::new(Charge::new(&drops)).forever();
    keep_reachable(user);
    assert_eq!(call!(functions.light(user, 1)), 1);
    assert_eq!(call!(functions.end(user)), 8);
    assert_eq!(drops.count(), 0);
}

#[test]
fn a_handler_ends_its_own_registration() {
    let ear = listen("Fuse");
    let drops = Drops::new();
    for is_owned in [false, true] {
        let before = drops.count();
        let own = Rc::new(RefCell::new(None));
        let fuse = Fuse::new(Charge { own: Rc::clone(&own), ..Charge::new(&drops) });
        let (functions, user) = if is_owned {
            let owned = fuse.owned();
            let parts = (owned.function(), owned.context());
            *own.borrow_mut() = Some(Place::Owned(owned));
            parts
        } else {
            let registration = fuse.register(accept, removed).unwrap();
            let parts = (registration.function(), registration.context());
            *own.borrow_mut() = Some(Place::Registration(registration));
            parts
        };
        assert_eq!(call!(functions.light(user, 1)), 1);
        assert_eq!(call!(functions.end(user)), 8);
        assert_eq!(drops.count(), before + 2);
        assert_eq!(call!(functions.light(user, 1)), -1);
        assert_eq!(call!(functions.end(user)), -2);
        assert!(own.borrow().is_none());
    }
    let one =
        [("Fuse", Fault::Panicked), ("Fuse::light", Fault::Expired), ("Fuse::end", Fault::Expired)];
    assert_eq!(ear.named(), [one, one].concat());
}

#[test]
fn two_handlers_of_one_trait_have_faults_of_their_own() {
    let ear = listen("Fuse");
    let drops = Drops::new();
    let first = Fuse::new(Charge::new(&drops)).owned();
    let second = Fuse::new(Charge::new(&drops)).register(accept, removed).unwrap();
    let (one, other) = (first.function(), second.function());
    assert_eq!(call!(one.light(first.context(), 13)), -1);
    assert_eq!(call!(other.light(second.context(), 1)), 1);
    assert_eq!((first.fault(), second.fault()), (Some(Fault::Panicked), None));
    let payload = first.take_panic().unwrap();
    assert_eq!(message(&*payload), "thirteen");
    drop((first, second));
    assert_eq!(drops.count(), 4);
    assert_eq!(ear.named().len(), 3);
}

/// A value that C gets and owns.
#[derive(Debug, PartialEq)]
#[repr(transparent)]
struct Code(c_int);

thread_local! {
    static DROPPED: RefCell<Vec<c_int>> = const { RefCell::new(Vec::new()) };
}

impl Drop for Code {
    fn drop(&mut self) {
        DROPPED.with_borrow_mut(|dropped| dropped.push(self.0));
    }
}

#[test]
fn a_constant_that_c_does_not_get_is_not_dropped() {
    #[callback(extern "C", ok = Code(0), err = Code(1), fallback = Code(2))]
    trait Coded {
        #[callback(fn(context: *mut c_void, c_int) -> Code)]
        fn check(&mut self, item: c_int) -> Result<(), c_int>;
    }

    impl Coded for Token {
        fn check(&mut self, item: c_int) -> Result<(), c_int> {
            self.touch();
            if item == 0 { Ok(()) } else { Err(item) }
        }
    }

    let drops = Drops::new();
    let result = Coded::new(drops.token()).scope(|functions, user| {
        assert_eq!(call!(functions.check(user, 0)), Code(0));
        assert_eq!(call!(functions.check(user, 7)), Code(1));
    });
    assert_eq!((result, drops.count()), (Err(7), 1));
    // The four that are compared here.
    assert_eq!(DROPPED.take().len(), 4);
}
