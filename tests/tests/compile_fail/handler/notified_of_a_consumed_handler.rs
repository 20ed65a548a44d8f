use callback_runtime::callback;

#[callback(extern "C")]
pub trait Reader {
    fn close(self);
}

impl Reader for u32 {
    fn close(self) {}
}

fn main() {
    _ = Reader::new(1_u32).notified(|_, _, _| Ok::<_, ()>(()));
}
