use callback_runtime::callback;

#[callback(
    extern "C" fn(u32, context: isize),
    matches = Option<unsafe extern "efiapi" fn(u32, isize)>,
)]
type OnEvent = dyn FnMut(u32);

fn main() {}
