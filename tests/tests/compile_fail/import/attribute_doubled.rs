use callback_runtime::import;

#[import]
#[import]
unsafe extern "C" {
    fn a();
}

fn main() {}
