use callback_runtime::import;

#[import(from = functions)]
unsafe extern "C" {
    #[link_name = "?a@@YAXXZ"]
    fn a();
}

fn main() {}
