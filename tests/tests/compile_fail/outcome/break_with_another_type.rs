use callback_runtime::callback;

pub struct Verdict(pub i32);

#[callback(extern "C" fn(u32, context: usize) -> i32, continue = 0, break = 1, fallback = 1)]
type Visit = dyn FnMut(u32) -> Verdict;

fn main() {}
