use callback_runtime::import;

#[import]
fn a() {}

fn main() {}
