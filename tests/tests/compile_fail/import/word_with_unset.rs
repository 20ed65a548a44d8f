use callback_runtime::import;

#[import]
unsafe extern "C" {
    fn a(#[notified(unset = b())] step: Visit, context: usize);
}

fn main() {}
