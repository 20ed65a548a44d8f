//! The expansion of a whole block.

use std::iter;

use proc_macro2::TokenStream;
use quote::{quote, quote_spanned};
use syn::Type;
use syn::spanned::Spanned;

use super::expansion::Wrapper;
use super::faulty;
use super::foreign::{expand_block, expand_promise};
use super::loaded::expand_loaded;
use crate::errors::Errors;
use crate::expand::parts::{ours, runtime};
use crate::model::{
    Import, ImportParameter, ImportRole, ImportSource, Imports, conditions, display, tokens, ty,
};
use crate::names::{self, Words};

/// Writes the wrappers of a block, and the foreign block or library type that they use. `errors` are the
/// faults of the functions that could not be accepted.
pub(crate) fn imports(imports: &Imports, words: &Words, errors: Errors) -> TokenStream {
    let runtime = runtime(imports.krate.as_ref());
    let faulty = faulty::expand_all(imports, words, errors);
    let checks = expand_checks(imports, &runtime);
    let wrapped = imports.functions.iter().filter(|import| import.is_wrapped(&imports.source));
    let wrappers = wrapped.map(|import| Wrapper::new(imports, import, &runtime, words).expand());
    let promise = expand_promise(imports);
    let wrappers = match &imports.source {
        ImportSource::Linked => {
            let block = expand_block(imports, &runtime);
            quote!(#promise #block #(#wrappers)*)
        }
        ImportSource::From(_) => {
            quote!(#promise #(#wrappers)*)
        }
        ImportSource::Loaded { library, visibility, name } => {
            let loaded = expand_loaded(imports, (library, visibility, name), &runtime);
            quote! {
                #promise
                #loaded
                impl #name {
                    #(#wrappers)*
                }
            }
        }
    };
    quote!(#wrappers #checks #faulty)
}

/// Writes checks that every callback has a word and that no safe function takes a function pointer. The
/// compiler evaluates them for types whose names tell the macro nothing.
fn expand_checks(imports: &Imports, runtime: &TokenStream) -> Option<TokenStream> {
    let checks: Vec<_> =
        imports.functions.iter().flat_map(|import| expand_checks_of(import, runtime)).collect();
    (!checks.is_empty()).then(|| {
        quote! {
            const _: () = {
                #[allow(unused_imports)]
                use #runtime::checks::Otherwise as _;
                #(#checks)*
            };
        }
    })
}

fn expand_checks_of(import: &Import, runtime: &TokenStream) -> Vec<TokenStream> {
    let lifetimes = import.lifetimes();
    let may_be_callback = |ty: &Type| {
        matches!(ty::bare(ty), Type::Path(_) | Type::Macro(_))
            && ty::has_unknown_name(ty, &[])
            && !import.may_decide(ty)
    };
    let mut checks = Vec::new();
    let cfgs: Vec<_> = conditions(&import.attrs).collect();
    for callback in import.callbacks.iter().filter(|callback| callback.has_context) {
        let declaration = &callback.declaration;
        if !import.may_decide(declaration) {
            let elided = tokens::elide(declaration, &lifetimes);
            let span = ours(declaration.span());
            let runtime = tokens::at(runtime, span);
            checks.push(quote_spanned! {span=>
                #(#cfgs)*
                let _ = #runtime::checks::Parameter::<#elided>::with_user_data;
            });
        }
    }
    for (parameter, ty) in import.parameters.iter().flat_map(types) {
        let name = &parameter.name;
        if !may_be_callback(ty) {
            continue;
        }
        let shown = display(ty);
        let declaration = display(ty::optional(ty));
        let elided = tokens::elide(ty, &lifetimes);
        let span = ours(ty.span());
        let mut check = |condition: TokenStream, message: String| {
            checks.push(quote_spanned!(span=> #(#cfgs)* ::core::assert!(#condition, #message);));
        };
        let is = |constant: &str| {
            let constant = names::ident(constant);
            quote_spanned!(span=> #runtime::checks::Parameter::<#elided>::#constant)
        };
        let callback = is("IS_CALLBACK");
        check(
            quote_spanned!(span=> !#callback),
            format!(
                "the lifetime of the callback `{shown}` is not declared\n\
                 help: write a word before it, such as `#[scope] {name}: {declaration}`"
            ),
        );
        // The author of the block chose a fixed value, so it needs no check.
        if import.is_safe && !matches!(parameter.role, ImportRole::Fixed(..)) {
            let (address, optional, pointer) =
                (is("IS_ADDRESS"), is("IS_OPTIONAL_ADDRESS"), is("IS_POINTER"));
            check(
                quote_spanned!(span=> !(#address || #optional) || #pointer),
                format!(
                    "a safe function cannot take the function pointer `{shown}`: the block does not say how long C keeps it, or which arguments it gets\n\
                     help: declare the callback with `#[callback]`, and mark the parameter with how long C keeps it, such as `#[scope]`; or write `unsafe fn`"
                ),
            );
        }
    }
    checks
}

/// Returns the types that the compiler has to check: that of the argument, and those that C gets for it.
fn types(parameter: &ImportParameter) -> Vec<(&ImportParameter, &Type)> {
    let ImportParameter { ty, role, .. } = parameter;
    let types = match role {
        ImportRole::Whole => vec![ty],
        ImportRole::Converted(raw) => iter::once(ty).chain(raw).collect(),
        ImportRole::Fixed(raw, _) => vec![&**raw],
        _ => Vec::new(),
    };
    types.into_iter().map(|ty| (parameter, ty)).collect()
}
