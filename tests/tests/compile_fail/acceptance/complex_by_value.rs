use callback_runtime::callback;

#[callback(extern "C" fn(context: usize) -> (f64, f64), fallback = (0.0, 0.0))]
type Complex = dyn FnMut() -> (f64, f64);

fn main() {}
