use callback_runtime::import;

#[import]
unsafe extern "C" {
    safe fn a(
        /// The text.
        text: &core::ffi::CStr,
    );
}

fn main() {}
