use callback_runtime::import;

#[import]
unsafe extern "C" {
    fn a(#[c(&u8)] text: &str);
}

fn main() {}
