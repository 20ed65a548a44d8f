use callback_runtime::callback;

type OnEventFn = extern "C" fn(u32, isize);

#[callback(extern "C" fn(u32, context: isize), matches = OnEventFn)]
type OnEvent = dyn FnMut(u32);

fn main() {}
