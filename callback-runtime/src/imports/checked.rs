//! The traits that turn C's result into an error.

/// An error that a C function reports as its whole result.
///
/// In a block of [`import`](macro@crate::import), it is the `E` of `-> Result<(), E>`. The foreign function returns
/// an [`E::C`](Self::C), and the wrapper passes that to [`check`](Self::check) and returns the outcome.
///
/// [`LastError`](crate::LastError), [`Hresult`](crate::Hresult), [`Errno`](crate::Errno) and
/// [`Infallible`](core::convert::Infallible) implement it. For a library with its own error codes, implement
/// it for your error type.
///
/// # Examples
///
/// ```
/// use callback_runtime::Status;
/// use core::ffi::c_int;
///
/// /// What every function of the library returns: 0, or a code.
/// #[derive(Debug, PartialEq)]
/// pub struct Code(c_int);
///
/// impl Status for Code {
///     type C = c_int;
///
///     fn check(raw: c_int) -> Result<(), Self> {
///         if raw == 0 { Ok(()) } else { Err(Self(raw)) }
///     }
/// }
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not an error that the result of a C function says",
    label = "not a `Status`",
    note = "implement `callback_runtime::Status` for it, or write `LastError`, `Hresult`, `Errno` or `Infallible`",
    note = "the result of a function without an error is C's own type"
)]
#[doc(alias = "SetLastError")]
#[doc(alias = "PreserveSig")]
pub trait Status: Sized {
    /// The type that C returns, such as `c_int`, or `()` if C returns nothing.
    type C;

    /// Returns `Ok` if C succeeded, or the error.
    ///
    /// The wrapper calls it directly after C has returned, and before anything is dropped. So an error that C keeps
    /// elsewhere, such as `errno`, is still that of the call.
    ///
    /// # Errors
    ///
    /// Returns an error if `raw` indicates that C failed.
    fn check(raw: Self::C) -> Result<(), Self>;
}

/// An error that a C function reports by some of the values of its result, a `T`.
///
/// In a block of [`import`](macro@crate::import), it is the `E` of `-> Result<T, E>`, if `T` is not `()`. The foreign
/// function returns a `T`, and the wrapper passes that to [`check`](Self::check) and returns the outcome.
///
/// [`LastError`](crate::LastError), [`Hresult`](crate::Hresult), [`Errno`](crate::Errno) and
/// [`Infallible`](core::convert::Infallible) implement it for the types that C's functions return. For a
/// library with its own conventions, implement it for your error type.
///
/// # Examples
///
/// ```
/// use callback_runtime::Check;
/// use core::ffi::c_long;
///
/// /// The library returns a count, or a negative code.
/// #[derive(Debug, PartialEq)]
/// pub struct Code(c_long);
///
/// impl Check<c_long> for Code {
///     fn check(raw: c_long) -> Result<c_long, Self> {
///         if raw >= 0 { Ok(raw) } else { Err(Self(raw)) }
///     }
/// }
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` does not say whether a C function that returns `{T}` failed",
    label = "not a `Check<{T}>`",
    note = "implement `callback_runtime::Check<{T}>` for it, or write another error, such as `LastError`, `Hresult` or `Errno`",
    note = "write `Infallible` if the function cannot fail"
)]
pub trait Check<T>: Sized {
    /// Returns C's result if C succeeded, or the error.
    ///
    /// The wrapper calls it directly after C has returned, and before anything is dropped. So an error that C keeps
    /// elsewhere, such as `errno`, is still that of the call.
    ///
    /// # Errors
    ///
    /// Returns an error if `raw` indicates that C failed.
    fn check(raw: T) -> Result<T, Self>;
}
