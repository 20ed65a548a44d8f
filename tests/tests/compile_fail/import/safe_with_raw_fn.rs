use callback_runtime::import;

#[import]
unsafe extern "C" {
    safe fn a(step: RawFn<Visit>);
}

fn main() {}
