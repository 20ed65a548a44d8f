//! The key `matches`: a typedef of somebody's bindings against the prototype.

/// A typedef that agrees with a prototype.
#[diagnostic::on_unimplemented(
    message = "the prototype does not match `{Self}`",
    label = "the prototype declares `{Function}`",
    note = "a typedef matches if it is that type, the same without `unsafe`, or an `Option` of either"
)]
pub trait Matches<Function> {
    /// Generated code names this, so that the compiler checks the typedef.
    const CHECKED: () = ();
}
impl<Function> Matches<Function> for Function {}
#[diagnostic::do_not_recommend]
impl<Function> Matches<Function> for Option<Function> {}
