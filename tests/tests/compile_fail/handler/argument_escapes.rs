use core::ffi::c_int;

use callback_runtime::callback;

#[callback(extern "C")]
pub trait Reader {
    fn read(&mut self, _value: &c_int);
}

struct Keeps<'a>(Option<&'a c_int>);

impl<'a> Reader for Keeps<'a> {
    fn read(&mut self, value: &'a c_int) {
        self.0 = Some(value);
    }
}

fn main() {}
