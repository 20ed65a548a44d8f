use callback_runtime::{Registration, callback};

#[callback(extern "C", fallback = 0)]
type Tick = dyn FnMut(i32) -> i32;

struct Library(i32);

fn main() {
    let mut _kept: Option<Registration<'_, Tick, i32>> = None;
    let library = Library(1);
    _kept = Tick::new(|item| item).register(|_, _| Ok(()), |_, _, ()| Err(library.0)).ok();
}
