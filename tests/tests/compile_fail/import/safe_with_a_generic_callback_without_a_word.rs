use callback_runtime::import;

#[import]
unsafe extern "C" {
    safe fn a<B>(step: Visit<B>);
}

fn main() {}
