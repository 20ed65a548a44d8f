use callback_runtime::import;

#[import]
unsafe extern "C" {
    safe fn a<T>(items: &[T]);
}

fn main() {}
