use core::cell::Cell;

use callback_runtime::{FromC, callback};

struct Counter<'a>(&'a Cell<u32>);

impl FromC<*const u32> for Counter<'_> {
    unsafe fn from_c(raw: *const u32) -> Option<Self> {
        unsafe { FromC::from_c(raw.cast()) }.map(Self)
    }
}

#[callback(extern "C" fn(*const u32, context: usize))]
type OnCounter = dyn Fn(Counter<'_>) + Send + Sync;

fn main() {
    OnCounter::new(|counter| counter.0.set(0));
}
