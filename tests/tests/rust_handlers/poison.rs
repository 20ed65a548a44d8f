//! A panic in one method poisons the handler for all of them.

use std::ffi::{c_int, c_void};

use callback_runtime::{Fault, FromC, callback};
use callback_tests::{Drops, keep_all, listen, message, panic_of};

use crate::declared::{call, for_each_kind};

macro_rules! poisons {
    ($module:ident: $trait:ident, $hand:ident) => {
        mod $module {
            use std::ffi::c_int;

            use callback_runtime::Fault;
            use callback_tests::listen;

            use crate::declared::{call, has_fault, has_panic, $hand, $module};

            #[test]
            fn a_panic_in_one_method_poisons_all_in_each_lifetime() {
                let ear = listen(stringify!($trait));
                let down = |item: c_int| {
                    assert!(item != 13, "thirteen");
                    item
                };
                let ends = $module::in_each_lifetime(
                    |drops| $hand::new(drops, down, |item| 2 * item),
                    |functions, user| {
                        assert_eq!(call!(functions.up(user, 3)), 6);
                        assert_eq!(call!(functions.text(c"four".as_ptr(), user)), 4);
                        assert_eq!(call!(functions.down(12, user)), 12);
                        assert_eq!(call!(functions.down(13, user)), -1);
                        assert_eq!(call!(functions.up(user, 3)), -2);
                        assert_eq!(call!(functions.text(c"four".as_ptr(), user)), -3);
                        assert_eq!(call!(functions.down(12, user)), -1);
                    },
                );
                for (lifetime, end) in &ends {
                    let fault = has_fault(lifetime).then_some(Fault::Panicked);
                    assert_eq!(end.fault, fault, "{lifetime}");
                    let message = has_panic(lifetime).then_some("thirteen");
                    assert_eq!(end.message.as_deref(), message, "{lifetime}");
                }
                let report = (concat!(stringify!($trait), "::down"), Fault::Panicked);
                assert_eq!(ear.named(), vec![report; ends.len()]);
            }

            #[test]
            fn a_panic_in_the_last_method_poisons_the_first() {
                let ear = listen(stringify!($trait));
                let up = |_: c_int| -> c_int { panic!("up") };
                let ends = $module::in_each_lifetime(
                    |drops| $hand::new(drops, |item| item, up),
                    |functions, user| {
                        assert_eq!(call!(functions.down(1, user)), 1);
                        assert_eq!(call!(functions.up(user, 1)), -2);
                        assert_eq!(call!(functions.down(1, user)), -1);
                    },
                );
                let report = (concat!(stringify!($trait), "::up"), Fault::Panicked);
                assert_eq!(ear.named(), vec![report; ends.len()]);
            }
        }
    };
}

for_each_kind! { poisons }

/// Its conversion panics.
struct Unlucky;

impl FromC<c_int> for Unlucky {
    unsafe fn from_c(item: c_int) -> Option<Self> {
        assert!(item != 13, "the conversion");
        Some(Self)
    }
}

#[callback(extern "C", ok = 0, err = |error: &Broken| error.code(), fallback = -1)]
trait Fragile {
    #[callback(fn(c_int, context: *mut c_void) -> c_int)]
    fn convert(&mut self, item: Unlucky) -> Result<(), Broken>;
    #[callback(fallback = -2)]
    fn fail(&mut self) -> c_int;
    #[callback(fn(c_int, context: *mut c_void) -> c_int, fallback = -3)]
    fn err(&mut self, item: c_int) -> Result<(), Broken>;
    #[callback(fn(context: *mut c_void) -> c_int, ok = |_| panic!("the key"), fallback = -4)]
    fn ok(&mut self) -> Result<c_int, Broken>;
}

#[derive(Debug)]
struct Broken(c_int);

impl Broken {
    fn code(&self) -> c_int {
        assert!(self.0 != 13, "the code");
        self.0
    }
}

struct Glass(callback_tests::Token);

impl Fragile for Glass {
    fn convert(&mut self, _: Unlucky) -> Result<(), Broken> {
        self.0.touch();
        Ok(())
    }

    fn fail(&mut self) -> c_int {
        7
    }

    fn err(&mut self, item: c_int) -> Result<(), Broken> {
        Err(Broken(item))
    }

    fn ok(&mut self) -> Result<c_int, Broken> {
        Ok(1)
    }
}

type Call = fn(FragileFunctions, *mut c_void) -> c_int;

#[test]
fn a_panic_of_a_conversion_or_a_key_poisons_all() {
    let ear = listen("Fragile");
    let drops = Drops::new();
    let faults: [(&str, Call, c_int, &str); 3] = [
        (
            "Fragile::convert",
            |functions, user| call!(functions.convert(13, user)),
            -1,
            "the conversion",
        ),
        ("Fragile::err", |functions, user| call!(functions.err(13, user)), -3, "the code"),
        ("Fragile::ok", |functions, user| call!(functions.ok(user)), -4, "the key"),
    ];
    for (at, (name, panics, fallback, text)) in faults.into_iter().enumerate() {
        let payload = panic_of(|| {
            Fragile::new(Glass(drops.token())).scope(|functions, user| {
                assert_eq!(call!(functions.convert(1, user)), 0);
                assert_eq!(call!(functions.fail(user)), 7);
                assert_eq!(panics(functions, user), fallback);
                assert_eq!(call!(functions.convert(1, user)), -1);
                assert_eq!(call!(functions.fail(user)), -2);
                assert_eq!(call!(functions.err(5, user)), -3);
                assert_eq!(call!(functions.ok(user)), -4);
            })
        });
        assert_eq!(message(&*payload), text);
        assert_eq!(ear.named()[at..], [(name, Fault::Panicked)]);
    }
    assert_eq!(drops.count(), 3);
}

#[test]
fn a_panic_goes_before_what_escaped() {
    let _ear = listen("Fragile");
    let drops = Drops::new();
    let payload = panic_of(|| {
        Fragile::new(Glass(drops.token())).scope(|functions, user| {
            assert_eq!(call!(functions.err(5, user)), 5);
            assert_eq!(call!(functions.err(13, user)), -3);
        })
    });
    assert_eq!((message(&*payload), drops.count()), ("the code", 1));
}

#[test]
fn a_poisoned_handler_waits_for_the_destroy_function() {
    let ear = listen("Fragile");
    let drops = Drops::new();
    let (functions, user, destroy) = Fragile::new(Glass(drops.token())).notified(keep_all).unwrap();
    assert_eq!(call!(functions.err(13, user)), -3);
    assert_eq!(call!(functions.fail(user)), -2);
    assert_eq!(drops.count(), 0);
    // SAFETY: once, and no call follows.
    unsafe { destroy(user) };
    assert_eq!((drops.count(), ear.named()), (1, vec![("Fragile::err", Fault::Panicked)]));
}
