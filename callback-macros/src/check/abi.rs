//! The calling convention.

use syn::LitStr;

use crate::errors::{Errors, list};
use crate::names::CONVENTIONS;
use crate::suggest::suggest;

/// Checks that stable Rust has the calling convention for callbacks. A missing one has been reported.
pub(super) fn check_abi(abi: Option<&LitStr>, errors: &mut Errors) {
    let Some(abi) = abi else { return };
    let name = abi.value();
    let base = name.strip_suffix("-unwind").unwrap_or(&name);
    let known = CONVENTIONS.contains(&base) && !(base == "efiapi" && name != base);
    if !known {
        let help = match suggest(&name, &CONVENTIONS) {
            Some(abi) => format!("help: did you mean `{abi}`?"),
            None => format!(
                "help: write one of {}\nnote: most of them have a form with `-unwind`, too",
                list(&CONVENTIONS)
            ),
        };
        let message = format!("`{name}` is not a calling convention of C in stable Rust\n{help}");
        errors.report(abi, message);
    }
}
