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
    /// Returns the function pointer as the typedef has it.
    ///
    /// # Safety
    ///
    /// - If that is a safe function pointer, C alone calls it.
    unsafe fn from_function(function: Function) -> Self;
}

impl<Function> Matches<Function> for Function {
    #[inline(always)]
    unsafe fn from_function(function: Function) -> Self {
        function
    }
}

#[diagnostic::do_not_recommend]
impl<Function> Matches<Function> for Option<Function> {
    #[inline(always)]
    unsafe fn from_function(function: Function) -> Self {
        Some(function)
    }
}
