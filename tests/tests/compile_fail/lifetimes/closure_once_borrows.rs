use callback_runtime::callback;

#[callback(extern "C")]
type Completed = dyn FnOnce(u32);

fn main() {
    let mut status = 0;
    let completed = Completed::new(|result| status = result);
    completed.once(|_function, _context| Ok::<(), ()>(())).unwrap();
}
