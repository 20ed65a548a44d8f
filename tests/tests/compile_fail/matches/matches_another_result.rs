use callback_runtime::callback;

type OnEventFn = unsafe extern "C" fn(u32, isize) -> i32;

#[callback(extern "C" fn(u32, context: isize), matches = OnEventFn)]
type OnEvent = dyn FnMut(u32);

fn main() {}
