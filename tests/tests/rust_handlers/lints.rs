//! Declarations without warnings of the compiler.
#![deny(warnings)]

use std::ffi::{CStr, c_char, c_int, c_void};
use std::thread;

use callback_runtime::callback;
use callback_tests::{Drops, Parts, Token, keep};

use crate::declared::call;

#[callback(extern "C-unwind", fallback = abort)]
trait Odd {
    #[callback(fn(c_int, context: *mut c_void) -> !)]
    fn end(&mut self, code: c_int) -> !;
    #[deprecated]
    fn old(&self, code: c_int) -> c_int;
    #[allow(non_snake_case)]
    fn nameOfC(&self, code: c_int) -> c_int;
    #[must_use]
    #[inline]
    fn text<'a, 'b>(&self, text: &'a CStr, _: &'b c_int) -> c_int
    where
        'a: 'b,
    {
        text.count_bytes().try_into().unwrap()
    }
}

struct Quiet(Token);

impl Odd for Quiet {
    fn end(&mut self, code: c_int) -> ! {
        panic!("{code}")
    }

    fn old(&self, code: c_int) -> c_int {
        self.0.touch();
        code
    }

    fn nameOfC(&self, code: c_int) -> c_int {
        code + 1
    }
}

#[test]
fn a_method_is_deprecated_and_another_returns_never() {
    let drops = Drops::new();
    let odd = Odd::new(Quiet(drops.token())).owned();
    let (functions, user) = (odd.function(), odd.context());
    assert_eq!(call!(functions.old(5, user)), 5);
    assert_eq!(call!(functions.nameOfC(5, user)), 6);
    let text: *const c_char = c"text".as_ptr();
    assert_eq!(call!(functions.text(text, &1, user)), 4);
    let _: unsafe extern "C-unwind" fn(c_int, *mut c_void) -> ! = functions.end;
    drop(odd);
    assert_eq!(drops.count(), 1);
}

/// C only destroys it, on any thread.
#[callback]
trait Freed: Send {
    fn free(self);
}

impl Freed for Quiet {
    fn free(self) {
        self.0.touch();
    }
}

#[test]
fn the_one_method_is_the_destroy_function() {
    let drops = Drops::new();
    let (functions, user) = Freed::new(Quiet(drops.token())).notified(keep).unwrap();
    let parts = Parts::new(functions, user);
    let other = thread::spawn(move || {
        let (functions, user) = parts.get();
        call!(functions.free(user));
    });
    other.join().unwrap();
    assert_eq!(drops.count(), 1);
}
