//! A Rust function that becomes a C function.

use proc_macro2::{Ident, TokenStream};
use quote::{ToTokens, quote};
use syn::{GenericParam, Generics};

use super::call::Call;
use super::conversion::{Outward, together};
use super::docs;
use super::parts::{self, conditions, output, unsafe_token};
use crate::model::{Function, Item, Outcome, Signature, tokens, ty};
use crate::names;

/// Writes the C function, with the user's function inside it.
///
/// A safe function separates the two, because editions before 2024 would allow unsafe operations in the
/// user's values in the body of an `unsafe fn`. The user's types can name the safe function, but nothing can
/// call it without a `Promised`.
pub(crate) fn function(item: &Item, function: &Function, signature: &Signature) -> TokenStream {
    let call = Call::new(signature);
    let Call { private, abi, returns, returned, .. } = &call;
    let Item { attrs, visibility, name, generics, .. } = item;
    let docs = docs::of_function(signature);
    // These have the span of the user's name, since the compiler may suggest generics after it.
    let [guarded, body] = [names::local("guarded"), names::local("body")].map(|mut inner| {
        inner.set_span(inner.span().located_at(name.span()));
        inner
    });
    let outer = without_lifetimes(generics, signature);
    let conditions = conditions(&outer, &[]);
    let (declared, _, _) = outer.split_for_impl();
    let named = parts::arguments(&outer);
    let named = (!named.is_empty()).then(|| quote!(::<#(#named),*>));
    let types = signature.parameters.iter().map(|parameter| &parameter.ty);
    let types: Vec<_> = types.collect();
    let c_arguments: Vec<_> = (0..types.len()).map(names::argument).collect();
    let result = output(signature.returns.as_ref());

    let received = call.parameters();
    let arguments = received.names();
    let parameters = received.expand(&arguments);
    let levels = received.expand_levels(&arguments);
    // The lint ignores C functions, but the two functions inside are none.
    let many = (types.len() > 6).then(|| quote!(#[allow(clippy::too_many_arguments)]));
    let bindings = received.expand_bindings(&arguments);
    let Outward { values, way, result: of_body } = call.expand_outcome();
    let passed = call.expand_arguments(&arguments);
    let taken: Vec<_> = (0..signature.passed.len()).map(names::converted).collect();
    let pattern = together(&taken);
    let user = expand_body(&body, item, function);
    let unsafety = unsafe_token();
    let escape = match signature.outcome {
        Outcome::Plain => quote!(::core::convert::Infallible),
        _ => quote!(<#of_body as #private::Outcome>::Escape),
    };
    let (site, shown) = (names::local("site"), names::plain(name));
    let promised = names::local("promised");
    let (constant, fallback) = call.expand_constant();
    let run = quote! {
        #unsafety {
            #private::run_function::<#returned, #of_body, #escape, _, _>(
                #promised, #site, #fallback, #passed, #way, |#pattern| #body #named (#(#taken),*)
            )
        }
    };
    let run = call.expand_result(&run, &quote!(#site));
    let matches = call.expand_matches(&call.expand_pointer_type(), &[]);
    let passed_on = signature.parameters.iter().zip(&c_arguments).map(|(parameter, argument)| {
        if ty::is_bool(&parameter.ty) {
            quote!(::core::mem::MaybeUninit::new(#argument))
        } else {
            quote!(#argument)
        }
    });
    quote! {
        #[deny(improper_ctypes_definitions)]
        #many
        #(#attrs)*
        #[doc = #docs]
        #visibility #unsafety extern #abi fn #name #declared (#(#c_arguments: #types),*) #result
        #conditions
        {
            #levels
            fn #guarded #declared (#promised: #private::Promised, #parameters) -> #returns #conditions {
                // The name resolves to this constant in the user's code. An error about the constant reveals
                // nothing private.
                const #guarded: () = ();
                #user
                #matches
                let #site = const { &#private::Site::new(#shown) };
                #constant
                #bindings
                #values
                #run
            }
            #guarded #named (#unsafety { #private::Promised::new() }, #(#passed_on),*)
        }
    }
}

/// Writes the user's function.
pub(super) fn expand_body(name: &Ident, item: &Item, function: &Function) -> TokenStream {
    let Function { unsafety, parameters, output, body } = function;
    let generics = &item.generics;
    let where_clause = &generics.where_clause;
    let output = parts::output(output.as_ref());
    quote!(#unsafety fn #name #generics #parameters #output #where_clause #body)
}

/// Returns the generics of the C function. It keeps only those lifetimes that its types, its other generics
/// or a lifetime that it keeps mention.
fn without_lifetimes(generics: &Generics, signature: &Signature) -> Generics {
    let types = signature.parameters.iter().map(|parameter| &parameter.ty);
    let others = generics.params.iter().filter(|each| !matches!(each, GenericParam::Lifetime(_)));
    let where_clause = &generics.where_clause;
    let mut mentions = quote!(#(#types)* #(#others)* #where_clause);
    signature.returns.to_tokens(&mut mentions);
    let mut dropped: Vec<_> = generics.lifetimes().collect();
    while let Some(at) =
        dropped.iter().position(|each| tokens::mention(&mentions, &each.lifetime.ident.to_string()))
    {
        dropped.remove(at).bounds.to_tokens(&mut mentions);
    }
    let is_kept = |parameter: &&GenericParam| match parameter {
        GenericParam::Lifetime(parameter) => {
            !dropped.iter().any(|each| each.lifetime == parameter.lifetime)
        }
        _ => true,
    };
    let params = generics.params.iter().filter(is_kept).cloned().collect();
    Generics { params, ..generics.clone() }
}
