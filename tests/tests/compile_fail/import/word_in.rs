use callback_runtime::import;

#[import]
unsafe extern "C" {
    fn a(#[In] value: i32);
}

fn main() {}
