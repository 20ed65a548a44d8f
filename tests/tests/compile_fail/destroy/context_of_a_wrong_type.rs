use callback_runtime::callback;

#[callback(extern "C", destroy = extern "C" fn(context: f64))]
type Tick = dyn FnMut();

fn main() {}
