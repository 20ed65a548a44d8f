use callback_runtime::import;

#[import]
unsafe extern "C" {
    fn a() -> Result<!, Errno>;
}

fn main() {}
