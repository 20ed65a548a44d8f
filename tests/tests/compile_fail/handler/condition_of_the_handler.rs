use callback_runtime::callback;

#[callback(extern "C")]
pub trait Reader<T>
where
    T: Copy,
    Self: Send,
{
    fn read(&mut self, _value: *const T);
}

fn main() {}
