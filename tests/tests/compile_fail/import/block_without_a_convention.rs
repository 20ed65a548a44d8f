use callback_runtime::import;

#[import]
unsafe extern {
    fn a();
}

fn main() {}
