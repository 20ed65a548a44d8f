use core::ops::ControlFlow::{self, Break};

use callback_runtime::{RawFn, callback};

#[callback(extern "C" fn(*const T, context: usize) -> i32, continue = 0, fallback = 0)]
type Visit<T, B> = dyn FnMut(&T) -> ControlFlow<B>;

unsafe fn each<T, B>(_visit: RawFn<Visit<T, B>>, _user: usize) {}

fn main() {
    let visit = Visit::new(|item: &u32| Break(*item));
    let _found = visit.scope(|visit, user| unsafe { each::<u32, u32>(visit, user) });
}
