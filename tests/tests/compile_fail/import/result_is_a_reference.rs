use callback_runtime::import;

#[import]
unsafe extern "C" {
    fn a() -> &'static CStr;
}

fn main() {}
