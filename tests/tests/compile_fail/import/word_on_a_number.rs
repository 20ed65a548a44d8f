use callback_runtime::import;

#[import]
unsafe extern "C" {
    fn a(#[scope] count: i32);
}

fn main() {}
