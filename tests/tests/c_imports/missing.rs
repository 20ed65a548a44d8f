//! Libraries and functions that are missing at run time.

use std::error::Error;
use std::ffi::c_int;

use callback_runtime::import;

use crate::loaded::LIBRARY;

#[import(load = "callback-tests-have-no-such-library", as = Nowhere)]
unsafe extern "C" {
    safe fn of_nowhere();
}

#[import(load = LIBRARY, as = Incomplete)]
unsafe extern "C" {
    safe fn loaded_add(left: c_int, right: c_int) -> c_int;
    safe fn loaded_subtract(left: c_int, right: c_int) -> c_int;
    #[link_name = "loaded_divide"]
    safe fn divide(left: c_int, right: c_int) -> c_int;
}

#[import(load = concat!("callback", "-tests\0"), as = Odd)]
unsafe extern "C" {}

#[test]
fn a_missing_library_is_named() {
    let error = Nowhere::load().unwrap_err();
    assert_eq!((error.library(), error.symbol()), ("callback-tests-have-no-such-library", None));
    let text = error.to_string();
    assert!(text.starts_with("cannot load `callback-tests-have-no-such-library`: "), "{text}");
    assert_eq!(format!("{error:?}"), format!("LoadError({text})"));
    assert!(error.source().is_some());
    // `load` tries again, since nothing was loaded.
    assert!(Nowhere::load().is_err());
}

#[test]
fn a_missing_function_is_named_with_its_library() {
    let error = Incomplete::load().unwrap_err();
    assert_eq!((error.library(), error.symbol()), (LIBRARY, Some("loaded_subtract")));
    let text = error.to_string();
    let expected = format!("`{LIBRARY}` has no function `loaded_subtract`: ");
    assert!(text.starts_with(&expected) && text.len() > expected.len(), "{text}");
}

#[test]
fn a_name_that_no_file_can_have_is_an_error() {
    let text = Odd::load().unwrap_err().to_string();
    assert!(text.starts_with("cannot load `callback-tests\0`"), "{text:?}");
}

#[test]
fn the_error_is_one_of_any_thread() {
    fn assert_error<T: Error + Send + Sync + 'static>(_: &T) {}
    assert_error(&Nowhere::load().unwrap_err());
}

#[cfg(target_os = "linux")]
mod of_the_system {
    use super::*;

    #[import(load = "libm.so.6", as = pub Math)]
    unsafe extern "C" {
        pub safe fn cos(x: f64) -> f64;
        pub safe fn frexp(x: f64, #[out] exponent: c_int) -> Result<f64, std::convert::Infallible>;
        #[optional]
        pub safe fn callback_tests_have_no_such_function(x: f64) -> f64;
    }

    #[test]
    fn the_system_finds_its_libraries() {
        let math = Math::load().unwrap();
        assert!((math.cos(0.0) - 1.0).abs() < 1e-12);
        assert_eq!(math.frexp(8.0), Ok((0.5, 4)));
        assert_eq!(math.callback_tests_have_no_such_function(1.0), None);
    }
}
