use callback_runtime::import;

#[import]
unsafe extern "C" {
    safe fn a<'a>(#[scope] step: Visit<'a>, context: usize);
}

fn main() {}
