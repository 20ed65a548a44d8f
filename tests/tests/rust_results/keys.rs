//! Closures as the values of `ok`, `err`, `continue` and `break`.

use std::cell::{Cell, RefCell};
use std::ffi::{c_int, c_void};
use std::ops::ControlFlow::{self, Break, Continue};
use std::pin::pin;
use std::thread;

use callback_runtime::{Dispatcher, Fault, Registration, callback};
use callback_tests::{
    Bomb, Drops, Parts, Token, accept, keep, keep_all, listen, message, panic_of, removed,
};

/// An error that contains the value for C.
#[derive(Debug, PartialEq)]
struct Code(c_int);

impl Code {
    fn code(&self) -> c_int {
        self.0
    }
}

macro_rules! kinds {
    ($($test:ident: $name:ident, [$($bounds:tt)*], [$($lifetime:ident)*];)*) => {$(
        mod $test {
            use super::*;

            // int (*fill)(int item, int *out, void *user)
            #[callback(
                extern "C" fn(c_int, _out: *mut c_int, context: *mut c_void) -> c_int,
                // SAFETY: C passes a place for the value.
                ok = |value| { unsafe { *_out = value }; 0 },
                err = |error| error.code(),
                fallback = -1,
            )]
            type $name = dyn $($bounds)*;

            const NAME: &str = stringify!($name);

            /// Calls with each item, and returns what C got and what was written.
            fn call(
                function: callback_runtime::RawFn<$name>,
                user: *mut c_void,
                item: c_int,
            ) -> (c_int, c_int) {
                let mut out = -5;
                // SAFETY: the lifetime of the test goes on, and the result has a place.
                (unsafe { function(item, &raw mut out, user) }, out)
            }

            fn closure(item: c_int) -> Result<c_int, Code> {
                match item {
                    0 => panic!("nothing"),
                    1..10 => Ok(item * 10),
                    _ => Err(Code(item)),
                }
            }

            $(kinds! { @ $lifetime $name })*
        }
    )*};
    (@ scope $name:ident) => {
        #[test]
        fn in_a_scope() {
            for (item, got) in [(3, (0, 30)), (44, (44, -5))] {
                let mut seen = None;
                let escaped = $name::new(closure).scope(|function, user| {
                    seen = Some(call(function, user, item));
                });
                assert_eq!(seen, Some(got));
                assert_eq!(escaped, if got.0 == 0 { Ok(()) } else { Err(Code(item)) });
            }
            let _ear = listen(NAME);
            let payload = panic_of(|| $name::new(closure).scope(|f, u| assert_eq!(call(f, u, 0), (-1, -5))));
            assert_eq!(message(&*payload), "nothing");
        }
    };
    (@ once $name:ident) => {
        #[test]
        fn once() {
            for (item, got) in [(3, (0, 30)), (44, (44, -5))] {
                let (function, user) = $name::new(closure).once(keep).unwrap();
                assert_eq!(call(function, user, item), got);
            }
        }
    };
    (@ bind $name:ident) => {
        #[test]
        fn pinned() {
            let context = pin!($name::new(closure));
            let bound = context.bind();
            let got = [3, 44, 4].map(|item| call(bound.function(), bound.context(), item));
            assert_eq!(got, [(0, 30), (44, -5), (0, 40)]);
            assert_eq!(bound.finish(()), Err(Code(44)));
        }
    };
    (@ notified $name:ident) => {
        #[test]
        fn notified() {
            let (function, user, destroy) = $name::new(closure).notified(keep_all).unwrap();
            assert_eq!([3, 44].map(|item| call(function, user, item)), [(0, 30), (44, -5)]);
            // SAFETY: no call follows.
            unsafe { destroy(user) };
        }
    };
    (@ register $name:ident) => {
        #[test]
        fn registered() {
            let ear = listen(NAME);
            let kept: Registration<$name, c_int> = $name::new(closure).register(accept, removed).unwrap();
            let got = [3, 44, 0, 3].map(|item| call(kept.function(), kept.context(), item));
            assert_eq!(got, [(0, 30), (44, -5), (-1, -5), (-1, -5)]);
            assert_eq!(ear.faults(), [Fault::Panicked]);
        }
    };
}

kinds! {
    mutable: FillMut, [FnMut(c_int) -> Result<c_int, Code>], [scope once bind notified register];
    sent: FillSent, [FnMut(c_int) -> Result<c_int, Code> + Send], [scope once bind notified register];
    shared: FillShared, [Fn(c_int) -> Result<c_int, Code>], [scope once bind notified register];
    synced: FillSynced, [Fn(c_int) -> Result<c_int, Code> + Send + Sync], [scope once bind notified register];
    single: FillOnce, [FnOnce(c_int) -> Result<c_int, Code>], [scope once];
    single_sent: FillOnceSent, [FnOnce(c_int) -> Result<c_int, Code> + Send], [scope once];
}

thread_local! {
    static DROPS: Drops = Drops::new();
    static SEEN: RefCell<Vec<usize>> = const { RefCell::new(Vec::new()) };
}

fn see() {
    let count = DROPS.with(Drops::count);
    SEEN.with_borrow_mut(|seen| seen.push(count));
}

#[callback(
    extern "C" fn(c_int, context: *mut c_void) -> c_int,
    ok = |value: Token| { see(); drop(value); see(); 0 },
    err = |_: &Result<Token, Bomb>| { see(); 1 },
    fallback = -1,
)]
type Give = dyn FnMut(c_int) -> Result<Token, Result<Token, Bomb>>;

#[test]
fn a_value_is_consumed_and_an_error_travels() {
    let ear = listen("Give");
    let got = Give::new(|item| match item {
        0 => Ok(DROPS.with(Drops::token)),
        1 => Err(Ok(DROPS.with(Drops::token))),
        _ => Err(Err(DROPS.with(Drops::bomb))),
    })
    .scope(|function, user| {
        // SAFETY: the scope lasts.
        let call = |item| unsafe { function(item, user) };
        assert_eq!(call(0), 0);
        assert_eq!(SEEN.take(), [0, 1]);
        // The first error is kept, the second dropped.
        assert_eq!((call(1), DROPS.with(Drops::count)), (1, 1));
        assert_eq!((call(1), DROPS.with(Drops::count)), (1, 2));
        assert_eq!(SEEN.take(), [1, 1]);
    });
    assert!(matches!(got, Err(Ok(_))));
    drop(got);
    assert_eq!(DROPS.with(Drops::count), 3);
    // An error whose drop panics, after one that is kept.
    let payload = panic_of(|| {
        Give::new(|_| Err(Err(DROPS.with(Drops::bomb)))).scope(|function, user| {
            // SAFETY: the scope lasts.
            let got = [0, 0, 0].map(|item| unsafe { function(item, user) });
            assert_eq!(got, [1, -1, -1]);
        })
    });
    assert_eq!(message(&*payload), "a bomb was dropped");
    assert_eq!((ear.faults(), DROPS.with(Drops::count)), (vec![Fault::Panicked], 5));
}

#[callback(
    extern "C" fn(item: c_int, context: *mut c_void) -> c_int,
    continue = |()| { assert_ne!(item, 5, "a key panicked"); item },
    break = |stopped| { assert_ne!(*stopped, 6, "a key panicked"); -*stopped },
    fallback = -100,
)]
type Walk = dyn FnMut(c_int) -> ControlFlow<c_int>;

#[test]
fn a_key_that_panics_counts_as_the_closure() {
    for bad in [5, 6] {
        let ear = listen("Walk");
        let payload = panic_of(|| {
            Walk::new(|item| if item < 6 { Continue(()) } else { Break(item) }).scope(|f, u| {
                // SAFETY: the scope lasts.
                let got = [1, 7, bad, 1].map(|item| unsafe { f(item, u) });
                assert_eq!(got, [1, -7, -100, -100]);
            })
        });
        assert_eq!(
            (message(&*payload).contains("a key panicked"), ear.faults()),
            (true, vec![Fault::Panicked])
        );
    }
    let broken = Walk::new(Break).scope(|f, u| {
        // SAFETY: the scope lasts.
        [7, 8].map(|item| unsafe { f(item, u) })
    });
    assert_eq!(broken, Break(7));
}

#[callback(
    extern "C" fn(c_int, context: *mut c_void) -> c_int,
    ok = |value| value * 2, err = |error| error.code(), fallback = -1,
)]
type Sent = dyn FnMut(c_int) -> Result<c_int, Code>;

#[test]
fn a_key_that_names_no_parameter_runs_on_the_thread_of_the_closure() {
    let dispatcher = Dispatcher::new(4);
    let kept: Registration<Sent, c_int> =
        Sent::new(|item| if item < 5 { Ok(item) } else { Err(Code(item)) })
            .dispatch(&dispatcher)
            .register(accept, removed)
            .unwrap();
    let parts = Parts::new(kept.function(), kept.context());
    let caller = thread::spawn(move || {
        let (function, user) = parts.get();
        // SAFETY: the registration lives until this thread has ended.
        [4, 5].map(|item| unsafe { function(item, user) })
    });
    dispatcher.recv();
    dispatcher.recv();
    assert_eq!(caller.join().unwrap(), [8, 5]);
}

#[callback(
    extern "C" fn(_limit: *const Cell<c_int>, context: *mut c_void),
    // SAFETY: the cell outlives the call.
    ok = |value| unsafe { (*_limit).set(value) },
    err = |()| (),
)]
type Report = dyn FnMut() -> Result<c_int, ()>;

#[test]
fn a_key_may_write_where_c_gets_nothing() {
    let limit = Cell::new(1);
    let done = Report::new(|| Ok(5)).scope(|function, user| {
        // SAFETY: the scope lasts, and so does the cell.
        unsafe { function(&raw const limit, user) };
    });
    assert_eq!((done, limit.get()), (Ok(()), 5));
}

#[callback(
    extern "C" fn(_a: c_int, _b: c_int, _c: c_int, _d: c_int, _pair: (c_int, c_int), c_int, c_int, c_int, c_int,
        c_int, c_int, c_int, c_int, c_int, c_int, c_int, c_int, c_int, context: *mut c_void) -> c_int,
    ok = |sum: c_int| sum + _a + _pair.1, err = |()| _d, fallback = _b * 1000,
)]
type Many = dyn FnMut(
    c_int,
    c_int,
    c_int,
    c_int,
    c_int,
    c_int,
    c_int,
    c_int,
    c_int,
    c_int,
    c_int,
    c_int,
    c_int,
) -> Result<c_int, ()>;

#[test]
fn keys_and_fallbacks_work_with_any_number_of_parameters() {
    let _ear = listen("Many");
    let payload = panic_of(|| {
        Many::new(|a, b, c, d, e, f, g, h, i, j, k, l, m| match m {
            13 => Ok(a + b + c + d + e + f + g + h + i + j + k + l),
            14 => Err(()),
            _ => panic!("no more"),
        })
        .scope(|function, user| {
            let call = |last| {
                // SAFETY: the scope lasts.
                unsafe {
                    function(
                        100, 2, 3, 4, 5, 600, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, last, user,
                    )
                }
            };
            assert_eq!([call(13), call(14), call(15), call(13)], [778, 4, 2000, 2000]);
        })
    });
    assert_eq!(message(&*payload), "no more");
}
