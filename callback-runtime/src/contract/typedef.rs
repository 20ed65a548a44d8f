//! The key `matches`: a typedef of somebody's bindings against the prototype.

/// A typedef that agrees with a prototype.
#[diagnostic::on_unimplemented(
    message = "the prototype does not match `{Self}`",
    label = "the prototype declares `{Function}`",
    note = "a typedef matches if it is that type, the same without `unsafe`, or an `Option` of either"
)]
pub trait Matches<Function> {}
impl<Function> Matches<Function> for Function {}
#[diagnostic::do_not_recommend]
impl<Function> Matches<Function> for Option<Function> {}

/// Compiles if `Typedef` is the type of `C`'s function pointers.
pub const fn matches<Function, Typedef: Matches<Function>>() {}
