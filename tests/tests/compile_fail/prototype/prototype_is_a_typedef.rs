use callback_runtime::callback;

type VisitFn = Option<unsafe extern "C" fn(u32, usize) -> i32>;

#[callback(VisitFn, fallback = 0)]
type Visit = dyn FnMut(u32) -> i32;

fn main() {}
