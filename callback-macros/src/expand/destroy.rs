//! The destroy function, if the declaration describes it.

use proc_macro2::{Ident, TokenStream};
use quote::{quote, quote_spanned};
use syn::Generics;
use syn::spanned::Spanned;

use super::call::Call;
use super::expansion::Expansion;
use super::parameters::Parameters;
use super::parts::{self, ours, output, unsafe_token, value, with_parameter};
use super::trampoline::locate;
use crate::model::{Context, Destroy, DestroyFunction};
use crate::names;

impl Expansion<'_> {
    /// Returns the type that has the form of the destroy function.
    pub(super) fn expand_form(&self) -> TokenStream {
        if self.declaration.destroy.is_some() {
            return quote!(Self);
        }
        let private = &self.call.private;
        let abi = names::abi(&self.call.abi.value());
        quote!(#private::destroy::#abi)
    }

    /// Writes the destroy function. The declaration itself is the type that has its form.
    pub(super) fn expand_destroy(&self) -> Option<TokenStream> {
        let Self { declaration, call, effect, user_data, conditions, common, .. } = self;
        let destroy = declaration.destroy.as_ref()?;
        let item = &declaration.item;
        let (name, (_, named, _)) = (&item.name, item.generics.split_for_impl());
        let ty = &quote!(#name #named);
        let generics = &item.generics;
        expand(destroy, call, &Form { ty, generics, conditions, common, effect, user_data })
    }
}

/// The type that has the form of the destroy function, and names for its implementation.
pub(super) struct Form<'a> {
    pub(super) ty: &'a TokenStream,
    pub(super) generics: &'a Generics,
    pub(super) conditions: &'a TokenStream,
    /// The attributes of each item.
    pub(super) common: &'a TokenStream,
    /// The type parameters for the effect, and for the type of the user data.
    pub(super) effect: &'a Ident,
    pub(super) user_data: &'a Ident,
}

/// Writes a destroy function. `ty` is the type that has its form.
pub(super) fn expand(destroy: &Destroy, call: &Call<'_>, form: &Form<'_>) -> Option<TokenStream> {
    let Destroy { function, context, destroyed } = destroy;
    let Form { ty, generics, conditions, common, effect, user_data } = form;
    let DestroyFunction { abi, prototype } = function;
    let (private, runtime) = (&call.private, &call.runtime);
    let destroy = names::local("destroy");
    let parameters = Parameters {
        inputs: &prototype.inputs,
        tuples: &prototype.tuples,
        has_expressions: matches!(context, Context::Expression(_)),
        runtime,
        private,
    };
    let arguments = parameters.names();
    let (taken, levels) = (parameters.expand(&arguments), parameters.expand_levels(&arguments));
    let output = output(prototype.output.as_ref());
    let destroyed = destroyed.as_ref().map(|destroyed| {
        let destroyed = value(runtime, Some(destroyed));
        quote!(const { #destroyed })
    });
    let unsafety = unsafe_token();
    let bindings = parameters.expand_bindings(&arguments);
    // The user's expression could call this function without `unsafe`. The name resolves to the constant instead.
    let hidden = parameters.has_expressions.then(|| quote!(const #destroy: () = ();));
    let found = match context {
        Context::Expression(expression) => locate(call, expression),
        Context::Parameter(at) => {
            let (argument, span) = (&arguments[*at], ours(prototype.inputs[*at].ty.span()));
            quote_spanned!(span=> #runtime::checks::Located::locate(#argument))
        }
        Context::Slots(_) => return None,
    };
    let context = names::local("context");
    let with_effect = with_parameter(generics, effect);
    let (with_effect, _, _) = with_effect.split_for_impl();
    let (declared, _, _) = generics.split_for_impl();
    let arguments_of_item = parts::arguments(generics);
    let bounded = parts::conditions(generics, &[quote!(#effect: #private::destroy::Destructor)]);
    let pointer = parameters.pointer(abi, prototype.output.as_ref());
    let made = quote!(#destroy::<#(#arguments_of_item,)* #effect>);
    let made = parameters.expand_pointer(made, abi, prototype.output.as_ref(), &pointer);
    Some(quote! {
        #common
        impl #declared #private::destroy::DestroyFunction for #ty #conditions {
            type Pointer<#user_data> = #pointer;

            fn with_effect<
                #effect: #private::destroy::Destructor,
                #user_data: #private::UserData,
            >() -> #pointer {
                #[deny(improper_ctypes_definitions)]
                #levels
                extern #abi fn #destroy #with_effect (#taken) #output #bounded {
                    #hidden
                    #bindings
                    let #context = #found;
                    #unsafety { #private::run_destroy::<#effect, _>(#context) }
                    #destroyed
                }
                #made
            }
        }
    })
}
