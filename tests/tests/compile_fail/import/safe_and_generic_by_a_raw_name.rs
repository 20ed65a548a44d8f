use callback_runtime::{callback, import};

#[callback(extern "C" fn(item: *const r#T, context: usize))]
type Visit<r#T> = dyn FnMut(&r#T);

#[import]
unsafe extern "C" {
    safe fn a<T>(#[scope] visit: Visit<T>, context: usize);
}

fn main() {}
