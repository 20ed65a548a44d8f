//! The checks of the types in a block of `#[import]`, and the conversions of its arguments.

use core::ffi::c_void;
use core::fmt;
use core::hash::Hash;
use core::marker::PhantomData;
use core::ptr::{self, NonNull};

use crate::contract::callback::Callback;
use crate::contract::convert::IntoC;
use crate::contract::outcome::Outcome;
use crate::contract::user_data::UserData;
#[cfg(feature = "std")]
use crate::slots::declaration::Slots;

/// Answers questions about the type `T` of a parameter, once it is known. If `T` has the property in
/// question, an inherent constant hides the constant of [`Otherwise`].
pub struct Parameter<T>(PhantomData<T>);

/// The answers for types that do not have the property.
pub trait Otherwise {
    /// Whether the type is a declaration of a callback.
    const IS_CALLBACK: bool = false;
    /// Whether the type is shown, copied and compared as an address, as function pointers and pointers are.
    const IS_ADDRESS: bool = false;
    /// Whether the type is an `Option` of a type with `IS_ADDRESS`.
    const IS_OPTIONAL_ADDRESS: bool = false;
    /// Whether the type is a pointer to data, or an `Option` of one.
    const IS_POINTER: bool = false;

    /// Compiles for every declaration with user data.
    #[inline(always)]
    fn with_user_data() {}
}

impl<T> Otherwise for Parameter<T> {}

impl<T: Callback> Parameter<T> {
    /// Whether the type is a declaration of a callback.
    pub const IS_CALLBACK: bool = true;
}

impl<T: Callback> Parameter<Option<T>> {
    /// Whether the type is a declaration of a callback, here an optional one.
    pub const IS_CALLBACK: bool = true;
}

// No stable trait is implemented for function pointers alone. Their types cannot be listed either, since some
// take references of any lifetime.
impl<T: fmt::Pointer + Copy + Ord + Hash> Parameter<T> {
    /// Whether the type is shown, copied and compared as an address, as function pointers and pointers are.
    pub const IS_ADDRESS: bool = true;
}

impl<T: fmt::Pointer + Copy + Ord + Hash> Parameter<Option<T>> {
    /// Whether the type is an `Option` of a type with `IS_ADDRESS`.
    pub const IS_OPTIONAL_ADDRESS: bool = true;
}

macro_rules! pointers {
    ($([$($generic:tt)*] $pointer:ty;)*) => {$(
        impl<$($generic)* T: ?Sized> Parameter<$pointer> {
            /// Whether the type is a pointer to data, or an `Option` of one.
            pub const IS_POINTER: bool = true;
        }
    )*};
}

pointers! {
    [] *const T;
    [] *mut T;
    [] NonNull<T>;
    ['a,] &'a T;
    [] Option<*const T>;
    [] Option<*mut T>;
    [] Option<NonNull<T>>;
    ['a,] Option<&'a T>;
}

#[cfg(feature = "std")]
impl<T: Slots> Parameter<T> {
    /// Does not compile, since no type implements `HasUserData`.
    pub fn with_user_data()
    where
        T: HasUserData,
    {
    }
}

/// A declaration without user data.
#[cfg(feature = "std")]
#[diagnostic::on_unimplemented(
    message = "C passes user data to the callback `{Self}`, and no parameter is named `context`",
    label = "declared without `context = none`",
    note = "name C's parameter for the user data `context`",
    note = "if C has none, write `context = none` in the declaration"
)]
pub trait NoUserData: Slots {}

#[cfg(feature = "std")]
#[diagnostic::do_not_recommend]
impl<C: Slots> NoUserData for C {}

/// A declaration that has both user data and slots. None exists, so no type implements the trait.
#[diagnostic::on_unimplemented(
    message = "C passes no user data to the callback `{Self}`",
    label = "declared with `context = none`",
    note = "give the parameter `context` another name if it is not the user data of this callback",
    note = "if it is, remove `context = none` from the declaration, and name the user data in its prototype"
)]
pub trait HasUserData {}

/// An argument of a C function that is converted to a `Raw`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be passed where C takes `{Raw}`",
    label = "C takes `{Raw}` here",
    note = "take `{Raw}` itself, or a type that implements `IntoC<{Raw}>`",
    note = "`#[c(..)]` says C's types if they are not those that the type of the parameter stands for"
)]
pub trait Argument<Raw> {
    /// Converts the argument.
    fn pass(self) -> Raw;
}

#[diagnostic::do_not_recommend]
impl<T: IntoC<Raw>, Raw> Argument<Raw> for T {
    #[inline(always)]
    fn pass(self) -> Raw {
        self.into_c()
    }
}

/// A reference that is passed where C takes a `Raw`, which is a `void *`. It is passed by the user's
/// conversion, if there is one, or as the address of its target.
pub struct ToVoid<A, Raw> {
    argument: A,
    _raw: PhantomData<Raw>,
}

impl<A, Raw> ToVoid<A, Raw> {
    /// Creates the argument from the reference.
    #[inline(always)]
    pub fn new(argument: A) -> Self {
        Self { argument, _raw: PhantomData }
    }
}

impl<A: IntoC<Raw>, Raw> ToVoid<A, Raw> {
    /// Converts the reference.
    #[inline(always)]
    pub fn pass(self) -> Raw {
        self.argument.into_c()
    }
}

/// Passes references that have no conversion as the address of their target. For others, the method of
/// [`ToVoid`] hides this one.
pub trait Address {
    /// C's type.
    type Raw;
    /// Returns the address.
    fn pass(self) -> Self::Raw;
}

macro_rules! addresses {
    ($($reference:ty => $raw:ty, |$argument:ident| $address:expr;)*) => {$(
        impl<T> Address for ToVoid<$reference, $raw> {
            type Raw = $raw;

            #[inline(always)]
            fn pass(self) -> $raw {
                let $argument = self.argument;
                $address
            }
        }
    )*};
}

addresses! {
    &T => *const c_void, |target| ptr::from_ref(target).cast();
    &mut T => *const c_void, |target| ptr::from_mut(target).cast_const().cast();
    &mut T => *mut c_void, |target| ptr::from_mut(target).cast();
}

/// The result of an existing function, for which a block declares the type `T`.
#[diagnostic::on_unimplemented(
    message = "the function returns `{Self}`, and not `{T}`",
    label = "the function returns `{Self}`",
    note = "the result must be written as the function in the module of `from` declares it"
)]
pub trait Returned<T> {
    /// Returns the result.
    fn returned(self) -> T;
}

impl<T> Returned<T> for T {
    #[inline(always)]
    fn returned(self) -> T {
        self
    }
}

/// Converts user data to the type that C's function declares for it.
#[inline(always)]
pub fn user_data<P: UserData, R: UserData>(context: P) -> R {
    R::from_ptr(context.into_ptr())
}

/// Returns a copy of a value that C has returned or written.
#[inline(always)]
pub fn copy<T: Copy>(value: &T) -> T {
    *value
}

/// A declaration whose parameters determine only what the closure lets escape past C.
///
/// # Safety
///
/// Only the attribute implements this trait. If `Given` is the value that a closure's result has for C, then no
/// parameter of the declaration affects the types that C passes, those that the closure takes, or what C gets.
#[diagnostic::on_unimplemented(
    message = "a safe function cannot be generic over `{Self}`, since more than what escapes from the closure depends on its parameters",
    label = "the block makes no promise about types that the caller chooses",
    note = "write `unsafe fn` in place of `safe fn`, or the types themselves in place of the parameters"
)]
pub unsafe trait EscapesOnly: Callback {
    /// The type of the value for C in the closure's result, as the declaration spells it. Its names may be aliases.
    type Given;
}

/// Compiles if the generics of a declaration determine only what escapes.
pub const fn escapes_only<C: EscapesOnly>()
where
    C::Outcome: Outcome<Value = C::Given>,
{
}

/// Compiles if a value of this type fits into a C pointer, which a generic function takes in its place.
///
/// # Panics
///
/// Panics during compilation if the value does not fit:
///
/// ```
/// # use callback_runtime::import;
/// # trait Owns { type Target: ?Sized; }
/// # impl Owns for u8 { type Target = u8; }
/// #[import]
/// unsafe extern "C" {
///     #[link_name = "strlen"]
///     unsafe fn look<T: Owns>(value: *const T::Target) -> usize;
/// }
///
/// // The target of a `u8` has a size.
/// let look_at: unsafe fn(*const u8) -> usize = look::<u8>;
/// ```
///
/// ```compile_fail,E0080
/// # use callback_runtime::import;
/// # trait Owns { type Target: ?Sized; }
/// # impl Owns for u8 { type Target = [u8]; }
/// # #[import]
/// # unsafe extern "C" {
/// #     #[link_name = "strlen"]
/// #     unsafe fn look<T: Owns>(value: *const T::Target) -> usize;
/// # }
/// // The target of a `u8` is a slice.
/// let look_at: unsafe fn(*const [u8]) -> usize = look::<u8>;
/// ```
pub const fn is_thin<T>() {
    assert!(
        size_of::<T>() == size_of::<*const c_void>(),
        "C's type has to be a pointer to a type that has a size"
    );
}
