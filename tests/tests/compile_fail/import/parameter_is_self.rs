use callback_runtime::import;

#[import]
unsafe extern "C" {
    fn a(&self);
}

fn main() {}
