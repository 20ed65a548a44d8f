use callback_runtime::import;

#[import(form = functions)]
unsafe extern "C" {
    fn a();
}

fn main() {}
