use callback_runtime::import;

#[import(from = functions)]
extern "C" {
    fn a();
}

fn main() {}
