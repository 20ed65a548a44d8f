//! A C function and its wrapper.

use super::attributes::{Attributes, attributes};
use super::{callbacks, generics, parameters, result};
use crate::errors::Errors;
use crate::model::{Foreign, ForeignParameter, Import, ImportSource, Word, WordKind, tokens, ty};

/// Checks a function. Returns `None` after reporting a fault in it.
pub(super) fn function(
    mut foreign: Foreign,
    source: &ImportSource,
    errors: &mut Errors,
) -> Option<Import> {
    let Attributes { wrapper, link, symbol } = attributes(&mut foreign, source, errors);
    check_item(&foreign, source, errors);
    let result = result::result(&foreign, errors);
    let callbacks = callbacks::callbacks(&foreign, errors)?;
    let parameters = parameters::parameters(&foreign, &callbacks, errors);
    result::check_words(&foreign, &callbacks.all, result.as_ref(), errors);
    check_variadic(&foreign, source, errors);
    let (result, parameters) = (result?, parameters?);
    generics::check_generics(&foreign, source, &parameters, &callbacks.all, &result, errors);
    let is_safe = foreign.is_safe();
    let Foreign { optional, visibility, name, generics, variadic, .. } = foreign;
    Some(Import {
        attrs: wrapper,
        link,
        symbol,
        is_optional: optional.is_some(),
        visibility,
        is_safe,
        name,
        generics,
        parameters,
        variadic,
        callbacks: callbacks.all,
        result,
    })
}

/// Checks everything about the function except its parameters.
fn check_item(foreign: &Foreign, source: &ImportSource, errors: &mut Errors) {
    let is_loaded = matches!(source, ImportSource::Loaded { .. });
    if let (Some(word), false) = (&foreign.optional, is_loaded) {
        let message = "`#[optional]` can only be used with `load`: only a loaded function can be missing at run time\nhelp: remove `#[optional]`";
        errors.report(word, message);
    }
    if is_loaded && foreign.name == "load" {
        errors.report(
            &foreign.name,
            "the type of a loaded library has a function `load` of its own\n\
             help: give this function another name, and write `#[link_name = \"load\"]` on it",
        );
    }
}

/// Refuses a variadic function that would have a wrapper.
fn check_variadic(foreign: &Foreign, source: &ImportSource, errors: &mut Errors) {
    let is_own = |ForeignParameter { words, ty, .. }: &ForeignParameter| match words.as_slice() {
        [] => ty::slice(ty).is_none() && ty::reference(ty).is_none(),
        [Word { kind: WordKind::Types(types), .. }] => {
            matches!(types.as_slice(), [raw] if tokens::same(raw, ty))
        }
        _ => false,
    };
    let is_plain = matches!(source, ImportSource::Linked)
        && foreign.generics.type_params().next().is_none()
        && foreign.generics.const_params().next().is_none()
        && !foreign.output.as_ref().is_some_and(|output| ty::is_named(output, "Result"))
        && foreign.parameters.iter().all(is_own);
    if let (Some(dots), false) = (&foreign.variadic, is_plain) {
        errors.report(
            dots,
            "the wrapper of a function of C cannot be variadic\n\
             help: declare the function with C's own types, without `from` and `load`",
        );
    }
}
