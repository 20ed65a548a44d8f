use callback_runtime::callback;

#[callback(extern "C" fn(u64, context: usize))]
type Progress = dyn FnMut(u32);

fn main() {}
