//! The wrappers of `#[import]`, next to the same calls written by hand.

use std::ffi::{c_int, c_void};
use std::ops::ControlFlow::{self, Break, Continue};

use callback_runtime::{Errno, callback, import};

use crate::cells::loops;
use crate::cells::row::{Group, Meter, Row, single, turns};

#[callback(extern "C" fn(c_int, context: *mut c_void) -> c_int, fallback = -1)]
type Held = dyn FnMut(c_int) -> c_int;

#[callback(
    extern "C" fn(c_int, context: *mut c_void) -> c_int,
    continue = 0, break = 1, fallback = 1,
)]
type Breaking<B> = dyn FnMut(c_int) -> ControlFlow<B>;

#[import]
// SAFETY: `bench_call` calls the function with the user data once, before it returns.
unsafe extern "C" {
    #[link_name = "bench_call"]
    safe fn call(#[scope] function: Held, x: c_int, context: *mut c_void) -> c_int;
    #[link_name = "bench_call"]
    safe fn call_breaking<B>(
        #[scope] function: Breaking<B>,
        x: c_int,
        context: *mut c_void,
    ) -> Result<c_int, Errno>;
}

pub(super) fn rows() -> Vec<Row> {
    vec![
        single(Group::Imports, "scope, and a call", by_hand),
        single(Group::Imports, "import, and a call", imported),
        single(Group::Imports, "scope, and a call that breaks", breaking_by_hand),
        single(Group::Imports, "import, and a call that breaks", breaking_imported),
    ]
}

fn by_hand(meter: Meter) {
    turns(meter, |x| Held::new(|y| x ^ y).scope(|function, user| loops::call(function, x, user)));
}

fn imported(meter: Meter) {
    turns(meter, |x| call(|y| x ^ y, x));
}

fn breaking_by_hand(meter: Meter) {
    turns(meter, |x| {
        let broke = Breaking::new(|y| if y >= 0 { Break(x ^ y) } else { Continue(()) }).scope(
            |function, user| {
                <Errno as callback_runtime::Check<c_int>>::check(loops::call(function, x, user))
            },
        );
        match broke {
            Break(y) | Continue(Ok(y)) => y,
            Continue(Err(Errno(code))) => code,
        }
    });
}

fn breaking_imported(meter: Meter) {
    turns(meter, |x| {
        match call_breaking(|y| if y >= 0 { Break(x ^ y) } else { Continue(()) }, x) {
            Ok(Break(y) | Continue(y)) => y,
            Err(Errno(code)) => code,
        }
    });
}
