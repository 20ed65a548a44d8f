use callback_runtime::callback;

#[callback(extern "C")]
pub trait Reader {
    fn read<T>(&mut self, _value: *const T);
    fn seek<A>(&mut self, _value: &A);
    fn write<const N: usize>(&mut self, _value: *const [u8; N]);
}

fn main() {}
