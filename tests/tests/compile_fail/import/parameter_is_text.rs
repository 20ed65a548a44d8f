use callback_runtime::import;

#[import]
unsafe extern "C" {
    fn a(text: &str);
}

fn main() {}
