//! The errors for the conventions of Win32, COM and POSIX.

use core::convert::Infallible;
use core::fmt;
#[cfg(feature = "std")]
use std::io;

use crate::imports::checked::{Check, Status};

impl<T> Check<T> for Infallible {
    #[inline(always)]
    fn check(raw: T) -> Result<T, Self> {
        Ok(raw)
    }
}

impl Status for Infallible {
    type C = ();

    #[inline(always)]
    fn check((): ()) -> Result<(), Self> {
        Ok(())
    }
}

/// The error of a Win32 function that reports it by [`GetLastError`].
///
/// A `BOOL` or another number that is 0 indicates a failure, and so do null and `INVALID_HANDLE_VALUE`. Not
/// all Win32 functions follow that convention: see the function's page.
///
/// On systems other than Windows, the code is `errno`, as with .NET's `SetLastError`.
///
/// # Examples
///
/// ```
/// use callback_runtime::{Check, LastError};
/// use std::io;
///
/// assert_eq!(LastError::check(7_i32), Ok(7));
/// let error: io::Error = LastError(5).into();
/// assert_eq!(error.raw_os_error(), Some(5)); // ERROR_ACCESS_DENIED
/// ```
///
/// [`GetLastError`]: https://learn.microsoft.com/windows/win32/api/errhandlingapi/nf-errhandlingapi-getlasterror
#[cfg(feature = "std")]
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct LastError(pub u32);

#[cfg(feature = "std")]
impl LastError {
    /// Returns the error of the last system function that this thread called.
    #[must_use]
    pub fn last() -> Self {
        let code = io::Error::last_os_error().raw_os_error().unwrap_or_default();
        Self(u32::from_ne_bytes(code.to_ne_bytes()))
    }
}

#[cfg(feature = "std")]
impl Status for LastError {
    type C = i32;

    #[inline]
    fn check(raw: i32) -> Result<(), Self> {
        <Self as Check<i32>>::check(raw).map(drop)
    }
}

#[cfg(feature = "std")]
impl From<LastError> for io::Error {
    fn from(error: LastError) -> Self {
        Self::from_raw_os_error(i32::from_ne_bytes(error.0.to_ne_bytes()))
    }
}

#[cfg(feature = "std")]
impl fmt::Display for LastError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        io::Error::from(*self).fmt(f)
    }
}

#[cfg(feature = "std")]
impl core::error::Error for LastError {}

/// The error of a function that returns an [`HRESULT`], as COM's functions do. A negative value indicates a failure.
///
/// [`Status::check`] treats any other value as success. To tell `S_FALSE` from `S_OK`, write `Result<i32, Hresult>`.
///
/// # Examples
///
/// ```
/// use callback_runtime::{Check, Hresult, Status};
///
/// const E_FAIL: i32 = 0x8000_4005_u32 as i32;
/// const S_FALSE: i32 = 1;
///
/// assert_eq!(<Hresult as Status>::check(S_FALSE), Ok(()));
/// assert_eq!(<Hresult as Check<i32>>::check(S_FALSE), Ok(S_FALSE));
/// assert_eq!(<Hresult as Status>::check(E_FAIL), Err(Hresult(E_FAIL)));
/// assert_eq!(Hresult(E_FAIL).to_string(), "HRESULT 0x80004005");
/// ```
///
/// [`HRESULT`]: https://learn.microsoft.com/windows/win32/com/structure-of-com-error-codes
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct Hresult(pub i32);

impl Status for Hresult {
    type C = i32;

    #[inline]
    fn check(raw: i32) -> Result<(), Self> {
        <Self as Check<i32>>::check(raw).map(drop)
    }
}

impl Check<i32> for Hresult {
    #[inline]
    fn check(raw: i32) -> Result<i32, Self> {
        if raw < 0 { Err(Self(raw)) } else { Ok(raw) }
    }
}

#[cfg(feature = "std")]
impl From<Hresult> for io::Error {
    /// On Windows, the error has the system's message. Other systems do not know the code.
    fn from(error: Hresult) -> Self {
        if cfg!(windows) { Self::from_raw_os_error(error.0) } else { Self::other(error) }
    }
}

impl fmt::Display for Hresult {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "HRESULT {:#010x}", self.0)
    }
}

impl core::error::Error for Hresult {}

/// The error of a C or POSIX function that reports it by [`errno`].
///
/// A signed integer that is -1 indicates a failure, and so do null and the address -1, which `mmap` returns.
///
/// Functions that return the code itself, as those of pthreads do, do not set `errno`. For those, implement
/// [`Status`] for your own error type.
///
/// # Examples
///
/// ```
/// use callback_runtime::{Check, Errno};
/// use std::io;
///
/// assert_eq!(Errno::check(0_isize), Ok(0));
/// # #[cfg(unix)]
/// assert_eq!(io::Error::from(Errno(2)).kind(), io::ErrorKind::NotFound); // ENOENT
/// ```
///
/// [`errno`]: https://man7.org/linux/man-pages/man3/errno.3.html
#[cfg(feature = "std")]
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct Errno(pub i32);

#[cfg(feature = "std")]
impl Errno {
    /// Returns this thread's `errno`.
    #[must_use]
    pub fn last() -> Self {
        #[cfg(windows)]
        {
            // https://learn.microsoft.com/cpp/c-runtime-library/errno-doserrno-sys-errlist-and-sys-nerr
            unsafe extern "C" {
                safe fn _errno() -> *mut i32;
            }
            // SAFETY: `_errno` returns the address of the calling thread's `errno`.
            Self(unsafe { _errno().read() })
        }
        #[cfg(not(windows))]
        Self(io::Error::last_os_error().raw_os_error().unwrap_or_default())
    }
}

#[cfg(feature = "std")]
impl Status for Errno {
    type C = i32;

    #[inline]
    fn check(raw: i32) -> Result<(), Self> {
        <Self as Check<i32>>::check(raw).map(drop)
    }
}

#[cfg(feature = "std")]
impl From<Errno> for io::Error {
    /// On Windows, system error codes differ from those of the C library, so the kind of the error is `Other`.
    fn from(error: Errno) -> Self {
        if cfg!(windows) { Self::other(error) } else { Self::from_raw_os_error(error.0) }
    }
}

#[cfg(feature = "std")]
impl fmt::Display for Errno {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if cfg!(windows) {
            write!(f, "errno {}", self.0)
        } else {
            io::Error::from_raw_os_error(self.0).fmt(f)
        }
    }
}

#[cfg(feature = "std")]
impl core::error::Error for Errno {}

/// Implements `Check` for types that have values which indicate a failure.
#[cfg(feature = "std")]
macro_rules! checks {
    ($error:ident: $([$($generic:ident)?] $ty:ty, |$raw:ident| $failed:expr;)*) => {$(
        impl<$($generic)?> Check<$ty> for $error {
            #[inline]
            fn check(raw: $ty) -> Result<$ty, Self> {
                let $raw = &raw;
                if $failed { Err(Self::last()) } else { Ok(raw) }
            }
        }
    )*};
}

#[cfg(feature = "std")]
checks! { LastError:
    [] bool, |raw| !*raw;
    [] u8, |raw| *raw == 0;
    [] u16, |raw| *raw == 0;
    [] i32, |raw| *raw == 0;
    [] u32, |raw| *raw == 0;
    [] usize, |raw| *raw == 0;
    // Some bindings use this type for handles.
    [] isize, |raw| *raw == 0 || *raw == -1;
    [T] *const T, |raw| is_no_pointer(*raw);
    [T] *mut T, |raw| is_no_pointer(*raw);
    [T] Option<T>, |raw| raw.is_none();
}

#[cfg(feature = "std")]
checks! { Errno:
    [] i8, |raw| *raw == -1;
    [] i16, |raw| *raw == -1;
    [] i32, |raw| *raw == -1;
    [] i64, |raw| *raw == -1;
    [] isize, |raw| *raw == -1;
    [T] *const T, |raw| is_no_pointer(*raw);
    [T] *mut T, |raw| is_no_pointer(*raw);
    [T] Option<T>, |raw| raw.is_none();
}

/// Returns whether a pointer is null, or the address -1: `INVALID_HANDLE_VALUE` and `MAP_FAILED`.
#[cfg(feature = "std")]
fn is_no_pointer<T>(pointer: *const T) -> bool {
    pointer.is_null() || pointer.addr() == usize::MAX
}
