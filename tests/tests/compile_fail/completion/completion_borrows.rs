use callback_runtime::callback;

#[callback(extern "C")]
type Done = dyn FnOnce(i32);

fn main() {
    let mut status = 0;
    let done = Done::new(|result| status = result);
    let (_function, _context, _completion) = done.completion();
}
