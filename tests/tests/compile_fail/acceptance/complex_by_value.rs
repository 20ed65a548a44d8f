use callback_runtime::callback;

#[callback(extern "C" fn((f64, f64), context: usize))]
type Complex = dyn FnMut((f64, f64));

fn main() {}
