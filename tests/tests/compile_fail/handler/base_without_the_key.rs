use callback_runtime::callback;

#[repr(C)]
pub struct Cursor(i32);

#[callback(extern "C")]
pub trait Rows {
    #[callback(fn(base: *mut Cursor))]
    fn next(&mut self, base: *mut Cursor);
}

fn main() {}
