//! The attributes of an element: names and values in an array that ends with a null pointer.

use std::ffi::{CStr, c_uchar};
use std::marker::PhantomData;

use callback_runtime::FromC;

/// The attributes that are left, each with its value.
pub(super) struct Attributes<'a>(*const *const c_uchar, PhantomData<&'a [&'a CStr]>);

impl FromC<*mut *const c_uchar> for Attributes<'_> {
    unsafe fn from_c(raw: *mut *const c_uchar) -> Option<Self> {
        (!raw.is_null()).then_some(Self(raw, PhantomData))
    }
}

impl<'a> Iterator for Attributes<'a> {
    type Item = (&'a CStr, &'a CStr);

    fn next(&mut self) -> Option<Self::Item> {
        // SAFETY: this is a name, or the null pointer at the end.
        let name = unsafe { *self.0 };
        if name.is_null() {
            return None;
        }
        // SAFETY: a value follows each name.
        let at = unsafe { self.0.add(1) };
        // SAFETY: as above.
        let value = unsafe { *at };
        // SAFETY: another name follows, or the end.
        self.0 = unsafe { at.add(1) };
        // SAFETY: a string that lives as long as the call.
        let name = unsafe { CStr::from_ptr(name.cast()) };
        // SAFETY: as above.
        Some((name, unsafe { CStr::from_ptr(value.cast()) }))
    }
}
