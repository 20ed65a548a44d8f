use callback_runtime::import;

#[import(from = functions)]
unsafe extern "C" {
    #[link_ordinal(3)]
    fn a();
}

fn main() {}
