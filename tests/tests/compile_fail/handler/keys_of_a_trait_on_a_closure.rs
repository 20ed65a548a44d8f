use callback_runtime::callback;

#[repr(C)]
pub struct Base(u32);

#[callback(extern "C", base = Base)]
pub type Read = dyn FnMut();

#[callback(extern "C", references = none)]
pub type Write = dyn FnMut();

#[callback(extern "C", base = Base, references = none)]
fn seek() {}

fn main() {}
