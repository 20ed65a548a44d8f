use callback_runtime::import;

#[import("user32")]
unsafe extern "C" {
    fn a();
}

fn main() {}
