//! Names: raw names, names that shadow others, names of prelude items, and the maximum number of them.

use std::ffi::{c_int, c_void};

use callback_runtime::import;

use crate::declared::{Add, Code};
use crate::library;

/// Constants with the names of parameters of other functions, and of variables that the attribute may choose.
mod constants {
    #![allow(non_upper_case_globals, dead_code, reason = "they are only in the way")]

    use super::*;

    const value: c_int = 99;
    const context: c_int = 1;
    const kept: c_int = 2;
    const foreign: c_int = 3;
    const function_0: c_int = 4;
    const registration_0: c_int = 5;
    static argument_0: c_int = 6;

    #[import]
    unsafe extern "C" {
        #[link_name = "imports_each"]
        pub(super) safe fn shadowed(
            count: c_int,
            #[scope] step: Add,
            context: *mut c_void,
        ) -> c_int;
        #[link_name = "imports_keep"]
        pub(super) safe fn keep(
            #[register(unset = Ok(()))] step: Add,
            context: *mut c_void,
        ) -> Result<c_int, Code>;
        #[link_name = "imports_once"]
        pub(super) safe fn value_of(context: *mut c_void, #[scope] step: Add, item: c_int)
        -> c_int;
    }
}

/// Items with the names of the prelude and of generated code.
#[expect(dead_code, reason = "they are only in the way")]
mod prelude {
    use super::*;

    struct Result;
    struct Option;
    struct F;
    enum Some {}
    mod core {}
    mod std {}
    fn drop() {}

    #[import(crate = ::callback_runtime)]
    unsafe extern "C" {
        #[link_name = "imports_once"]
        pub(super) safe fn call_once(
            context: *mut c_void,
            #[scope] step: Add,
            item: c_int,
        ) -> c_int;
        #[link_name = "imports_keep"]
        pub(super) safe fn kept(
            #[register(unset = ::core::result::Result::Ok(()))] step: Add,
            context: *mut c_void,
        ) -> ::core::result::Result<(), Code>;
    }
}

#[import]
unsafe extern "C" {
    #[link_name = "imports_once"]
    safe fn r#match(context: *mut c_void, #[scope] r#type: Add, r#fn: c_int) -> c_int;
    #[link_name = "imports_none"]
    safe fn none();
    #[link_name = "imports_none"]
    safe fn checked_none() -> Result<(), std::convert::Infallible>;
    /// Two generics with the names that the attribute would choose.
    #[link_name = "imports_each"]
    safe fn named<F, F_>(
        a: c_int,
        #[scope] each: crate::declared::Visit<(F, F_)>,
        context: *mut c_void,
    ) -> c_int;
    #[link_name = "imports_many"]
    safe fn many(
        a: u8,
        b: i16,
        c: u32,
        d: i64,
        e: f32,
        f: f64,
        g: u8,
        h: u16,
        i: &u32,
        j: usize,
        #[scope] step: Add,
        context: *mut c_void,
        k: i8,
        l: u8,
        m: i32,
        n: f64,
        o: u64,
    ) -> f64;
}

#[import(from = r#mod)]
unsafe extern "C" {
    safe fn r#loop(r#as: c_int) -> Result<c_int, Code>;
}

mod r#mod {
    pub(super) extern "C" fn r#loop(r#as: i32) -> i32 {
        r#as + 1
    }
}

#[unsafe(no_mangle)]
extern "C" fn imports_none() {
    library::note("none");
}

#[expect(clippy::many_single_char_names, reason = "as C has them")]
#[unsafe(no_mangle)]
unsafe extern "C" fn imports_many(
    a: u8,
    b: i16,
    c: u32,
    d: i64,
    e: f32,
    f: f64,
    g: u8,
    h: u16,
    i: *const u32,
    j: usize,
    step: library::Step,
    user: *mut c_void,
    k: i8,
    l: u8,
    m: i32,
    n: f64,
    o: u64,
) -> f64 {
    // SAFETY: the callback is alive during this call.
    let answer = unsafe { step(7, user) };
    // SAFETY: the caller passes a reference.
    let i = unsafe { i.read() };
    let numbers = [
        a.into(),
        b.into(),
        c.into(),
        f64::from(i32::try_from(d).unwrap()),
        e.into(),
        f,
        g.into(),
        h.into(),
        i.into(),
        f64::from(u32::try_from(j).unwrap()),
        answer.into(),
        k.into(),
        l.into(),
        m.into(),
        n,
        f64::from(u32::try_from(o).unwrap()),
    ];
    numbers.iter().zip(1..).map(|(number, place)| number * f64::from(place)).sum()
}

#[test]
fn parameters_may_be_named_like_constants() {
    assert_eq!(constants::shadowed(3, |item| item + 1), 3);
    assert_eq!(constants::value_of(|item| item, 8), 8);
    let (code, registration) = constants::keep(|item| item).unwrap();
    assert_eq!((code, library::call(4)), (0, 4));
    drop(registration);
}

#[test]
fn items_may_be_named_like_those_of_the_prelude() {
    assert_eq!(prelude::call_once(|item| item, 8), 8);
    drop(prelude::kept(|item| item).unwrap());
}

#[test]
fn names_may_be_raw() {
    assert_eq!(r#match(|item| item + 1, 2), 3);
    assert_eq!(r#loop(2), Ok(3));
}

#[test]
fn generics_may_have_the_names_that_are_invented() {
    let found = named(3, |item| std::ops::ControlFlow::Break((item, "a")));
    assert_eq!(found, std::ops::ControlFlow::Break((0, "a")));
}

#[test]
fn there_may_be_no_parameters() {
    none();
    assert_eq!(checked_none(), Ok(()));
    assert_eq!(library::noted(), ["none"; 2]);
}

#[test]
fn there_may_be_many_parameters() {
    let answer = many(1, 1, 1, 1, 1.0, 1.0, 1, 1, &1, 1, |item| item - 6, 1, 1, 1, 1.0, 1);
    assert!((answer - 136.0).abs() < 1e-9, "{answer}");
}
