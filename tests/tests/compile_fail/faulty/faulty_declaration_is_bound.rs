use core::pin::pin;

use callback_runtime::callback;

#[callback(extern "C")]
type Visit = dyn FnMut(u32) -> i32;

fn main() {
    let mut visit = pin!(Visit::new(|item| item.count_ones() as i32));
    let bound = visit.as_mut().bind();
    let (_function, _context) = (bound.function(), bound.context());
    let _: u32 = bound.finish(3_u32);
}
