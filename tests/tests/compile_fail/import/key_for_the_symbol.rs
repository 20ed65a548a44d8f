use callback_runtime::import;

#[import(EntryPoint = "a")]
unsafe extern "C" {
    fn a();
}

fn main() {}
