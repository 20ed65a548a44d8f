use callback_runtime::import;

#[import]
unsafe extern "C" {
    fn a(#[out] #[c(i32)] value: i32) -> Result<(), Errno>;
}

fn main() {}
