use callback_runtime::{RawFn, callback};

#[callback(extern "C")]
type Visit<T> = dyn FnMut(&T);

unsafe extern "C" {
    fn each(visit: RawFn<Visit>);
}

fn main() {}
