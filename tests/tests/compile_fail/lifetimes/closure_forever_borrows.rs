use callback_runtime::callback;

#[callback(extern "C")]
type Log = dyn FnMut(u32);

fn main() {
    let mut lines = 0;
    let (_function, _context) = Log::new(|line| lines += line).forever();
}
