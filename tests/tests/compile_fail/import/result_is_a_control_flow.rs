use callback_runtime::import;

#[import]
unsafe extern "C" {
    fn a() -> ControlFlow<i32>;
}

fn main() {}
