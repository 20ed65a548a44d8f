use callback_runtime::import;

#[import]
unsafe extern "C" {
    fn a(#[c] value: bool);
}

fn main() {}
