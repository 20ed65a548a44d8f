use callback_runtime::import;

#[import]
unsafe extern "C" {
    safe fn a<'a>(key: &i32) -> Option<&'a i32>;
}

fn main() {}
