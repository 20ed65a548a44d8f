use callback_runtime::import;

#[import]
unsafe extern "C" {
    fn a(_value: _) -> Result<(), Errno>;
}

fn main() {}
