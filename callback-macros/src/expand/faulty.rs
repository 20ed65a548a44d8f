//! The replacement of a declaration with faults, which keeps the compiler from reporting its uses as well.

use proc_macro2::{Ident, TokenStream};
use quote::quote;
use syn::{ImplGenerics, Type};

use super::function::expand_body;
use super::item::{closure_bound, expand_struct};
use super::parts::{common, conditions, output, runtime, unsafe_token};
use crate::errors::Errors;
use crate::model::{Function, Item, Prototype, Remains, tokens, ty};
use crate::names::{self, Words};

/// Writes the faults and the unchanged item, which the attribute does not apply to.
pub(crate) fn pass_on(item: &TokenStream, errors: Errors) -> TokenStream {
    let faults = errors.into_invocations();
    quote!(#(#faults)* #item)
}

/// Writes the faults and the type, without its contract.
///
/// The last fault is the length of an array. The compiler knows that the type of this array is wrong, and
/// reports nothing about uses of it.
pub(crate) fn faulty(remains: &Remains, words: &Words, errors: Errors) -> TokenStream {
    let mut faults = errors.into_invocations();
    let Some(last) = faults.pop() else { return TokenStream::new() };
    let item = &remains.item;
    let fault = words.unused("Fault");
    let ty = expand_struct(item, &runtime(remains.krate.as_ref()), None);
    let common = common(&item.attrs);
    let new = expand_new(remains, words, &fault);
    let callback = expand_callback(remains, &fault);
    quote! {
        #(#faults)*
        #ty
        #common
        const _: () = {
            type #fault = [(); #last];
            #new
            #callback
        };
    }
}

/// Writes the faults and the C function, without the user's body. If it is not known what C passes, writes
/// the user's function instead.
pub(crate) fn faulty_function(
    function: &Function,
    remains: &Remains,
    errors: Errors,
) -> TokenStream {
    let Remains { item, abi, prototype, .. } = remains;
    let Item { attrs, visibility, name, generics, .. } = item;
    let faults = errors.into_invocations();
    let levels = common(attrs);
    let known = prototype.as_ref().filter(|prototype| prototype.types().into_iter().all(is_plain));
    let Some(prototype) = known else {
        let user = expand_body(name, item, function);
        return quote!(#(#faults)* #levels #[allow(dead_code)] #visibility #user);
    };
    let where_clause = &generics.where_clause;
    let types = prototype.inputs.iter().map(|input| &input.ty);
    let output = output(prototype.output.as_ref());
    let unsafety = unsafe_token();
    quote! {
        #(#faults)*
        #levels
        #[allow(dead_code, improper_ctypes_definitions)]
        #visibility #unsafety extern #abi fn #name #generics (#(_: #types),*) #output #where_clause {
            loop {}
        }
    }
}

fn expand_new(remains: &Remains, words: &Words, fault: &Ident) -> TokenStream {
    let item = &remains.item;
    let (declared, named, _) = item.generics.split_for_impl();
    let where_clause = conditions(&item.generics, &[]);
    let (name, visibility) = (&item.name, &item.visibility);
    let closure = words.unused("F");
    // The closure's signature lets the compiler infer the types in a use.
    let conditions = item.closure.as_ref().map(|closure_type| {
        let bound = closure_bound(closure_type, fault);
        quote!(where #closure: #bound)
    });
    // Mentioning the types of the prototype keeps the compiler from reporting them as unused.
    let mut mentioned = remains.prototype.as_ref().map(Prototype::types).unwrap_or_default();
    mentioned.extend(remains.destroy.as_ref().map(Prototype::types).unwrap_or_default());
    mentioned.retain(|ty| is_plain(ty));
    let mention = names::local("mention");
    quote! {
        #[allow(dead_code)]
        impl #declared #name #named #where_clause {
            #[doc(hidden)]
            #visibility fn new<#closure>(_: #closure) -> #fault
            #conditions
            {
                loop {}
            }
            fn #mention(#(_: ::core::marker::PhantomData<#mentioned>),*) {}
        }
    }
}

/// Returns whether a type can be mentioned without the risk of another fault.
pub(super) fn is_plain(ty: &Type) -> bool {
    let no_lifetimes = tokens::borrowed(ty, &[]).is_none() && tokens::undeclared(ty, &[]).is_none();
    ty::is_nameable(ty) && !ty::is_named(ty, "context") && no_lifetimes
}

fn expand_callback(remains: &Remains, fault: &Ident) -> TokenStream {
    let item = &remains.item;
    let runtime = runtime(remains.krate.as_ref());
    let (declared, named, _) = item.generics.split_for_impl();
    let where_clause = conditions(&item.generics, &[]);
    let name = &item.name;
    expand_contract(&declared, &quote!(#name #named), &where_clause, &runtime, &quote!(#fault))
}

/// Writes the contract of a declaration, with `fault` as each C type.
pub(super) fn expand_contract(
    declared: &ImplGenerics<'_>,
    ty: &TokenStream,
    where_clause: &TokenStream,
    runtime: &TokenStream,
    fault: &TokenStream,
) -> TokenStream {
    let unsafety = unsafe_token();
    quote! {
        #unsafety impl #declared #runtime::Callback for #ty #where_clause {
            type Function = #fault;
            type Context = #fault;
            type Return = #fault;
            type Outcome = #runtime::__private::Plain;
            type Kind = #runtime::__private::kind::Fn;
            type Base = ();
            type Destroy = #runtime::__private::destroy::C;
            const SITE_VALUE: #runtime::__private::Site = #runtime::__private::Site::new("");
            const FALLBACK: #fault = loop {};
        }
    }
}
