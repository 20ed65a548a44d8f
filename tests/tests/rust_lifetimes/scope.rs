//! `scope`: C calls only while its own function runs, and `scope` returns what the closure lets escape. The
//! "C library" is played by Rust.

use std::ffi::{c_int, c_void};
use std::ops::ControlFlow::{self, Break, Continue};

use callback_runtime::{Fault, RawContext, RawFn, callback};
use callback_tests::{Drops, Token, listen, panic_of};

type Hwnd = *mut c_void;

#[callback(
    extern "system" fn(Hwnd, context: isize) -> i32,
    continue = 1, break = 0, fallback = 0,
    matches = Option<unsafe extern "system" fn(Hwnd, isize) -> i32>,
)]
type EnumWindowsProc<B> = dyn FnMut(Hwnd) -> ControlFlow<B>;

#[callback(extern "C" fn(c_int, context: *mut c_void) -> c_int, ok = 10, err = -1, fallback = -2)]
type Check<E> = dyn FnMut(c_int) -> Result<(), E>;

#[callback(extern "C" fn(c_int, context: *mut c_void) -> c_int, err = -1, fallback = -2)]
type Fill<E> = dyn FnMut(c_int) -> Result<c_int, E>;

#[callback(extern "C" fn(c_int, context: *mut c_void))]
type Notice<B> = dyn FnMut(c_int) -> ControlFlow<B>;

#[callback(extern "C" fn(c_int, context: *mut c_void))]
type Try<E> = dyn FnMut(c_int) -> Result<(), E>;

#[callback(extern "C", fallback = -2)]
type Plain = dyn FnMut(c_int) -> c_int;

type Visit = unsafe extern "C" fn(c_int, *mut c_void) -> c_int;

unsafe fn enum_windows<B>(each: RawFn<EnumWindowsProc<B>>, context: isize) -> i32 {
    for window in 1..10 {
        // SAFETY: the caller's promise.
        if unsafe { each(window as Hwnd, context) } == 0 {
            return 0;
        }
    }
    1
}

/// Calls three times, and returns all answers.
unsafe fn three_times(visit: Visit, user: *mut c_void) -> [c_int; 3] {
    // SAFETY: the caller's promise.
    [1, 2, 3].map(|item| unsafe { visit(item, user) })
}

unsafe fn three_notices(notice: unsafe extern "C" fn(c_int, *mut c_void), user: *mut c_void) {
    for item in 1..=3 {
        // SAFETY: the caller's promise.
        unsafe { notice(item, user) };
    }
}

#[test]
fn a_break_travels_past_c() {
    let found =
        EnumWindowsProc::new(|hwnd| if hwnd as usize == 5 { Break(7) } else { Continue(()) })
            // SAFETY: `enum_windows` calls only during this call.
            .scope(|each, context| unsafe { enum_windows::<i32>(each, context) });
    assert_eq!(found, Break(7));
}

#[test]
fn without_a_break_the_result_is_what_c_returned() {
    let mut windows = 0;
    let found = EnumWindowsProc::<()>::new(|_| {
        windows += 1;
        Continue(())
    })
    // SAFETY: `enum_windows` calls only during this call.
    .scope(|each, context| unsafe { enum_windows::<()>(each, context) });
    assert_eq!(found, Continue(1));
    assert_eq!(windows, 9);
}

#[test]
fn an_err_travels_past_c_and_c_gets_ok_or_err() {
    let mut answers = [0; 3];
    let checked = Check::new(|item| if item == 2 { Err(format!("item {item}")) } else { Ok(()) })
        // SAFETY: `three_times` calls only during this call.
        .scope(|check, user| answers = unsafe { three_times(check, user) });
    assert_eq!(checked, Err("item 2".to_owned()));
    assert_eq!(answers, [10, -1, 10]);
}

#[test]
fn an_ok_value_is_what_c_gets() {
    let filled = Fill::<String>::new(|item| Ok(item * 5))
        // SAFETY: `three_times` calls only during this call.
        .scope(|fill, user| unsafe { three_times(fill, user) });
    assert_eq!(filled, Ok([5, 10, 15]));
}

#[test]
fn the_first_break_wins_and_a_later_one_is_dropped() {
    let drops = Drops::new();
    let mut entered = 0;
    let found = Notice::new(|item| {
        entered += 1;
        Break((item, drops.token()))
    })
    // SAFETY: `three_notices` calls only during this call.
    .scope(|notice, user| unsafe { three_notices(notice, user) });
    assert_eq!(drops.count(), 2);
    assert!(matches!(found, Break((1, _))));
    drop(found);
    assert_eq!((entered, drops.count()), (3, 3));
}

#[test]
fn the_first_err_wins_and_a_later_one_is_dropped() {
    let drops = Drops::new();
    let tried = Try::new(|item| if item > 1 { Err((item, drops.token())) } else { Ok(()) })
        // SAFETY: `three_notices` calls only during this call.
        .scope(|notice, user| unsafe { three_notices(notice, user) });
    assert_eq!(drops.count(), 1);
    assert!(matches!(tried, Err((2, _))));
}

#[test]
fn a_void_function_needs_no_keys() {
    // SAFETY: `three_notices` calls only during this call.
    let found =
        Notice::<Token>::new(|_| Continue(())).scope(|f, cx| unsafe { three_notices(f, cx) });
    assert!(matches!(found, Continue(())));
    // SAFETY: `three_notices` calls only during this call.
    let tried = Try::<Token>::new(|_| Ok(())).scope(|f, cx| unsafe { three_notices(f, cx) });
    assert!(tried.is_ok());
}

#[test]
fn an_escaping_value_is_dropped_once_when_a_panic_follows() {
    let ear = listen("Check");
    let drops = Drops::new();
    let mut answers = [0; 3];
    let payload = panic_of(|| {
        Check::new(|item| if item == 1 { Err(drops.token()) } else { panic!("at {item}") })
            // SAFETY: `three_times` calls only during this call.
            .scope(|check, user| answers = unsafe { three_times(check, user) })
    });
    assert_eq!(payload.downcast_ref::<String>().unwrap(), "at 2");
    assert_eq!(answers, [-1, -2, -2]);
    assert_eq!(drops.count(), 1);
    assert_eq!(ear.faults(), [Fault::Panicked]);
}

#[test]
fn the_closure_borrows_and_is_dropped_once() {
    let drops = Drops::new();
    let mut seen = Vec::new();
    let token = drops.token();
    let answers = Plain::new(|item| {
        token.touch();
        seen.push(item);
        item + 100
    })
    // SAFETY: `three_times` calls only during this call.
    .scope(|plain, user| unsafe { three_times(plain, user) });
    assert_eq!(answers, [101, 102, 103]);
    assert_eq!(seen, [1, 2, 3]);
    assert_eq!(drops.count(), 0);
    drop(token);
    let token = drops.token();
    Plain::new(move |item| {
        token.touch();
        item
    })
    .scope(|_, _| ());
    assert_eq!(drops.count(), 2);
}

#[test]
fn a_scope_runs_inside_a_callback_of_the_same_declaration() {
    let answers = Plain::new(|outer| {
        let inner = Plain::new(|item| outer * 10 + item)
            // SAFETY: `three_times` calls only during this call.
            .scope(|plain, user| unsafe { three_times(plain, user) });
        inner.into_iter().sum()
    })
    // SAFETY: `three_times` calls only during this call.
    .scope(|plain, user| unsafe { three_times(plain, user) });
    assert_eq!(answers, [36, 66, 96]);
}

#[test]
fn a_break_of_an_inner_scope_stays_there() {
    let outer = Notice::<&str>::new(|item| {
        let inner = Notice::new(|_| Break(item))
            // SAFETY: `three_notices` calls only during this call.
            .scope(|notice, user| unsafe { three_notices(notice, user) });
        assert_eq!(inner, Break(item));
        Continue(())
    })
    // SAFETY: `three_notices` calls only during this call.
    .scope(|notice, user| unsafe { three_notices(notice, user) });
    assert_eq!(outer, Continue(()));
}

#[test]
fn the_panic_of_an_inner_scope_is_a_panic_of_the_outer_closure() {
    let ear = listen("Plain");
    let payload = panic_of(|| {
        Plain::new(|item| {
            Plain::new(|_| panic!("inner {item}"))
                // SAFETY: the parts are alive until `scope` returns.
                .scope(|plain, user| unsafe { plain(0, user) })
        })
        // SAFETY: the parts are alive until `scope` returns.
        .scope(|plain: RawFn<Plain>, user: RawContext<Plain>| unsafe { plain(4, user) })
    });
    assert_eq!(payload.downcast_ref::<String>().unwrap(), "inner 4");
    assert_eq!(ear.faults(), [Fault::Panicked, Fault::Panicked]);
}
