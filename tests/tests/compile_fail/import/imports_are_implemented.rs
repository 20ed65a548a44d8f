#![forbid(unsafe_code)]

use callback_runtime::{Imports, RawContext, RawFn, Scoped, callback};

#[callback(extern "C")]
type Visit = dyn FnMut(i32);

struct Mine;

impl Imports<Mine> for Visit {
    fn scope<R>(_: Mine, _call: impl FnOnce(RawFn<Self>, RawContext<Self>) -> R) -> Scoped<Self, R> {
        loop {}
    }
}

fn main() {}
