use core::pin::Pin;

use callback_runtime::callback;

#[callback(extern "C")]
pub trait Reader {
    fn read(self: Pin<&mut Self>);
}

fn main() {}
