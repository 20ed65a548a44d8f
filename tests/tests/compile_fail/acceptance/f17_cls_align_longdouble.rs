use callback_runtime::callback;

#[repr(C)]
pub struct Aligned {
    pub a: u8,
    pub b: f128,
    pub c: u8,
}

#[callback(extern "C" fn(Aligned, context: usize))]
type Align = dyn FnMut(Aligned);

fn main() {}
