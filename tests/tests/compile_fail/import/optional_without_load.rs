use callback_runtime::import;

#[import]
unsafe extern "C" {
    #[optional]
    fn a();
}

fn main() {}
