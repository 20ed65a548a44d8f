//! The callbacks of a diff: three that share a payload, and one with its own.

use std::ffi::{CStr, c_int, c_void};

use callback_runtime::{FromC, callback};
use libgit2_sys::{
    GIT_EUSER, git_delta_t, git_diff_delta, git_diff_file_cb, git_diff_hunk, git_diff_hunk_cb,
    git_diff_line, git_diff_line_cb,
};

/// The target of the payload of `git_diff_foreach`: the user data of each function.
pub(crate) struct Payloads {
    pub(crate) file: *mut c_void,
    pub(crate) hunk: *mut c_void,
    pub(crate) line: *mut c_void,
}

/// A file that differs.
pub(crate) struct File<'a> {
    pub(crate) status: git_delta_t,
    pub(crate) path: &'a CStr,
}

impl FromC<*const git_diff_delta> for File<'_> {
    unsafe fn from_c(raw: *const git_diff_delta) -> Option<Self> {
        // SAFETY: the library passes a file, which stays during the call.
        let delta = unsafe { raw.as_ref() }?;
        // SAFETY: both sides have a path, which is a string, even if the file is only on one of them.
        let path = unsafe { FromC::from_c(delta.new_file.path) }?;
        Some(File { status: delta.status, path })
    }
}

/// A line of a file, with the sign before it.
pub(crate) struct Line<'a> {
    pub(crate) sign: char,
    pub(crate) text: &'a [u8],
}

impl FromC<*const git_diff_line> for Line<'_> {
    unsafe fn from_c(raw: *const git_diff_line) -> Option<Self> {
        // SAFETY: the library passes a line, which stays during the call.
        let line = unsafe { raw.as_ref() }?;
        // SAFETY: the line has so many bytes.
        let text = unsafe { FromC::from_c((line.content, line.content_len)) }?;
        Some(Line { sign: char::from(line.origin.to_ne_bytes()[0]), text })
    }
}

#[callback(
    extern "C" fn(*const git_diff_delta, f32, context: *mut c_void) -> c_int,
    // SAFETY: the payload points to the `Payloads` of this call.
    context = unsafe { (*context.cast::<Payloads>()).file },
    ok = 0, err = GIT_EUSER, fallback = GIT_EUSER, matches = git_diff_file_cb,
)]
pub(crate) type OnFile<E> = dyn FnMut(File<'_>, f32) -> Result<(), E>;

#[callback(
    extern "C" fn(_: *const git_diff_delta, *const git_diff_hunk, context: *mut c_void) -> c_int,
    // SAFETY: as above.
    context = unsafe { (*context.cast::<Payloads>()).hunk },
    ok = 0, err = GIT_EUSER, fallback = GIT_EUSER, matches = git_diff_hunk_cb,
)]
pub(crate) type OnHunk<E> = dyn FnMut(&git_diff_hunk) -> Result<(), E>;

#[callback(
    extern "C" fn(
        _: *const git_diff_delta, _: *const git_diff_hunk, *const git_diff_line, context: *mut c_void,
    ) -> c_int,
    // SAFETY: as above.
    context = unsafe { (*context.cast::<Payloads>()).line },
    ok = 0, err = GIT_EUSER, fallback = GIT_EUSER, matches = git_diff_line_cb,
)]
pub(crate) type OnLine<E> = dyn FnMut(Line<'_>) -> Result<(), E>;

/// The line callback as `git_diff_print` calls it: the payload is its own.
#[callback(
    extern "C" fn(
        _: *const git_diff_delta, _: *const git_diff_hunk, *const git_diff_line, context: *mut c_void,
    ) -> c_int,
    ok = 0, err = GIT_EUSER, fallback = GIT_EUSER, matches = git_diff_line_cb,
)]
pub(crate) type Print<E> = dyn FnMut(Line<'_>) -> Result<(), E>;
