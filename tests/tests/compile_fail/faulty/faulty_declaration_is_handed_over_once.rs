use callback_runtime::callback;

#[callback(extern "C" fn(u32, context: u8))]
type Completed = dyn FnOnce(u32);

fn main() {
    let completed = Completed::new(|_result| {});
    completed.once(|_function, _context| Ok::<(), ()>(())).unwrap();
    let (_function, _context) = Completed::new(|_result| {}).forever();
}
