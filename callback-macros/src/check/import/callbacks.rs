//! The callbacks of a function, and the user data and the destroy function of each.

use proc_macro2::Ident;
use quote::ToTokens;
use syn::Type;

use crate::errors::{Errors, list};
use crate::model::{
    Foreign, ForeignParameter, ImportedCallback, Kept, Word, WordKind, display, tokens, ty,
};
use crate::suggest::suggest;

/// The callbacks of a function. For each one, `contexts` and `destroys` have the positions of its user data and its
/// destroy function.
pub(super) struct Callbacks {
    pub(super) all: Vec<ImportedCallback>,
    pub(super) contexts: Vec<Option<usize>>,
    pub(super) destroys: Vec<Option<usize>>,
}

/// Finds the callbacks. Returns `None` after reporting user data or a destroy function whose callback is not known.
pub(super) fn callbacks(foreign: &Foreign, errors: &mut Errors) -> Option<Callbacks> {
    let words = foreign.parameters.iter().flat_map(|parameter| &parameter.words);
    if words.into_iter().any(|word| matches!(word.kind, WordKind::Unread)) {
        return None;
    }
    let mut callbacks = Vec::new();
    for (at, parameter) in foreign.parameters.iter().enumerate() {
        let Some(word) = lifetime(parameter) else { continue };
        let WordKind::Lifetime(kept) = &word.kind else { continue };
        check_declaration(word, &parameter.ty, errors);
        check_elided(&parameter.ty, errors);
        let (declaration, kept) = (parameter.ty.clone(), kept.clone());
        callbacks.push(ImportedCallback { at, declaration, kept, has_context: false });
    }
    let contexts = owners(foreign, &callbacks, Belonging::Context, errors)?;
    let destroys = owners(foreign, &callbacks, Belonging::Destroy, errors)?;
    for (callback, context) in callbacks.iter_mut().zip(&contexts) {
        callback.has_context = context.is_some();
    }
    for (callback, destroy) in callbacks.iter().zip(&destroys) {
        check_parts(foreign, callback, *destroy, errors);
    }
    Some(Callbacks { all: callbacks, contexts, destroys })
}

/// Returns the word that says how long C keeps a parameter.
pub(super) fn lifetime(parameter: &ForeignParameter) -> Option<&Word> {
    parameter.words.iter().find(|word| matches!(word.kind, WordKind::Lifetime(_)))
}

/// Refuses a type that, by its form, cannot be a declaration.
fn check_declaration(word: &Word, ty: &Type, errors: &mut Errors) {
    let name = &word.name;
    let shown = display(ty);
    let help = match ty::bare(ty) {
        Type::Path(_) if ty::is_named(ty, "RawFn") => {
            "write the declaration itself, without `RawFn`".to_owned()
        }
        Type::Path(_) if ty::is_named(ty, "Option") && !ty::is_function(ty) => {
            let inner = shown.trim_start_matches("Option<").trim_end_matches('>');
            format!(
                "write the declaration itself; if C is to get no callback, declare a second function with `#[c(Option<RawFn<{inner}>> = None)] _: ()`"
            )
        }
        Type::TraitObject(object) if !is_closure(object) => {
            "hand the handler over with a method of its context, as in `Trait::new(handler).scope(..)`"
                .to_owned()
        }
        Type::Reference(reference) if ty::has_unknown_name(&reference.elem, &[]) => {
            "write the declaration itself, without `&`".to_owned()
        }
        Type::Path(_) | Type::Macro(_) if ty::has_unknown_name(ty, &[]) => return,
        Type::FnPtr(_) | Type::TraitObject(_) | Type::ImplTrait(_) | Type::Path(_)
            if ty::is_function(ty) || !matches!(ty::bare(ty), Type::Path(_)) =>
        {
            "declare it with `#[callback]`, and write the name of the declaration".to_owned()
        }
        _ => format!("remove `#[{name}]`"),
    };
    let message =
        format!("`#[{name}]` is for callbacks, but `{shown}` does not declare one\nhelp: {help}");
    errors.report(ty, message);
}

/// Refuses an elided lifetime. The conditions of the wrapper mention the type, and lifetimes cannot be elided there.
fn check_elided(declaration: &Type, errors: &mut Errors) {
    let is_path = matches!(ty::bare(declaration), Type::Path(_));
    if let (true, Some(elided)) = (is_path, tokens::borrowed(declaration, &[])) {
        let shown = if display(&elided) == "&" { "&'static .." } else { "'static" };
        let message =
            format!("the lifetimes in a callback's type cannot be elided\nhelp: write `{shown}`");
        errors.report(elided, message);
    }
}

/// Returns whether a `dyn` or `impl` type is a closure's.
pub(super) fn is_closure(ty: &dyn ToTokens) -> bool {
    let calls = ["Fn", "FnMut", "FnOnce"];
    calls.iter().any(|call| tokens::mention(ty, call))
}

/// A kind of parameter that belongs to a callback.
#[derive(Clone, Copy)]
enum Belonging {
    Context,
    Destroy,
}

impl Belonging {
    /// Returns the name of the parameter, which is also the name of the word.
    fn name(self) -> &'static str {
        match self {
            Self::Context => "context",
            Self::Destroy => "destroy",
        }
    }

    /// Returns the noun that messages use for it.
    fn noun(self) -> &'static str {
        match self {
            Self::Context => "user data",
            Self::Destroy => "destroy function",
        }
    }

    /// Returns the callback that a word names.
    fn named(self, word: &WordKind) -> Option<&Ident> {
        match (self, word) {
            (Self::Context, WordKind::ContextOf(callback))
            | (Self::Destroy, WordKind::DestroyOf(callback)) => Some(callback),
            _ => None,
        }
    }
}

/// Returns the position of the user data, or of the destroy function, of each callback.
fn owners(
    foreign: &Foreign,
    callbacks: &[ImportedCallback],
    what: Belonging,
    errors: &mut Errors,
) -> Option<Vec<Option<usize>>> {
    let (name, noun) = (what.name(), what.noun());
    let mut owners = vec![None; callbacks.len()];
    let mut is_known = true;
    for (at, parameter) in foreign.parameters.iter().enumerate() {
        let word = parameter.words.iter().find_map(|word| what.named(&word.kind));
        let owner = match word {
            Some(word) => find(foreign, callbacks, word, errors),
            None if !parameter.is_named(name) => continue,
            None if !parameter.words.is_empty() => {
                let is_passed =
                    parameter.words.iter().any(|word| matches!(word.kind, WordKind::Types(_)));
                if is_passed && callbacks.is_empty() {
                    refuse_in_safe(foreign, parameter, what, errors);
                }
                continue;
            }
            None => match callbacks.len() {
                0 => {
                    refuse_in_safe(foreign, parameter, what, errors);
                    continue;
                }
                1 => Some(0),
                _ => {
                    report_several(foreign, callbacks, parameter, what, errors);
                    None
                }
            },
        };
        let Some(owner) = owner else {
            is_known = false;
            continue;
        };
        if owners[owner].is_some() {
            let callback = &foreign.parameters[callbacks[owner].at].name;
            let message = format!(
                "the callback `{callback}` has two parameters for its {noun}\n\
                 help: rename one of the two parameters, or use `#[{name}(..)]` to say which callback it belongs to"
            );
            errors.report(&parameter.name, message);
        }
        owners[owner] = Some(at);
    }
    is_known.then_some(owners)
}

/// Returns the callback whose parameter is named `name`.
fn find(
    foreign: &Foreign,
    callbacks: &[ImportedCallback],
    name: &Ident,
    errors: &mut Errors,
) -> Option<usize> {
    let names: Vec<_> =
        callbacks.iter().map(|callback| foreign.parameters[callback.at].name.to_string()).collect();
    let found = names.iter().position(|known| name == known);
    if found.is_none() {
        let known: Vec<_> = names.iter().map(String::as_str).collect();
        let help = match suggest(&name.to_string(), &known) {
            Some(meant) => format!("did you mean `{meant}`?"),
            None if known.is_empty() => {
                "mark the callback's parameter with how long C keeps it, such as `#[scope]`"
                    .to_owned()
            }
            None => format!("the callbacks are {}", list(&known)),
        };
        errors.report(name, format!("no callback is named `{name}`\nhelp: {help}"));
    }
    found
}

fn report_several(
    foreign: &Foreign,
    callbacks: &[ImportedCallback],
    parameter: &ForeignParameter,
    what: Belonging,
    errors: &mut Errors,
) {
    let (name, noun) = (what.name(), what.noun());
    let first = &foreign.parameters[callbacks[0].at].name;
    let names: Vec<_> =
        callbacks.iter().map(|callback| foreign.parameters[callback.at].name.to_string()).collect();
    let shared = match what {
        Belonging::Context => {
            "\nnote: if C passes the same user data to all of them, declare a trait, and hand its handler over with `scope` or another method of its context"
        }
        Belonging::Destroy => "",
    };
    let message = format!(
        "the {noun} `{name}` may belong to each of {}\n\
         help: write `#[{name}({first})]` if it is that of `{first}`{shared}",
        list(&names)
    );
    errors.report(&parameter.name, message);
}

/// Refuses user data without a callback in a safe function.
fn refuse_in_safe(
    foreign: &Foreign,
    parameter: &ForeignParameter,
    what: Belonging,
    errors: &mut Errors,
) {
    if let (Belonging::Context, true) = (what, foreign.is_safe()) {
        errors.report(
            &parameter.name,
            "a safe function cannot take user data that belongs to no callback: a caller could pass any value\n\
             help: mark the callback with how long C keeps it, such as `#[scope]`, or write `unsafe fn`\n\
             note: if it is not user data, give the parameter another name",
        );
    }
}

/// Checks that the runtime has the feature that a lifetime needs.
fn check_feature(word: &Ident, callback: &ImportedCallback, errors: &mut Errors) {
    let (feature, is_there) = match callback.kept {
        Kept::Scope if callback.has_context => return,
        Kept::Once | Kept::Notified | Kept::Forever => ("alloc", cfg!(feature = "alloc")),
        Kept::Scope | Kept::Register(_) | Kept::Slot => ("std", cfg!(feature = "std")),
    };
    if !is_there {
        let message = format!(
            "`#[{word}]` needs the feature `{feature}` of the crate `callback-runtime`\n\
             help: run `cargo add callback-runtime --features {feature}`"
        );
        errors.report(word, message);
    }
}

/// Checks that a callback has what its lifetime needs.
fn check_parts(
    foreign: &Foreign,
    callback: &ImportedCallback,
    destroy: Option<usize>,
    errors: &mut Errors,
) {
    let parameter = &foreign.parameters[callback.at];
    let Some(word) = lifetime(parameter) else { return };
    let word = &word.name;
    check_feature(word, callback, errors);
    match (&callback.kept, callback.has_context) {
        (Kept::Once | Kept::Notified | Kept::Register(_) | Kept::Forever, false) => {
            let message = format!(
                "`#[{word}]` needs user data, but no parameter is named `context`\n\
                 help: name C's parameter for the user data `context`, or write `#[slot]` if the API has none"
            );
            errors.report(word, message);
        }
        (Kept::Slot, true) => errors.report(
            word,
            "`#[slot]` is for callbacks without user data, but a parameter is named `context`\n\
             help: write `#[register(unset = ..)]`, `#[notified]` or `#[forever]`",
        ),
        _ => {}
    }
    match (&callback.kept, destroy) {
        (Kept::Notified, None) => {
            let message = "`#[notified]` needs a destroy function, but no parameter is named `destroy`\n\
                           help: name C's parameter for it `destroy`";
            errors.report(word, message);
        }
        (Kept::Notified, Some(_)) | (_, None) => {}
        (_, Some(at)) => {
            let parameter = &foreign.parameters[at];
            let shown = match display(&parameter.ty) {
                optional if optional.starts_with("Option<") => optional,
                bare => format!("Option<{bare}>"),
            };
            let message = format!(
                "a destroy function can only be used with `#[notified]`, not with `#[{word}]`\n\
                 help: write `#[notified]`, or `#[c({shown} = None)] _: ()` to pass none"
            );
            errors.report(&parameter.name, message);
        }
    }
}
