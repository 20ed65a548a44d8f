//! The destroy function, if the declaration describes it.

use proc_macro2::TokenStream;
use quote::{quote, quote_spanned};
use syn::spanned::Spanned;

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

    /// Writes the destroy function, as the form that the declaration is of its own.
    pub(super) fn expand_destroy(&self) -> Option<TokenStream> {
        let Self { declaration, call, effect, user_data, conditions, common, .. } = self;
        let Destroy { function, context, destroyed } = declaration.destroy.as_ref()?;
        let DestroyFunction { abi, prototype } = function;
        let (private, runtime) = (&call.private, &call.runtime);
        let (item, destroy) = (&declaration.item, names::local("destroy"));
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
        // The user's expression could call this function without `unsafe`. It finds the constant instead.
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
        let with_effect = with_parameter(&item.generics, effect);
        let (with_effect, _, _) = with_effect.split_for_impl();
        let (declared, named, _) = item.generics.split_for_impl();
        let (name, generics) = (&item.name, parts::arguments(&item.generics));
        let bounded =
            parts::conditions(&item.generics, &[quote!(#effect: #private::destroy::Destructor)]);
        let types: Vec<_> = prototype.inputs.iter().map(|input| &input.ty).collect();
        let pointer = quote!(#unsafety extern #abi fn(#(#types),*) #output);
        let made = quote!(#destroy::<#(#generics,)* #effect>);
        let made = parameters.expand_pointer(made, abi, prototype.output.as_ref(), &pointer);
        Some(quote! {
            #common
            impl #declared #private::destroy::DestroyFunction for #name #named #conditions {
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
}
