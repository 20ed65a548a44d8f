use callback_runtime::import;

#[import]
unsafe extern "C" {
    fn a() -> io::Result<i32>;
}

fn main() {}
