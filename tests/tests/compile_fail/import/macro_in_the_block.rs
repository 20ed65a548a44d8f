use callback_runtime::import;

#[import]
unsafe extern "C" {
    functions!(a, b);
}

fn main() {}
