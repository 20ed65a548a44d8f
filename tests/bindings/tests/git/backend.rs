//! `git_odb_backend`: an object that begins with a struct of libgit2, and keeps the objects of a repository.

use std::ffi::{c_int, c_void};
use std::ptr::null_mut;

use callback_runtime::{callback, safe_fn};
use libgit2_sys::{
    GIT_EUSER, GIT_ODB_BACKEND_VERSION, git_object_t, git_odb, git_odb_add_backend,
    git_odb_backend, git_odb_backend_data_alloc, git_odb_foreach_cb, git_odb_free, git_odb_new,
    git_oid,
};

use crate::library::Owned;

/// The code of an error.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Code(pub(crate) c_int);

/// An object of a repository: its type and its content.
pub(crate) type Object = (git_object_t, Vec<u8>);

/// A database of objects. All methods take `&self`, since `for_each` calls functions that read objects.
#[callback(
    extern "C", base = git_odb_backend, ok = 0, err = |error| error.0, fallback = GIT_EUSER,
)]
pub(crate) trait Backend {
    #[callback(
        fn(
            _data: *mut *mut c_void, _size: *mut usize, _kind: *mut git_object_t,
            base: *mut git_odb_backend, *const git_oid,
        ) -> c_int,
        // SAFETY: the library passes its backend, and places for the results.
        ok = |object| unsafe { give(base, object, _data, _size, _kind) },
    )]
    fn read(&self, name: &git_oid) -> Result<Object, Code>;

    #[callback(
        fn(
            _size: *mut usize, _kind: *mut git_object_t, base: *mut git_odb_backend,
            *const git_oid,
        ) -> c_int,
        // SAFETY: the library passes places for the results.
        ok = |header| unsafe { give_header(header, _size, _kind) },
    )]
    fn read_header(&self, name: &git_oid) -> Result<(git_object_t, usize), Code>;

    #[callback(
        fn(
            base: *mut git_odb_backend, *const git_oid, (*const c_void, usize), git_object_t,
        ) -> c_int,
    )]
    fn write(&self, name: &git_oid, content: &[u8], kind: git_object_t) -> Result<(), Code>;

    #[callback(fn(base: *mut git_odb_backend, *const git_oid) -> c_int, fallback = 0)]
    fn exists(&self, name: &git_oid) -> bool;

    #[callback(fn(base: *mut git_odb_backend, git_odb_foreach_cb, *mut c_void) -> c_int)]
    fn for_each(&self, each: git_odb_foreach_cb, payload: *mut c_void) -> Result<(), Code>;

    #[callback(fn(base: *mut git_odb_backend))]
    fn free(self);
}

/// Gives libgit2 an object. Returns 0, or an error if there is no memory.
///
/// # Safety
///
/// - `backend` is one of libgit2's, and the other pointers are places for the results.
unsafe fn give(
    backend: *mut git_odb_backend,
    (kind, content): Object,
    data: *mut *mut c_void,
    size: *mut usize,
    kind_of: *mut git_object_t,
) -> c_int {
    // SAFETY: the caller's promise.
    let memory = unsafe { git_odb_backend_data_alloc(backend, content.len()) };
    if memory.is_null() {
        return GIT_EUSER;
    }
    // SAFETY: there is room for the content.
    unsafe { memory.cast::<u8>().copy_from_nonoverlapping(content.as_ptr(), content.len()) };
    // SAFETY: the caller's promise.
    unsafe { data.write(memory) };
    // SAFETY: as above.
    unsafe { give_header((kind, content.len()), size, kind_of) }
}

/// Gives libgit2 the header of an object. Returns 0.
///
/// # Safety
///
/// - The pointers are places for the results.
unsafe fn give_header(
    (kind, length): (git_object_t, usize),
    size: *mut usize,
    kind_of: *mut git_object_t,
) -> c_int {
    // SAFETY: the caller's promise.
    unsafe { size.write(length) };
    // SAFETY: as above.
    unsafe { kind_of.write(kind) };
    0
}

/// Returns the functions of an `H`.
const fn functions<H: Backend + 'static>(version: u32) -> git_odb_backend {
    let functions = <dyn Backend>::functions::<H>();
    git_odb_backend {
        version,
        odb: null_mut(),
        // SAFETY: the library alone gets the function, and so for the others.
        read: unsafe { safe_fn(functions.read) },
        read_prefix: None,
        // SAFETY: as above.
        read_header: unsafe { safe_fn(functions.read_header) },
        // SAFETY: as above.
        write: unsafe { safe_fn(functions.write) },
        writestream: None,
        readstream: None,
        // SAFETY: as above.
        exists: unsafe { safe_fn(functions.exists) },
        exists_prefix: None,
        refresh: None,
        // SAFETY: as above.
        foreach: unsafe { safe_fn(functions.for_each) },
        writepack: None,
        writemidx: None,
        freshen: None,
        // SAFETY: as above.
        free: unsafe { safe_fn(functions.free) },
    }
}

/// Adds a backend to a database. The version of its struct is the library's, or one that it refuses.
pub(crate) fn add<H: Backend + 'static>(
    odb: &Owned<git_odb>,
    version: u32,
    backend: H,
) -> Result<(), Code> {
    H::new(functions::<H>(version), backend).notified(|_, backend| {
        // SAFETY: the database is open. The library calls until it runs `free`, on this thread.
        match unsafe { git_odb_add_backend(odb.as_ptr(), backend, 1) } {
            0 => Ok(()),
            code => Err(Code(code)),
        }
    })
}

/// Creates a database with one backend.
pub(crate) fn database<H: Backend + 'static>(backend: H) -> Owned<git_odb> {
    // SAFETY: the library is initialized.
    let new = |out| unsafe { git_odb_new(out) };
    // SAFETY: a new database is the caller's.
    let odb = unsafe { Owned::new(git_odb_free, new) };
    add(&odb, GIT_ODB_BACKEND_VERSION, backend).unwrap();
    odb
}
