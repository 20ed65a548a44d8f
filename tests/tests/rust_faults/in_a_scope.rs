//! Faults during a `scope`: what C gets, what Rust gets, and that the closure is not entered again.
//! The "C library" is played by Rust.

use std::cell::Cell;
use std::ffi::{c_int, c_void};
use std::panic::panic_any;
use std::ptr::null_mut;

use callback_runtime::{Fault, callback};
use callback_tests::{Drops, listen, message, panic_of};

#[callback(extern "C", fallback = -1)]
type Count = dyn FnMut(c_int) -> c_int;

#[callback(extern "C", fallback = -1)]
type Reader = dyn Fn(c_int) -> c_int;

#[callback(extern "C", fallback = -1)]
type Single = dyn FnOnce(c_int) -> c_int;

#[callback(extern "C", fallback = -1)]
type Strict = dyn FnMut(&c_int) -> c_int;

type Function = unsafe extern "C" fn(c_int, *mut c_void) -> c_int;

/// Calls four times, and returns all answers.
unsafe fn four_times(function: Function, user: *mut c_void) -> [c_int; 4] {
    // SAFETY: the caller's promise.
    [1, 2, 3, 4].map(|item| unsafe { function(item, user) })
}

#[derive(Debug, PartialEq)]
struct Payload {
    items: Vec<c_int>,
}

#[test]
fn a_panic_goes_on_at_the_scope_with_its_own_payload() {
    let ear = listen("Count");
    let (drops, mut entered, mut answers) = (Drops::new(), 0, [0; 4]);
    let token = drops.token();
    let payload = panic_of(|| {
        Count::new(|item| {
            let _captured = &token;
            entered += 1;
            if item == 3 {
                panic_any(Payload { items: vec![item, 7] });
            }
            item
        })
        // SAFETY: `four_times` calls only during this call.
        .scope(|count, user| answers = unsafe { four_times(count, user) });
    });
    assert_eq!(*payload.downcast::<Payload>().unwrap(), Payload { items: vec![3, 7] });
    assert_eq!(answers, [1, 2, -1, -1]);
    assert_eq!(entered, 3);
    assert_eq!(ear.faults(), [Fault::Panicked]);
    assert_eq!(drops.count(), 0);
}

#[test]
fn a_closure_that_panicked_is_dropped_once() {
    let _ear = listen("Count");
    let drops = Drops::new();
    let token = drops.token();
    panic_of(|| {
        Count::new(move |_| {
            token.touch();
            panic!("once")
        })
        // SAFETY: `four_times` calls only during this call.
        .scope(|count, user| unsafe { four_times(count, user) })
    });
    assert_eq!(drops.count(), 1);
}

#[test]
fn a_poisoned_fn_and_a_poisoned_fn_once_are_not_entered_again() {
    let ear = listen("Reader");
    let (entered, mut answers) = (Cell::new(0), [0; 4]);
    let payload = panic_of(|| {
        Reader::new(|item| {
            entered.set(entered.get() + 1);
            panic!("reader {item}")
        })
        // SAFETY: `four_times` calls only during this call.
        .scope(|reader, user| answers = unsafe { four_times(reader, user) });
    });
    assert_eq!((message(&*payload), entered.get(), answers), ("reader 1", 1, [-1; 4]));
    let payload = panic_of(|| {
        Single::new(|item| panic!("single {item}"))
            // SAFETY: `four_times` calls only during this call.
            .scope(|single, user| answers = unsafe { four_times(single, user) });
    });
    assert_eq!((message(&*payload), answers), ("single 1", [-1; 4]));
    assert_eq!(ear.faults(), [Fault::Panicked]);
}

#[test]
fn a_fault_without_a_payload_panics_with_the_name_and_the_place() {
    let _ear = listen("Single");
    let payload = panic_of(|| {
        // SAFETY: `four_times` calls only during this call.
        Single::new(|item| item).scope(|single, user| unsafe { four_times(single, user) })
    });
    let text = message(&*payload);
    assert!(text.starts_with("callback `Single` declared at "), "{text}");
    assert!(text.contains(concat!(file!(), ":")), "{text}");
    assert!(text.ends_with("C made a late call; the closure accepts no more calls"), "{text}");
}

#[test]
fn the_scope_panics_at_its_caller() {
    let _ear = listen("Single");
    let hook = std::panic::take_hook();
    std::panic::set_hook(Box::new(|info| {
        if let Some(place) = info.location() {
            LINE.set(place.line());
        }
    }));
    thread_local!(static LINE: Cell<u32> = const { Cell::new(0) });
    let line = line!() + 2;
    // SAFETY: `four_times` calls only during this call.
    panic_of(|| Single::new(|item| item).scope(|f, user| unsafe { four_times(f, user) }));
    std::panic::set_hook(hook);
    assert_eq!(LINE.get(), line);
}

#[test]
fn a_second_call_of_a_fn_once_gets_the_fallback() {
    let ear = listen("Single");
    let (drops, mut answers) = (Drops::new(), [0; 4]);
    let token = drops.token();
    panic_of(|| {
        Single::new(|item| {
            drop(token);
            item + 10
        })
        // SAFETY: `four_times` calls only during this call.
        .scope(|single, user| answers = unsafe { four_times(single, user) });
    });
    assert_eq!(answers, [11, -1, -1, -1]);
    assert_eq!(drops.count(), 1);
    assert_eq!(ear.faults(), [Fault::Expired]);
}

#[test]
fn a_fn_mut_is_not_entered_from_inside_itself() {
    let ear = listen("Count");
    let (mut entered, mut inner, mut answers) = (0, 0, [0; 4]);
    let payload = panic_of(|| {
        let raw = Cell::new(None::<(Function, *mut c_void)>);
        Count::new(|item| {
            entered += 1;
            let (count, user) = raw.get().unwrap();
            // SAFETY: C calls re-entrantly, against its promise; the context is alive.
            inner = unsafe { count(item, user) };
            item + 10
        })
        .scope(|count, user| {
            raw.set(Some((count, user)));
            // SAFETY: `four_times` calls only during this call.
            answers = unsafe { four_times(count, user) };
        });
    });
    assert!(message(&*payload).ends_with("C called the closure while it was running"));
    assert_eq!((entered, inner, answers), (4, -1, [11, 12, 13, 14]));
    assert_eq!(ear.faults(), [Fault::Reentered]);
}

/// Another function of the library, which calls the callback.
unsafe extern "C" fn detour(function: Function, user: *mut c_void) -> c_int {
    // SAFETY: the caller's promise.
    unsafe { function(99, user) }
}

#[test]
fn a_fn_mut_is_not_entered_through_a_second_function() {
    let ear = listen("Count");
    let (mut entered, mut inner) = (0, 0);
    panic_of(|| {
        let raw = Cell::new(None::<(Function, *mut c_void)>);
        Count::new(|item| {
            entered += 1;
            let (count, user) = raw.get().unwrap();
            // SAFETY: C calls re-entrantly, against its promise; the context is alive.
            inner = unsafe { detour(count, user) };
            item
        })
        .scope(|count, user| {
            raw.set(Some((count, user)));
            // SAFETY: the parts are alive until `scope` returns.
            unsafe { count(1, user) }
        })
    });
    assert_eq!((entered, inner), (1, -1));
    assert_eq!(ear.faults(), [Fault::Reentered]);
}

#[test]
fn a_fn_is_entered_fifty_deep() {
    let ear = listen("Reader");
    let raw = Cell::new(None::<(Function, *mut c_void)>);
    let depth = Reader::new(|left| {
        let (reader, user) = raw.get().unwrap();
        // SAFETY: the parts are alive until `scope` returns.
        if left == 0 { 0 } else { 1 + unsafe { reader(left - 1, user) } }
    })
    .scope(|reader, user| {
        raw.set(Some((reader, user)));
        // SAFETY: the parts are alive until `scope` returns.
        unsafe { reader(50, user) }
    });
    assert_eq!(depth, 50);
    assert_eq!(ear.faults(), []);
}

#[test]
fn a_null_context_gets_the_fallback_and_poisons_nothing() {
    let ear = listen("Count");
    let mut entered = 0;
    let answers = Count::new(|item| {
        entered += 1;
        item
    })
    .scope(|count, user| {
        // SAFETY: the trampoline checks for a null context.
        let lost = unsafe { count(1, null_mut()) };
        // SAFETY: the parts are alive until `scope` returns.
        (lost, unsafe { count(2, user) })
    });
    assert_eq!((answers, entered), ((-1, 2), 1));
    assert_eq!(ear.faults(), [Fault::InvalidArgument]);
}

#[test]
fn a_panic_goes_before_the_faults_that_came_first() {
    let ear = listen("Strict");
    let payload = panic_of(|| {
        Strict::new(|item| panic!("saw {item}")).scope(|strict, user| {
            // SAFETY: the trampoline checks for a null pointer.
            unsafe { strict(std::ptr::null(), user) };
            // SAFETY: the parts are alive until `scope` returns.
            unsafe { strict(&1, user) }
        })
    });
    assert_eq!(message(&*payload), "saw 1");
    assert_eq!(ear.faults(), [Fault::InvalidArgument, Fault::Panicked]);
}

#[test]
fn a_panic_of_the_foreign_call_itself_goes_on() {
    let drops = Drops::new();
    let token = drops.token();
    let payload = panic_of(|| {
        Count::new(move |item| {
            token.touch();
            item
        })
        .scope(|_, _| panic!("before C"))
    });
    assert_eq!((message(&*payload), drops.count()), ("before C", 1));
}

#[test]
fn the_panic_of_the_closure_goes_before_that_of_the_foreign_call() {
    let ear = listen("Count");
    let drops = Drops::new();
    let payload = panic_of(|| {
        Count::new(|_| panic!("the closure")).scope(|count, user| {
            // SAFETY: the parts are alive until `scope` returns.
            unsafe { count(1, user) };
            panic_any(drops.token())
        })
    });
    assert_eq!((message(&*payload), drops.count()), ("the closure", 1));
    assert_eq!(ear.faults(), [Fault::Panicked]);
}

#[test]
fn the_panic_of_the_foreign_call_goes_before_a_fault_without_a_payload() {
    let ear = listen("Single");
    let payload = panic_of(|| {
        Single::new(|item| item).scope(|single, user| {
            // SAFETY: `four_times` calls only during this call.
            unsafe { four_times(single, user) };
            panic!("unwrap of what C returned")
        })
    });
    assert_eq!(message(&*payload), "unwrap of what C returned");
    assert_eq!(ear.faults(), [Fault::Expired]);
}

#[callback(extern "C-unwind", fallback = -1)]
type Unwinding = dyn FnMut(c_int) -> c_int;

#[test]
fn a_panic_ends_in_the_trampoline_whatever_the_calling_convention() {
    let ear = listen("Unwinding");
    let mut answer = 0;
    let panic = panic_of(|| {
        // SAFETY: the parts are alive.
        Unwinding::new(|_| panic_any(7)).scope(|f, user| answer = unsafe { f(1, user) });
    });
    assert_eq!((answer, panic.downcast_ref()), (-1, Some(&7)));
    assert_eq!(ear.faults(), [Fault::Panicked]);
}
