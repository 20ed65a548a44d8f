//! What stands in for a declaration with faults, so that its uses are no faults too.

use proc_macro2::{Ident, TokenStream};
use quote::quote;

use crate::errors::Errors;
use crate::expand::item::{closure_bound, expand_struct, unsafe_token};
use crate::expand::parts::{Angled, Common, Runtime, Where};
use crate::model::Remains;
use crate::names::Words;
use crate::syntax::Type;
use crate::{names, shape, tokens};

/// The faults, and an item that is not ours to read, as it was.
pub(crate) fn pass_on(item: &TokenStream, errors: Errors) -> TokenStream {
    let faults = errors.into_invocations();
    quote!(#(#faults)* #item)
}

/// The faults, and the type without its contract.
///
/// The last fault stands in the place of an array's length: that makes a type of which the compiler
/// knows that it is wrong, and about whose uses it says nothing more.
pub(crate) fn expand(remains: &Remains, words: &Words<'_>, errors: Errors) -> TokenStream {
    let mut faults = errors.into_invocations();
    let Some(last) = faults.pop() else { return TokenStream::new() };
    let item = &remains.item;
    let fault = words.unused("Fault");
    let ty = expand_struct(item, None);
    let common = Common(&item.attrs);
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

fn expand_new(remains: &Remains, words: &Words<'_>, fault: &Ident) -> TokenStream {
    let item = &remains.item;
    let declared = Angled::declared(&item.generics);
    let named = Angled::named(&item.generics);
    let where_clause = Where(&item.generics, &[]);
    let (name, visibility) = (&item.name, &item.visibility);
    let closure = words.unused("F");
    // With the closure's signature, the compiler can read a use as it was meant.
    let mut conditions = TokenStream::new();
    if let Some(closure_type) = &item.closure {
        let bound = closure_bound(closure_type, Some(fault));
        conditions = quote!(where #closure: #bound);
    }
    // What the prototype mentions is not unused.
    let mut mentioned = Vec::new();
    for ty in &remains.mentioned {
        if is_plain(ty) {
            mentioned.push(ty);
        }
    }
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

/// Whether to mention a type is certainly no fault of its own.
fn is_plain(ty: &Type) -> bool {
    let no_lifetimes = tokens::borrowed(&ty.tokens, &[]).is_none()
        && tokens::undeclared(&ty.tokens, &[]).is_none();
    shape::is_nameable(ty) && !shape::is_named(ty, "context") && no_lifetimes
}

fn expand_callback(remains: &Remains, fault: &Ident) -> TokenStream {
    let item = &remains.item;
    let runtime = Runtime(remains.krate.as_ref());
    let declared = Angled::declared(&item.generics);
    let named = Angled::named(&item.generics);
    let where_clause = Where(&item.generics, &[]);
    let name = &item.name;
    let unsafety = unsafe_token();
    quote! {
        #unsafety impl #declared #runtime::Callback for #name #named #where_clause {
            type Function = #fault;
            type Context = #fault;
            type Return = #fault;
            type Outcome = #runtime::__private::Plain;
            type Kind = #runtime::__private::kind::Fn;
            type Abi = #runtime::__private::abi::C;
            const PLACE: #runtime::__private::Site = #runtime::__private::Site::new("");
            const FALLBACK: #fault = loop {};
        }
    }
}
