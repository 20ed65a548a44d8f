use callback_runtime::callback;

type OnEventFn = Option<unsafe extern "C" fn(i32, isize)>;

#[callback(extern "C" fn(u32, context: isize), matches = OnEventFn)]
type OnEvent = dyn FnMut(u32);

fn main() {}
