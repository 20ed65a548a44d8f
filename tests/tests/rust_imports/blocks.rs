//! Whole blocks: their members, and blocks that macros write.

use std::ffi::{c_int, c_void};

use callback_runtime::import;

use crate::declared::{Add, Code};
use crate::library::{self, noted};

/// A macro that writes blocks, from types, expressions, names and visibilities.
macro_rules! functions {
    ($($visibility:vis $name:ident = $symbol:literal: $word:ident $callback:ty, $result:ty, $count:ty;)*) => {
        #[import]
        unsafe extern "C" {$(
            #[link_name = $symbol]
            $visibility safe fn $name(count: $count, #[$word] step: $callback, context: *mut c_void) -> $result;
        )*}
    };
    (unset $name:ident($code:expr): $callback:ty) => {
        #[import]
        unsafe extern "C" {
            #[link_name = "imports_keep"]
            safe fn $name(
                #[register(unset = Err(Code($code)))] step: $callback,
                context: *mut c_void,
            ) -> Result<(), Code>;
        }
    };
}

functions! {
    each = "imports_each": scope Add, c_int, c_int;
    pub(crate) attempt = "imports_try": scope Add, Result<(), Code>, c_int;
}
functions!(unset unset_of(3 + 4): Add);

#[test]
fn a_macro_may_write_the_block() {
    assert_eq!(each(3, |item| item), 1);
    assert_eq!(attempt(3, |item| item), Ok(()));
    assert_eq!(unset_of(|item| item).unwrap().unregister(), Err(Code(7)));
}

// Members other than functions with wrappers.
#[import]
unsafe extern "C" {
    #[link_name = "imports_number"]
    pub(crate) safe static NUMBER: c_int;
    /// An ordinary foreign function.
    #[link_name = "imports_forget"]
    pub(crate) safe fn plain() -> c_int;
    #[link_name = "imports_forget"]
    fn plain_unsafe() -> c_int;
    #[must_use = "the answer is all that there is"]
    #[link_name = "imports_once"]
    #[cfg(not(any()))]
    safe fn conditional(context: *mut c_void, #[scope] step: Add, item: c_int) -> c_int;
    #[cfg(any())]
    safe fn absent(#[scope] step: Nothing, context: *mut c_void);
}

#[unsafe(export_name = "imports_number")]
static OF_C: c_int = 17;

#[test]
fn a_block_has_statics_and_functions_of_all_sorts() {
    assert_eq!((NUMBER, plain()), (17, 0));
    // SAFETY: it only notes that it was called.
    assert_eq!(unsafe { plain_unsafe() }, 0);
    assert_eq!(noted(), ["forget"; 2]);
    assert_eq!(conditional(|item| item + 1, 1), 2);
}

/// A function with nothing to convert has its own address.
#[test]
fn a_plain_function_stays_one_of_c() {
    let function: unsafe extern "C" fn() -> c_int = plain_unsafe;
    // SAFETY: as above.
    assert_eq!(unsafe { function() }, 0);
}

/// In a function body, with the items of that.
#[test]
fn a_block_may_be_in_a_function() {
    const CODE: c_int = 2;
    #[import(from = library)]
    unsafe extern "C" {
        safe fn imports_keep(
            #[register(unset = Err(Code(CODE)))] step: Add,
            context: *mut c_void,
        ) -> Result<(), Code>;
    }
    assert_eq!(imports_keep(|item| item).unwrap().unregister(), Err(Code(2)));
}

#[test]
fn a_block_may_be_empty() {
    #[import]
    unsafe extern "C" {}
    #[import(from = library)]
    unsafe extern "C" {}
}

/// Closures that are not literals.
#[test]
fn a_closure_may_be_a_variable_a_function_or_a_box() {
    fn double(item: c_int) -> c_int {
        2 * item
    }
    let mut sum = 0;
    let mut add = |item: c_int| {
        sum += item;
        1
    };
    assert_eq!(each(3, &mut add), 3);
    assert_eq!((each(3, double), sum), (1, 3));
    let boxed: Box<dyn FnMut(c_int) -> c_int> = Box::new(|_| 1);
    assert_eq!(each(3, boxed), 3);
}
