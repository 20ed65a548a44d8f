use callback_runtime::callback;

#[callback(extern "C")]
pub trait Reader {
    fn close(self);
}

struct Borrows<'a>(&'a u32);

impl Reader for Borrows<'_> {
    fn close(self) {}
}

fn main() {
    let count = 0;
    _ = Reader::new(Borrows(&count)).notified(|_, _| Ok::<_, ()>(()));
}
