use callback_runtime::import;

struct Code;

#[import]
unsafe extern "C" {
    fn a() -> Result<(), Code>;
}

fn main() {}
