use callback_runtime::import;

#[import(CallingConvention = "stdcall")]
unsafe extern "C" {
    fn a();
}

fn main() {}
