//! The values that the methods of a trait let escape.

use syn::Type;

use crate::errors::Errors;
use crate::model::{Method, display, tokens, ty};

/// Checks that the values that escape from the methods have one type. Returns the result type that names it.
pub(super) fn check_escapes(methods: &[Method], errors: &mut Errors) -> Option<Type> {
    let escaping = methods.iter().filter_map(|method| {
        let output = method.closure.output.as_ref()?;
        ty::is_escaping(output).then_some((method, output))
    });
    let mut escaping = escaping.peekable();
    let (first, expected) = *escaping.peek()?;
    for (_, output) in escaping {
        let same_shape = ty::is_named(output, "Result") == ty::is_named(expected, "Result");
        let differs = match (ty::escaping(expected), ty::escaping(output)) {
            (Some(expected), Some(found)) => !tokens::same(expected, found),
            // The compiler compares aliases such as `io::Result`.
            _ => false,
        };
        if same_shape && !differs {
            continue;
        }
        let (shown, name) = (display(expected), &first.name);
        let what = match ty::escaping(expected) {
            Some(escape) if ty::is_named(expected, "Result") => {
                format!("Result<T, {}>", display(escape))
            }
            Some(escape) => format!("ControlFlow<{}>", display(escape)),
            None => shown,
        };
        errors.report(
            output,
            format!(
                "what escapes from the methods of a trait has one type, and `{name}` returns `{what}`\n\
                 help: return `{what}`, or a value for C\n\
                 note: `scope` returns the first that escapes, from whichever method"
            ),
        );
    }
    Some(expected.clone())
}
