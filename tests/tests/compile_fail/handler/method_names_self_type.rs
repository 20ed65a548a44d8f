use callback_runtime::callback;

#[callback(extern "C")]
pub trait Reader {
    fn read(&mut self, _other: &Self);
    fn copy(&mut self) -> Self;
}

fn main() {}
