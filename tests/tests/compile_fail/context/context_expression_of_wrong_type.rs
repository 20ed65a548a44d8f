use callback_runtime::callback;

#[callback(extern "C" fn(event: u32), context = f64::from(event))]
type OnEvent = dyn FnMut(u32);

fn main() {}
