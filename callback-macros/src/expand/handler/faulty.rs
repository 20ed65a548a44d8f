//! The replacement of a trait with faults, which keeps the compiler from reporting its uses as well.

use proc_macro2::{Ident, TokenStream, TokenTree};
use quote::quote;
use syn::{GenericParam, Generics, Type, parse_quote};

use super::super::faulty::{expand_contract, is_plain};
use super::super::parts::{common, conditions, runtime};
use super::functions::mentioned_generics;
use super::item::expand_trait;
use super::references::expand_references;
use crate::errors::Errors;
use crate::model::{Handler, HandlerRemains, Method, parameter_name, tokens};
use crate::names::{self, Words};

/// Writes the faults and the trait, with unusable forms of everything that the macro adds to it.
///
/// The last fault is the length of an array. The compiler knows that the type of this array is wrong, and
/// reports nothing about uses of it.
pub(crate) fn faulty_handler(
    mut remains: HandlerRemains,
    words: &Words,
    errors: Errors,
) -> TokenStream {
    let mut faults = errors.into_invocations();
    let Some(last) = faults.pop() else { return TokenStream::new() };
    // An implementation for references has only the methods.
    let has_references = remains.has_references
        && remains.handler.others.is_empty()
        && remains
            .handler
            .methods
            .iter()
            .all(|method| has_object(method) && method.unsafety.is_none());
    for method in remains.handler.methods.iter_mut().filter(|method| !has_object(method)) {
        method
            .generics
            .make_where_clause()
            .predicates
            .push(parse_quote!(Self: ::core::marker::Sized));
    }
    let others: Option<Vec<_>> = remains.handler.others.iter().map(without_object).collect();
    let Handler { item, methods, others: as_written, .. } = &remains.handler;
    let fault = names::at(&format!("__{}Fault", names::plain(&item.name)), item.name.span());
    let has_new = methods.iter().any(|method| method.name == "new");
    let new = (!has_new).then(|| expand_new(&remains, &fault));
    let added = others.as_ref().unwrap_or(as_written);
    let added = quote!(#new #(#added)*);
    let item_of_trait = expand_trait(&remains.handler, None, Some(&added));
    let common = common(&item.attrs);
    let references =
        has_references.then(|| expand_references(&remains.handler, &words.unused("H")));
    let functions = expand_functions(&remains, &fault);
    // The compiler would report the `dyn` of a trait that cannot have one.
    let object = others.map(|_| expand_object(&remains, &fault, words));
    let mention = expand_mention(&remains);
    let visibility = &item.visibility;
    quote! {
        #(#faults)*
        #[doc(hidden)]
        #[allow(dead_code, non_camel_case_types)]
        #visibility type #fault = [(); #last];
        #item_of_trait
        #functions
        #common
        const _: () = {
            #object
            #mention
        };
        #references
    }
}

/// Returns whether a `dyn` of the trait can have the method.
fn has_object(method: &Method) -> bool {
    let mut generics = method.generics.params.iter();
    let is_named = |name| method.closure.types().into_iter().any(|ty| tokens::mention(ty, name));
    generics.all(|each| matches!(each, GenericParam::Lifetime(_)))
        && !is_named("impl")
        && !is_named("Self")
}

/// Returns a member that could not be read, in a form with which the trait still has a `dyn`, if there is one.
fn without_object(member: &TokenStream) -> Option<TokenStream> {
    let is = |token: &TokenTree, words: &[&str]| matches!(token, TokenTree::Ident(word) if names::is_one_of(word, words));
    let mut member: Vec<_> = member.clone().into_iter().collect();
    if !member.iter().any(|token| is(token, &["fn"])) {
        return (!member.iter().any(|token| is(token, &["type", "const"])))
            .then(|| member.into_iter().collect());
    }
    if member.iter().any(|token| is(token, &["where"])) {
        return None;
    }
    let end = member.pop()?;
    Some(quote!(#(#member)* where Self: ::core::marker::Sized #end))
}

fn expand_new(remains: &HandlerRemains, fault: &Ident) -> TokenStream {
    let base = remains.base.iter();
    quote! {
        #[doc(hidden)]
        #[allow(dead_code)]
        fn new(#(_: #base,)* _: Self) -> #fault
        where
            Self: ::core::marker::Sized,
        {
            loop {}
        }
    }
}

/// Writes a type with the name of the struct of functions, as far as its parameters are known.
fn expand_functions(remains: &HandlerRemains, fault: &Ident) -> TokenStream {
    let item = &remains.handler.item;
    let (visibility, name) = (&item.visibility, &item.name);
    let name = names::at(&format!("{}Functions", names::plain(name)), name.span());
    let kept = mentioned_generics(&item.generics, remains.mentioned.iter());
    let has_const = kept.const_params().next().is_some();
    let kept = if has_const { Generics::default() } else { kept };
    let lifetimes = kept.lifetimes().map(|parameter| &parameter.lifetime);
    let types = kept.type_params().map(|parameter| &parameter.ident);
    let ty = if kept.params.is_empty() {
        quote!(#fault)
    } else {
        quote!((#fault, #(&#lifetimes (),)* #(*const #types),*))
    };
    quote! {
        #[doc(hidden)]
        #[allow(dead_code, type_alias_bounds)]
        #visibility type #name #kept = #ty;
    }
}

/// Writes the contract of `dyn Trait`, and its function `functions`.
fn expand_object(remains: &HandlerRemains, fault: &Ident, words: &Words) -> TokenStream {
    let item = &remains.handler.item;
    let (declared, named, _) = item.generics.split_for_impl();
    let (name, where_clause) = (&item.name, conditions(&item.generics, &[]));
    let visibility = &item.visibility;
    let ty = quote!(dyn #name #named);
    let krate = runtime(remains.krate.as_ref());
    let callback = expand_contract(&declared, &ty, &where_clause, &krate, &quote!(#fault));
    let handler = words.unused("H");
    quote! {
        #callback
        impl #declared #ty #where_clause {
            #[doc(hidden)]
            #[allow(dead_code)]
            #visibility const fn functions<#handler>() -> #fault {
                loop {}
            }
        }
    }
}

/// Mentions the types of the prototypes, so that the compiler does not report them as unused.
fn expand_mention(remains: &HandlerRemains) -> TokenStream {
    let generics = &remains.handler.item.generics;
    let (declared, _, _) = generics.split_for_impl();
    let where_clause = conditions(generics, &[]);
    // The generics of a method, which are one of the faults, are not in scope here.
    let of_methods = remains.handler.methods.iter().flat_map(|method| &method.generics.params);
    let of_methods: Vec<_> = of_methods.map(|each| parameter_name(each).to_string()).collect();
    let is_of_method = |ty: &Type| of_methods.iter().any(|name| tokens::mention(ty, name));
    let mentioned = remains.mentioned.iter().filter(|ty| is_plain(ty) && !is_of_method(ty));
    let mention = names::local("mention");
    quote! {
        #[allow(dead_code)]
        fn #mention #declared (#(_: ::core::marker::PhantomData<#mentioned>),*) #where_clause {}
    }
}
