//! The hand-over of a file system and of files to SQLite.

use std::convert::Infallible;
use std::ffi::{c_int, c_void};
use std::marker::PhantomData;
use std::mem::size_of;
use std::ptr;

use libsqlite3_sys::{
    SQLITE_OK, sqlite3_file, sqlite3_io_methods, sqlite3_vfs, sqlite3_vfs_register,
    sqlite3_vfs_unregister,
};

use super::{File, Vfs};
use crate::db::Error;

/// The contents of the memory that SQLite reserves for a file.
#[repr(C)]
struct OpenFile {
    base: sqlite3_file,
    user: *mut c_void,
}

/// The functions of an `F`.
struct Methods<F>(PhantomData<F>);

impl<F: File + 'static> Methods<F> {
    const TABLE: sqlite3_io_methods = {
        let file = <dyn File>::functions::<F>();
        sqlite3_io_methods {
            iVersion: 1,
            xClose: Some(file.close),
            xRead: Some(file.read),
            xWrite: Some(file.write),
            xTruncate: Some(file.truncate),
            xSync: Some(file.sync),
            xFileSize: Some(file.size),
            xLock: Some(file.lock),
            xUnlock: Some(file.unlock),
            xCheckReservedLock: Some(file.is_reserved),
            xFileControl: Some(file.control),
            xSectorSize: Some(file.sector_size),
            xDeviceCharacteristics: Some(file.characteristics),
            xShmMap: None,
            xShmLock: None,
            xShmBarrier: None,
            xShmUnmap: None,
            xFetch: None,
            xUnfetch: None,
        }
    };
}

/// Gives SQLite a file. Returns `SQLITE_OK`.
///
/// # Safety
///
/// - There is room for a file at `place`.
pub(super) unsafe fn open<F: File + 'static>(file: F, place: *mut sqlite3_file) -> c_int {
    let Ok(user) = F::new(file).notified(|_, user| Ok::<_, Infallible>(user));
    let base = sqlite3_file { pMethods: &Methods::<F>::TABLE };
    // SAFETY: the caller's promise, and the file system has said how much room a file needs.
    unsafe { place.cast::<OpenFile>().write(OpenFile { base, user }) };
    SQLITE_OK
}

/// Tells SQLite that no file was opened. Returns `code`.
///
/// # Safety
///
/// - There is room for a file at `place`.
pub(super) unsafe fn no_file(place: *mut sqlite3_file, code: c_int) -> c_int {
    // SAFETY: the caller's promise.
    unsafe { place.write(sqlite3_file { pMethods: ptr::null() }) };
    code
}

/// Returns the user data of a file.
///
/// # Safety
///
/// - `open` has opened the file, and it is not closed.
pub(super) unsafe fn user_of(file: *mut sqlite3_file) -> *mut c_void {
    // SAFETY: the caller's promise.
    unsafe { (*file.cast::<OpenFile>()).user }
}

/// Writes a result. Returns `SQLITE_OK`.
///
/// # Safety
///
/// - `place` is for the result.
pub(super) unsafe fn put<T>(place: *mut T, value: T) -> c_int {
    // SAFETY: the caller's promise.
    unsafe { place.write(value) };
    SQLITE_OK
}

/// The functions are filled in before SQLite gets the file system.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_possible_wrap,
    reason = "a small number, as a constant"
)]
const NOTHING: sqlite3_vfs = sqlite3_vfs {
    iVersion: 1,
    szOsFile: size_of::<OpenFile>() as c_int,
    mxPathname: 64,
    pNext: ptr::null_mut(),
    zName: c"disk".as_ptr(),
    pAppData: ptr::null_mut(),
    xOpen: None,
    xDelete: None,
    xAccess: None,
    xFullPathname: None,
    xDlOpen: None,
    xDlError: None,
    xDlSym: None,
    xDlClose: None,
    xRandomness: None,
    xSleep: None,
    xCurrentTime: None,
    xGetLastError: None,
    xCurrentTimeInt64: None,
    xSetSystemCall: None,
    xGetSystemCall: None,
    xNextSystemCall: None,
};

/// Runs `run`. Until it returns, `vfs` is the file system `disk`.
///
/// All databases that `run` opens with it are closed when it returns. An error of the file system replaces
/// the result.
pub(super) fn with<V: Vfs<F>, F: File + 'static, R>(
    vfs: V,
    run: impl FnOnce() -> R,
) -> Result<R, Error> {
    V::new(NOTHING, vfs).scope(|functions, vfs| {
        let base = sqlite3_vfs {
            xOpen: Some(functions.open),
            xDelete: Some(functions.delete),
            xAccess: Some(functions.access),
            xFullPathname: Some(functions.full_pathname),
            xRandomness: Some(functions.randomness),
            xSleep: Some(functions.sleep),
            xCurrentTime: Some(functions.current_time),
            ..NOTHING
        };
        // SAFETY: the user data is a `sqlite3_vfs`, which SQLite does not know yet.
        unsafe { vfs.write(base) };
        // SAFETY: SQLite calls while a database is open, on its thread, which is this one.
        assert_eq!(unsafe { sqlite3_vfs_register(vfs, 0) }, SQLITE_OK);
        let result = run();
        // SAFETY: it is registered, and no database is open.
        assert_eq!(unsafe { sqlite3_vfs_unregister(vfs) }, SQLITE_OK);
        result
    })
}
