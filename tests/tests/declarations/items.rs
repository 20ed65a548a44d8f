//! The visibility of a declaration, and the attributes on it.

use callback_runtime::callback;

/// Public.
#[callback(extern "C")]
pub type Public = dyn FnMut(u32);
#[callback(extern "C")]
pub(crate) type Crate = dyn FnMut(u32);
#[callback(extern "C")]
pub(super) type Parent = dyn FnMut(u32);
#[callback(extern "C")]
pub(in crate::items) type Here = dyn FnMut(u32);
#[callback(extern "C")]
type Private = dyn FnMut(u32);

/// For another target.
#[cfg(any())]
#[callback(extern "C" fn(DoesNotExist, context: usize))]
pub type Disabled = dyn FnMut(DoesNotExist);
#[callback(extern "C" fn(DoesNotExist, context: usize))]
#[cfg(any())]
/// For another target, with the attributes in the other order.
pub type DisabledBelow = dyn FnMut(DoesNotExist);

/// With its documentation in another attribute.
#[callback(extern "C")]
#[cfg_attr(all(), doc = "More of it.")]
#[cfg_attr(all(), allow(clippy::module_name_repetitions))]
pub type ItemsDocumented = dyn FnMut(u32);

/// Deprecated.
#[deprecated = "use `Public`"]
#[callback(extern "C")]
pub type Deprecated = dyn FnMut(u32);

/// Deprecated.
#[callback(extern "C")]
#[deprecated(since = "1.0.0", note = "use `Public`")]
pub type DeprecatedBelow = dyn FnMut(u32);

/// A lint level for all items of the expansion.
#[deny(single_use_lifetimes)]
mod levels {
    #[allow(single_use_lifetimes, reason = "a parameter of the alias, used or not")]
    #[callback_runtime::callback(extern "C")]
    pub(super) type Lasting<'a> = dyn FnMut(&'a u32);
}

mod reexport {
    pub(crate) use callback_runtime as runtime;
}

/// By a path in this crate. The attribute leaves the block to the compiler.
#[callback(
    extern "C" fn(context: usize) -> u8,
    fallback = if cfg!(windows) { 3 } else { 4 },
    crate = reexport::runtime,
)]
pub type Reexported = dyn FnMut() -> u8;

#[test]
fn each_can_be_seen() {
    // SAFETY: each callback is only called here, with its own context.
    Public::new(|_| {}).scope(|f, cx| unsafe { f(3, cx) });
    // SAFETY: as above.
    Crate::new(|_| {}).scope(|f, cx| unsafe { f(3, cx) });
    // SAFETY: as above.
    Parent::new(|_| {}).scope(|f, cx| unsafe { f(3, cx) });
    // SAFETY: as above.
    Here::new(|_| {}).scope(|f, cx| unsafe { f(3, cx) });
    // SAFETY: as above.
    Private::new(|_| {}).scope(|f, cx| unsafe { f(3, cx) });
    // SAFETY: as above.
    levels::Lasting::new(|_| {}).scope(|f, cx| unsafe { f(&3, cx) });
    // SAFETY: as above.
    assert_eq!(Reexported::new(|| 4).scope(|f, cx| unsafe { f(cx) }), 4);
}
