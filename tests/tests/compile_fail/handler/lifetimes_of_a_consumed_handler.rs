use core::pin::pin;

use callback_runtime::callback;

#[callback(extern "C")]
pub trait Reader {
    fn close(self);
}

impl Reader for u32 {
    fn close(self) {}
}

fn main() {
    _ = Reader::new(1_u32).scope(|_, _| ());
    _ = pin!(Reader::new(1_u32)).bind();
    _ = Reader::new(1_u32).register(|_, _| Ok::<_, ()>(()), |_, _, ()| Ok(()));
    _ = Reader::new(1_u32).owned();
    _ = Reader::new(1_u32).forever();
    _ = Reader::new(1_u32).once(|_, _| Ok::<_, ()>(()));
}
