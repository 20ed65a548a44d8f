use std::rc::Rc;

use callback_runtime::callback;

#[callback(extern "C")]
pub trait Reader: Send {
    fn read(&mut self);
}

struct Local(Rc<u32>);

impl Reader for Local {
    fn read(&mut self) {}
}

fn main() {
    _ = Reader::new(Local(Rc::new(1))).scope(|_, _| ());
}
