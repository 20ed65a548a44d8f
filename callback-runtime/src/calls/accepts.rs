//! Which closures a declaration takes.

use crate::calls::lifetime::Lifetime;
use crate::contract::callback::Callback;

/// A declaration that takes closures of the type `F`.
///
/// The attribute implements it for every closure that has the signature of the declaration, and its bounds
/// `Send` and `Sync`.
///
/// # Safety
///
/// The attribute alone implements this trait.
///
/// - `function` returns a trampoline for contexts of `Self` and `F` that were handed over with the lifetime
///   `L`. All that it does with its context is to pass it to the runtime.
/// - `Signature` is `fn(A, ..) -> R` for the trait `FnMut(A, ..) -> R` of the declaration, or `Fn`, or
///   `FnOnce`. It is `Borrowing` if one of the arguments is a reference that only the call has, and `Naming`
///   if a closure in a key names the call's parameters, and `Several` if `F` is a handler.
/// - `F` is `Send` if the kind is not bound to a thread, and `Sync` if calls may overlap.
#[diagnostic::on_unimplemented(
    message = "the callback `{Self}` cannot take this closure",
    note = "the closure needs the signature that the declaration names, and its bounds `Send` and `Sync`, if any"
)]
pub unsafe trait Accepts<F>: Callback {
    /// Sealed: the signature of the closure, as a function pointer.
    type Signature;
    #[doc(hidden)]
    fn function<L: Lifetime>() -> Self::Function;
}

/// The signature of a closure that takes a reference which is valid only during the call. It replaces the
/// function pointer, for which the compiler's message would not name the cause.
pub struct Borrowing;

/// The signature of a closure if a closure in a key uses the arguments of the C call. As with [`Borrowing`], the
/// name of this type explains the compiler's message.
pub struct Naming;

/// In place of a signature, for a declaration that has several functions: those of the methods of a trait.
pub struct Several;
