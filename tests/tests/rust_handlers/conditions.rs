//! Conditions on the handler.

use std::ffi::{c_int, c_void};

use callback_runtime::callback;

use crate::declared::call;

/// A trait whose method cannot be called on a `dyn Whole`.
#[callback(extern "C", fallback = 0)]
trait Whole {
    #[callback(fn(context: *mut c_void) -> c_int)]
    fn whole(&mut self) -> c_int
    where
        Self: Sized;
}

impl Whole for c_int {
    fn whole(&mut self) -> c_int {
        *self += 1;
        *self
    }
}

#[test]
fn a_method_may_need_the_size_of_its_handler() {
    let mut handler = 6;
    Whole::new(&mut handler).scope(|functions, user| assert_eq!(call!(functions.whole(user)), 7));
    assert_eq!(handler, 7);
}
