use callback_runtime::import;

#[import]
unsafe extern "C" {
    fn a() -> Result<_, Errno>;
}

fn main() {}
