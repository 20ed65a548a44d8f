//! A registration whose number C writes. Even in an optimized build, the value for `unset` must be read after
//! C has written it.

use std::cell::Cell;
use std::ffi::{c_int, c_void};
use std::rc::Rc;

use callback_runtime::{Registration, Status, callback, import};

#[derive(Debug, PartialEq)]
pub(crate) struct Code(c_int);

impl Status for Code {
    type C = c_int;

    fn check(raw: c_int) -> Result<(), Self> {
        if raw == 0 { Ok(()) } else { Err(Self(raw)) }
    }
}

#[callback(extern "C")]
pub(crate) type Tick = dyn FnMut();

#[import]
// SAFETY: `csrc/timers.c` has these types, keeps one callback until it is removed, and always writes the number. The one
// test here calls it.
unsafe extern "C" {
    safe fn timers_add(
        #[register(unset = { timers_remove(number); Ok(()) })] tick: Tick,
        context: *mut c_void,
        #[out] number: u32,
    ) -> Result<(), Code>;
    safe fn timers_run();
    safe fn timers_remove(number: u32);
    safe fn timers_removed() -> u32;
}

#[test]
fn unset_gets_the_number_that_c_has_written() {
    let ticks = Rc::new(Cell::new(0));
    let counted = Rc::clone(&ticks);
    let (number, timer): (u32, Registration<'static, Tick, Code>) =
        timers_add(move || counted.set(counted.get() + 1)).unwrap();
    timers_run();
    assert_eq!((number, ticks.get(), timers_removed()), (0x1234, 1, 0));
    drop(timer);
    timers_run();
    assert_eq!((ticks.get(), timers_removed()), (1, 0x1234));
}
