use callback_runtime::import;

#[import]
unsafe extern "C" {
    fn a(#[notified] step: Visit, context: usize) -> Result<(), Errno>;
}

fn main() {}
