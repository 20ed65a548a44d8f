use callback_runtime::import;

#[import]
extern "C" fn a() {}

fn main() {}
