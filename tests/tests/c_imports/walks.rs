//! `nftw`, which passes no user data.

use std::ffi::{CStr, CString, c_char, c_int};
use std::ops::ControlFlow::{self, Break, Continue};

use callback_runtime::{Errno, callback, import};
use callback_tests::listen;

/// `struct FTW`
#[repr(C)]
pub(crate) struct Place {
    base: c_int,
    level: c_int,
}

#[callback(
    extern "C" fn(*const c_char, *const libc::stat, c_int, *mut Place) -> c_int,
    context = none, slots = 2, continue = 0, break = 1, fallback = 1,
)]
pub(crate) type Walk<B> = dyn FnMut(&CStr, *const libc::stat, c_int, &Place) -> ControlFlow<B>;

#[import]
unsafe extern "C" {
    safe fn nftw<B>(
        path: &CStr,
        #[scope] visit: Walk<B>,
        #[c(c_int = 8)] _: (),
        flags: c_int,
    ) -> Result<c_int, Errno>;
}

fn sources() -> CString {
    CString::new(concat!(env!("CARGO_MANIFEST_DIR"), "/csrc")).unwrap()
}

#[test]
fn a_walk_ends_where_the_closure_breaks_out() {
    let found = nftw(
        &sources(),
        |path, _, _, place| {
            let name = &path.to_bytes()[usize::try_from(place.base).unwrap()..];
            if name == b"loaded.c" { Break(place.level) } else { Continue(()) }
        },
        0,
    );
    assert_eq!(found.unwrap(), Break(1));
}

#[test]
fn a_walk_visits_all() {
    let mut files = 0;
    let found = nftw::<(), _>(
        &sources(),
        |_, _, _, _| {
            files += 1;
            Continue(())
        },
        0,
    );
    assert_eq!(found, Ok(Continue(0)));
    assert!(files > 30, "{files}");
}

#[test]
fn where_there_is_nothing_errno_says_so() {
    let _ear = listen("Walk");
    let found = nftw::<(), _>(c"/there/is/no/such/directory", |_, _, _, _| Continue(()), 0);
    assert_eq!(found, Err(Errno(libc::ENOENT)));
}
