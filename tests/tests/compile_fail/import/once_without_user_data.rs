use callback_runtime::import;

#[import]
unsafe extern "C" {
    fn a(#[once] step: Visit) -> Result<(), Errno>;
}

fn main() {}
