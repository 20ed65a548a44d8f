//! Results that a method borrows, from its handler or from an argument, and that C gets as a pointer.

use std::ffi::{CStr, CString, c_char, c_int, c_void};
use std::ptr;

use callback_runtime::{Fault, callback};
use callback_tests::{listen, panic_of};

/// A table of names. C asks for one of them.
#[callback(extern "C", fallback = ptr::null())]
trait Names {
    #[callback(fn(context: *mut c_void) -> *const c_char)]
    fn first(&mut self) -> &CStr;
    #[callback(fn(context: *mut c_void, prefix: *const c_char) -> *const c_char)]
    fn find<'a>(&'a mut self, prefix: &CStr) -> Option<&'a CStr>;
    #[callback(fn(context: *mut c_void, name: *const c_char) -> *const c_char)]
    fn same<'a>(&mut self, name: &'a CStr) -> &'a CStr;
    /// A declaration with a value of another type for C, and a fallback that is not a constant.
    #[callback(fn(context: *mut c_void, number: c_int) -> c_int, fallback = number + 1)]
    fn has(&mut self, number: c_int) -> bool;
}

struct List(Vec<CString>);

impl Names for List {
    fn first(&mut self) -> &CStr {
        &self.0[0]
    }

    fn find<'a>(&'a mut self, prefix: &CStr) -> Option<&'a CStr> {
        let found = self.0.iter().find(|name| name.to_bytes().starts_with(prefix.to_bytes()));
        found.map(CString::as_c_str)
    }

    fn same<'a>(&mut self, name: &'a CStr) -> &'a CStr {
        name
    }

    fn has(&mut self, number: c_int) -> bool {
        usize::try_from(number).is_ok_and(|number| number < self.0.len())
    }
}

#[test]
fn c_gets_what_the_handler_lends() {
    let (one, two) = (CString::from(c"one"), CString::from(c"two"));
    let three = c"three";
    let expected = [one.as_ptr(), two.as_ptr(), ptr::null(), three.as_ptr()];
    let got = Names::new(List(vec![one, two])).scope(|names, user| {
        // SAFETY: the functions are called during `scope`, with strings.
        let find = |prefix: &CStr| unsafe { (names.find)(user, prefix.as_ptr()) };
        // SAFETY: as above.
        let numbers = [1, 2].map(|number| unsafe { (names.has)(user, number) });
        assert_eq!(numbers, [1, 0]);
        // SAFETY: as above.
        let first = unsafe { (names.first)(user) };
        // SAFETY: as above.
        let same = unsafe { (names.same)(user, three.as_ptr()) };
        [first, find(c"tw"), find(c"x"), same]
    });
    assert_eq!(got, expected);
}

#[test]
fn c_gets_null_if_the_handler_lends_nothing() {
    let ear = listen("Names::first");
    let mut got = None;
    panic_of(|| {
        Names::new(List(Vec::new())).scope(|names, user| {
            // SAFETY: the functions are called during `scope`.
            let first = unsafe { (names.first)(user) };
            // SAFETY: as above.
            got = Some((first, unsafe { (names.has)(user, 5) }));
        });
    });
    assert_eq!((got, ear.faults()), (Some((ptr::null(), 6)), vec![Fault::Panicked]));
}

/// Like `Names`, for calls on several threads at once.
#[callback(extern "C", fallback = ptr::null())]
trait Named: Send + Sync {
    #[callback(fn(context: *mut c_void) -> *const c_char)]
    fn name(&self) -> &CStr;
}

impl Named for CString {
    fn name(&self) -> &CStr {
        self
    }
}

#[test]
fn c_gets_what_a_shared_handler_lends() {
    let name = CString::from(c"name");
    let got = Named::new(&name).scope(|functions, user| {
        // SAFETY: the function is called during `scope`.
        unsafe { (functions.name)(user) }
    });
    assert_eq!(got, name.as_ptr());
}
