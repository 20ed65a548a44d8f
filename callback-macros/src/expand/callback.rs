//! The declaration's `new`, and its contract as the runtime's trait `Callback`.

use proc_macro2::TokenStream;
use quote::quote;
use syn::GenericParam;

use super::call::Call;
use super::docs;
use super::expansion::Expansion;
use super::parts::{ours, unsafe_token};
use super::places::Place;
use crate::model::{
    Context, Declaration, Fallback, Outcome, Signature, Value, parameter_name, tokens, ty,
};
use crate::names;

impl Expansion<'_> {
    pub(super) fn expand_new(&self) -> TokenStream {
        let Self { declaration, call, closure, bounds, conditions, common, .. } = self;
        let Call { signature, runtime, private, .. } = call;
        let item = &declaration.item;
        let (name, visibility) = (&item.name, &item.visibility);
        let (declared, named, _) = item.generics.split_for_impl();
        let argument = names::local("closure");
        // An error about the closure that a user passes points to the trait that the declaration names.
        let mut taken = closure.clone();
        taken.set_span(ours(signature.closure.call.span()));
        let docs = docs::OF_NEW;
        let (context, make) = if declaration.has_slots() {
            ("SlotContext", "slot_context")
        } else {
            ("Context", "context")
        };
        let (context, make) = (names::ident(context), names::ident(make));
        quote! {
            #common
            impl #declared #name #named #conditions {
                #[doc = #docs]
                #visibility fn new<#closure>(#argument: #taken) -> #runtime::#context<Self, #closure>
                where
                    #(#bounds,)*
                {
                    #private::#make(#argument)
                }
            }
        }
    }

    pub(super) fn expand_callback(&self) -> TokenStream {
        let Self { declaration, call, conditions, common, .. } = self;
        let Call { signature, runtime, private, returned, .. } = call;
        let Declaration { item, kind, .. } = declaration;
        let Signature { closure, parameters, outcome, fallback, .. } = signature;
        let name = &item.name;
        let (declared, named, _) = item.generics.split_for_impl();
        let context = match declaration.context {
            Context::Parameter(at) => {
                let ty = &parameters[at].ty;
                quote!(#ty)
            }
            _ => quote!(*mut ::core::ffi::c_void),
        };
        let outcome = match (outcome, &closure.output) {
            (Outcome::Plain, _) | (_, None) => quote!(#private::Plain),
            (_, Some(output)) => quote!(#output),
        };
        let kind = names::ident(kind.name());
        let form = self.expand_form();
        let shown = names::plain(name);
        // Without a constant fallback, a dispatched call has to wait for an answer to know whether there is a
        // value for C.
        let expects_answer = !matches!(fallback, Fallback::Constant(_));
        let expects_answer = expects_answer.then(|| {
            quote!(
                const EXPECTS_ANSWER: bool = true;
            )
        });
        let fallback = call.expand_fallback();
        let unsafety = unsafe_token();
        let place = Place::of_prototype(signature);
        let function = place.associated("Function", &call.expand_pointer_type());
        let context = place.associated("Context", &context);
        let gets = place.associated("Return", returned);
        let outcome = Place::of_closure(signature).associated("Outcome", &outcome);
        quote! {
            #common
            #unsafety impl #declared #runtime::Callback for #name #named #conditions {
                #function
                #context
                #gets
                #outcome
                type Kind = #private::kind::#kind;
                type Base = ();
                type Destroy = #form;
                const SITE_VALUE: #private::Site = #private::Site::new(#shown);
                const FALLBACK: #returned = #fallback;
                #expects_answer
            }
        }
    }
    /// Implements the trait that a safe function of `#[import]` requires, if the parameters of the
    /// declaration determine nothing but what escapes past C.
    pub(super) fn expand_escapes_only(&self) -> Option<TokenStream> {
        let Self { declaration, call, conditions, common, .. } = self;
        let Call { signature, runtime, .. } = call;
        let item = &declaration.item;
        let is_lifetime = |each: &&GenericParam| matches!(each, GenericParam::Lifetime(_));
        let mut generics = item.generics.params.iter().filter(|each| !is_lifetime(each)).peekable();
        generics.peek()?;
        let Signature { closure, parameters, returns, outcome, matches, fallback, .. } = signature;
        let (inputs, passed) = (&closure.inputs, parameters.iter().map(|parameter| &parameter.ty));
        let (given, kept) = match (outcome, &closure.output) {
            (Outcome::Plain, output) => (quote!(::core::convert::Infallible), quote!(#output)),
            (Outcome::ControlFlow { .. }, Some(output)) if ty::is_named(output, "ControlFlow") => {
                (quote!(()), TokenStream::new())
            }
            (Outcome::Result { .. }, Some(output)) => {
                let (value, _) = ty::result(output)?;
                (quote!(#value), quote!(#value))
            }
            _ => return None,
        };
        let context = match &declaration.context {
            Context::Expression(value) => Some(value),
            _ => None,
        };
        let fallback = match fallback {
            Fallback::Constant(value) => value.as_ref(),
            Fallback::Expression(value) => Some(value),
            Fallback::Abort => None,
        };
        let keys = outcome.escaping_constants();
        let destroy = declaration.destroy.as_ref().and_then(|destroy| destroy.destroyed.as_ref());
        let others = quote! {
            #(#inputs)* #(#passed)* #returns #kept #matches #context #fallback #(#keys)* #destroy
        };
        if generics.any(|each| tokens::may_depend_on(&others, &parameter_name(each).to_string())) {
            return None;
        }
        // In a constant, `Self` brings in the parameters without naming them.
        if tokens::mention(&others, "Self") {
            return None;
        }
        // A closure that gets the escaping value can make a pointer of it, and return that or store it through a
        // parameter.
        let may_be_pointer = returns.as_ref().is_some_and(|ty| !ty::is_number(ty));
        let is_unsafe = |closure: &Value| {
            tokens::mention(closure, "unsafe") || tokens::has_punct(&closure.tokens, '!')
        };
        if outcome.escape_closure().is_some_and(|closure| may_be_pointer || is_unsafe(closure)) {
            return None;
        }
        let name = &item.name;
        let (declared, named, _) = item.generics.split_for_impl();
        let unsafety = unsafe_token();
        Some(quote! {
            #common
            #unsafety impl #declared #runtime::checks::EscapesOnly for #name #named #conditions {
                type Given = #given;
            }
        })
    }
}
