use callback_runtime::import;

#[import]
unsafe extern "C" {
    #[unsafe(no_mangle)]
    safe fn a(text: &core::ffi::CStr);
    #[cfg_attr(unix, link_name = "c")]
    safe fn b(text: &core::ffi::CStr);
}

fn main() {}
