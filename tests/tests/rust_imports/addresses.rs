//! Arguments for a `void *` of C: the address of a reference's target, or the result of the user's conversion.

use std::cell::Cell;
use std::ffi::{CStr, c_void};
use std::ptr::{self, NonNull};
use std::slice;

use callback_runtime::IntoC;

/// Returns the address.
#[unsafe(no_mangle)]
pub(crate) extern "C" fn imports_address(item: *const c_void) -> usize {
    item.addr()
}

/// Returns the address, and changes nothing.
#[unsafe(no_mangle)]
pub(crate) extern "C" fn imports_address_mut(item: *mut c_void) -> usize {
    item.addr()
}

/// Returns the address of the array, and its length.
#[unsafe(no_mangle)]
pub(crate) extern "C" fn imports_array(length: usize, items: *mut c_void) -> usize {
    items.addr() + length
}

/// Returns the last byte.
#[unsafe(no_mangle)]
pub(crate) unsafe extern "C" fn imports_last(data: *const u8, flags: u8, length: usize) -> u8 {
    assert_eq!(flags, 1);
    // SAFETY: there are so many bytes.
    let data = unsafe { slice::from_raw_parts(data, length) };
    data[length - 1]
}

/// Adds one to each byte.
#[unsafe(no_mangle)]
pub(crate) unsafe extern "C" fn imports_increase(data: *mut u8, length: usize) {
    for at in 0..length {
        let byte = data.wrapping_add(at);
        // SAFETY: there are so many bytes.
        let before = unsafe { byte.read() };
        // SAFETY: as above.
        unsafe { byte.write(before + 1) };
    }
}

/// A type that says nothing about C.
pub(crate) struct Plain(Cell<u64>);

/// A type that contains the value for C, and counts its conversions.
pub(crate) struct Db {
    given: Cell<u32>,
    handle: *mut c_void,
}

impl Db {
    fn new() -> Self {
        Self { given: Cell::new(0), handle: ptr::without_provenance_mut(0x1230) }
    }

    fn give(&self) -> *mut c_void {
        self.given.set(self.given.get() + 1);
        self.handle
    }
}

impl IntoC<*const c_void> for &Db {
    fn into_c(self) -> *const c_void {
        self.give()
    }
}

impl IntoC<*mut c_void> for &Db {
    fn into_c(self) -> *mut c_void {
        self.give()
    }
}

impl IntoC<*mut c_void> for &mut Db {
    fn into_c(self) -> *mut c_void {
        self.give()
    }
}

blocks! {
    from = super;

    #[link_name = "imports_address"]
    pub(super) safe fn of_plain(#[c(*const c_void)] item: &Plain) -> usize;
    #[link_name = "imports_address"]
    pub(super) safe fn of_number(#[c(*const c_void)] item: &u32) -> usize;
    #[link_name = "imports_address"]
    pub(super) safe fn of_option(#[c(*const c_void)] item: Option<&Plain>) -> usize;
    #[link_name = "imports_address"]
    pub(super) safe fn of_borrowed<'a>(#[c(*const c_void)] item: &'a &'a str) -> usize;
    #[link_name = "imports_address"]
    pub(super) unsafe fn of_any<T>(#[c(*const c_void)] item: &T) -> usize;
    #[link_name = "imports_address"]
    pub(super) safe fn of_slice(#[c(*const c_void)] items: &[u16]) -> usize;
    #[link_name = "imports_address"]
    pub(super) safe fn of_text(#[c(*const c_void)] text: &CStr) -> usize;
    #[link_name = "imports_address"]
    pub(super) safe fn of_db(#[c(*const c_void)] db: &Db) -> usize;
    #[link_name = "imports_address"]
    pub(super) safe fn of_option_db(#[c(*const c_void)] db: Option<&Db>) -> usize;
    #[link_name = "imports_address"]
    pub(super) safe fn of_mut_const(#[c(*const c_void)] item: &mut Plain) -> usize;
    #[link_name = "imports_address"]
    pub(super) safe fn of_option_mut_const(#[c(*const c_void)] item: Option<&mut Plain>) -> usize;

    #[link_name = "imports_address_mut"]
    pub(super) safe fn of_mut(#[c(*mut c_void)] item: &mut Plain) -> usize;
    #[link_name = "imports_address_mut"]
    pub(super) safe fn of_option_mut(#[c(*mut c_void)] item: Option<&mut Plain>) -> usize;
    #[link_name = "imports_address_mut"]
    pub(super) safe fn of_db_mut(#[c(*mut c_void)] db: &mut Db) -> usize;
    #[link_name = "imports_address_mut"]
    pub(super) safe fn of_db_shared(#[c(*mut c_void)] db: &Db) -> usize;
    #[link_name = "imports_address_mut"]
    pub(super) safe fn of_slice_mut(#[c(*mut c_void)] items: &mut [u16]) -> usize;
    #[link_name = "imports_address_mut"]
    pub(super) safe fn of_not_null(#[c(*mut c_void)] item: NonNull<Plain>) -> usize;
    #[link_name = "imports_address_mut"]
    pub(super) safe fn of_option_not_null(#[c(*mut c_void)] item: Option<NonNull<Plain>>) -> usize;
    #[link_name = "imports_address_mut"]
    pub(super) safe fn of_pointer(#[c(*mut c_void)] item: *mut Plain) -> usize;
    pub(super) safe fn imports_array(#[c(usize, *mut c_void)] items: &mut [u16]) -> usize;

    pub(super) safe fn imports_last(
        #[c(*const u8)] data: &[u8],
        #[c(u8 = 1)] _: (),
        #[c(usize = data.len())] _: (),
    ) -> u8;
    pub(super) safe fn imports_increase(
        #[c(*mut u8)] data: &mut [u8],
        #[c(usize = data.len())] _: (),
    );
}

macro_rules! tests {
    ($module:ident) => {
        mod $module {
            use super::super::$module as functions;
            use super::*;

            #[test]
            fn a_reference_is_passed_as_the_address_of_its_target() {
                let plain = Plain(Cell::new(1));
                let (here, number) = ((&raw const plain).addr(), 5);
                assert_eq!(functions::of_plain(&plain), here);
                assert_eq!(functions::of_number(&number), (&raw const number).addr());
                assert_eq!(functions::of_option(Some(&plain)), here);
                assert_eq!(functions::of_option(None), 0);
                let text = "text";
                assert_eq!(functions::of_borrowed(&text), (&raw const text).addr());
                // SAFETY: the function looks at the address only.
                assert_eq!(unsafe { functions::of_any(&text) }, (&raw const text).addr());
            }

            #[test]
            fn a_mutable_reference_is_passed_as_the_address_of_its_target() {
                let mut plain = Plain(Cell::new(1));
                let here = (&raw const plain).addr();
                assert_eq!(functions::of_mut(&mut plain), here);
                assert_eq!(functions::of_mut_const(&mut plain), here);
                assert_eq!(functions::of_option_mut(Some(&mut plain)), here);
                assert_eq!(functions::of_option_mut_const(Some(&mut plain)), here);
                assert_eq!(
                    (functions::of_option_mut(None), functions::of_option_mut_const(None)),
                    (0, 0)
                );
                plain.0.set(2);
            }

            #[test]
            fn a_conversion_of_the_users_goes_before_the_address() {
                let mut db = Db::new();
                let handle = db.handle.addr();
                assert_eq!(functions::of_db(&db), handle);
                assert_eq!(functions::of_option_db(Some(&db)), handle);
                assert_eq!(functions::of_option_db(None), 0);
                assert_eq!(functions::of_db_shared(&db), handle);
                assert_eq!(functions::of_db_mut(&mut db), handle);
                assert_eq!(db.given.get(), 4);
            }

            #[test]
            fn slices_and_text_are_passed_as_the_address_of_the_first_element() {
                let mut items = [1, 2, 3];
                let here = items.as_ptr().addr();
                assert_eq!(functions::of_slice(&items), here);
                assert_eq!(functions::of_slice_mut(&mut items[1..]), here + 2);
                assert_eq!(functions::imports_array(&mut items), here + 3);
                let text = c"text";
                assert_eq!(functions::of_text(text), text.as_ptr().addr());
            }

            #[test]
            fn pointers_are_cast() {
                let mut plain = Plain(Cell::new(1));
                let pointer = NonNull::from(&mut plain);
                assert_eq!(functions::of_not_null(pointer), pointer.addr().get());
                assert_eq!(functions::of_option_not_null(Some(pointer)), pointer.addr().get());
                assert_eq!(functions::of_option_not_null(None), 0);
                assert_eq!(functions::of_pointer(pointer.as_ptr()), pointer.addr().get());
            }

            #[test]
            fn a_length_may_be_anywhere() {
                assert_eq!(functions::imports_last(&[7, 8, 9]), 9);
                let mut bytes = [1, 2, 3];
                functions::imports_increase(&mut bytes[1..]);
                assert_eq!(bytes, [1, 3, 4]);
            }
        }
    };
}

mod of {
    use super::*;

    tests!(linked);
    tests!(wrapped);
}
