//! From a checked declaration to its code. Nothing can fail here.

mod bounds;
mod conversion;
mod docs;
mod faulty;
mod item;
mod parts;
mod slots;
mod trampoline;

pub(crate) use self::faulty::{faulty, pass_on};

use proc_macro2::{Ident, TokenStream};
use quote::{quote, quote_spanned};
use syn::spanned::Spanned;
use syn::{Generics, LitStr};

use self::bounds::bounds;
use self::item::expand_struct;
use self::parts::{
    arguments, common, conditions, ours, output, received, runtime, unsafe_token, value,
    with_parameter,
};
use crate::model::{Closure, Context, Declaration, Outcome, ty};
use crate::names::{self, Words};

/// Writes the uninhabited type, its `new`, and its implementations of the runtime's traits.
pub(crate) fn declaration(declaration: &Declaration, words: &Words) -> TokenStream {
    let expansion = Expansion::new(declaration, words);
    let ty = expand_struct(&declaration.item, Some(&docs::of_type(declaration)));
    let new = expansion.expand_new();
    let callback = expansion.expand_callback();
    let accepts = expansion.expand_accepts();
    let slots = expansion.expand_slots();
    quote!(#ty #new #callback #accepts #slots)
}

/// A declaration, and what several parts of its expansion name.
struct Expansion<'a> {
    declaration: &'a Declaration,
    /// The runtime crate, and its module for generated code.
    runtime: TokenStream,
    private: TokenStream,
    /// The type parameters for the closure's type and for the lifetime.
    closure: Ident,
    lifetime: Ident,
    /// The bounds of the closure's type.
    bounds: Vec<TokenStream>,
    /// The parameters of the alias and then `closure`, as an `impl` declares them.
    with_closure: Generics,
    /// The conditions of the alias, and these with `bounds`.
    conditions: TokenStream,
    bounded: TokenStream,
    /// The attributes of each item.
    common: TokenStream,
    /// The calling convention.
    abi: &'a LitStr,
    /// The type that C gets: `()`, if that is nothing.
    returns: TokenStream,
}

impl<'a> Expansion<'a> {
    fn new(declaration: &'a Declaration, words: &Words) -> Self {
        let runtime = runtime(declaration.krate.as_ref());
        let private = quote_spanned!(proc_macro2::Span::mixed_site()=> #runtime::__private);
        let closure = words.unused("F");
        let bounds = bounds(declaration, &private, &closure);
        let generics = &declaration.item.generics;
        Self {
            declaration,
            runtime,
            private,
            lifetime: words.unused("L"),
            with_closure: with_parameter(generics, &closure),
            closure,
            conditions: conditions(generics, &[]),
            bounded: conditions(generics, &bounds),
            bounds,
            common: common(&declaration.item.attrs),
            abi: &declaration.abi,
            returns: match &declaration.returns {
                Some(ty) => quote!(#ty),
                None => quote!(()),
            },
        }
    }

    fn expand_new(&self) -> TokenStream {
        let Self { declaration, runtime, private, closure, bounds, conditions, common, .. } = self;
        let item = &declaration.item;
        let (name, visibility) = (&item.name, &item.visibility);
        let (declared, named, _) = item.generics.split_for_impl();
        let argument = names::local("closure");
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
                #visibility fn new<#closure>(#argument: #closure) -> #runtime::#context<Self, #closure>
                where
                    #(#bounds,)*
                {
                    #private::#make(#argument)
                }
            }
        }
    }

    fn expand_callback(&self) -> TokenStream {
        let Self { declaration, runtime, private, abi, returns, conditions, common, .. } = self;
        let Declaration { item, closure, kind, parameters, fallback, .. } = declaration;
        let name = &item.name;
        let (declared, named, _) = item.generics.split_for_impl();
        let types = parameters.iter().map(|parameter| &parameter.ty);
        let context = match declaration.context {
            Context::Parameter(at) => {
                let ty = &parameters[at].ty;
                quote!(#ty)
            }
            _ => quote!(*mut ::core::ffi::c_void),
        };
        let outcome = match (&declaration.outcome, &closure.output) {
            (Outcome::Plain, _) | (_, None) => quote!(#private::Plain),
            (_, Some(output)) => quote!(#output),
        };
        let kind = names::ident(kind.name());
        let abi_type = names::abi(&abi.value());
        let shown = names::plain(name);
        let fallback = value(runtime, fallback.as_ref());
        let output = output(declaration.returns.as_ref());
        let unsafety = unsafe_token();
        quote! {
            #common
            #unsafety impl #declared #runtime::Callback for #name #named #conditions {
                type Function = #unsafety extern #abi fn(#(#types),*) #output;
                type Context = #context;
                type Return = #returns;
                type Outcome = #outcome;
                type Kind = #private::kind::#kind;
                type Abi = #private::abi::#abi_type;
                const PLACE: #private::Site = #private::Site::new(#shown);
                const FALLBACK: #returns = #fallback;
            }
        }
    }

    fn expand_accepts(&self) -> TokenStream {
        let Self { declaration, private, closure, lifetime, with_closure, bounded, common, .. } =
            self;
        let item = &declaration.item;
        let name = &item.name;
        let (declared, _, _) = with_closure.split_for_impl();
        let (_, named, _) = item.generics.split_for_impl();
        let trampoline = self.expand_trampoline();
        let function = self.expand_pointer();
        let matches = declaration.matches.as_ref().map(|typedef| {
            let function = quote!(Self::Function);
            let span = ours(typedef.span());
            quote_spanned!(span=> #private::matches::<#function, #typedef>();)
        });
        let (accepts, method, pointer, signature) = if declaration.has_slots() {
            ("AcceptsInSlot", "trampoline", "Trampoline", None)
        } else {
            ("Accepts", "function", "Function", Some(self.expand_signature()))
        };
        let (accepts, method, pointer) =
            (names::ident(accepts), names::ident(method), names::ident(pointer));
        let unsafety = unsafe_token();
        quote! {
            #common
            #unsafety impl #declared #private::#accepts<#closure> for #name #named #bounded {
                #signature

                fn #method<#lifetime: #private::Lifetime>() -> Self::#pointer {
                    #matches
                    #trampoline
                    #function
                }
            }
        }
    }

    /// Returns the closure's signature, unless it borrows from C in each call.
    fn expand_signature(&self) -> TokenStream {
        let Self { declaration, private, .. } = self;
        let Closure { lifetimes, inputs, output, .. } = &declaration.closure;
        if declaration.closure.borrows() {
            return quote!(type Signature = #private::Borrowing;);
        }
        let output = parts::output(output.as_ref());
        quote!(type Signature = #lifetimes fn(#(#inputs),*) #output;)
    }

    /// Returns the trampoline as the `unsafe` function pointer that C takes.
    fn expand_pointer(&self) -> TokenStream {
        let trampoline = names::local("trampoline");
        let Self { declaration, closure, lifetime, abi, .. } = self;
        let arguments = arguments(&declaration.item.generics);
        let function = quote!(#trampoline::<#(#arguments,)* #closure, #lifetime>);
        if declaration.has_slots() || !self.takes_bool() {
            return function;
        }
        // C passes its own `bool`; the trampoline takes any byte for one.
        let types = self.received();
        let output = output(declaration.returns.as_ref());
        let unsafety = unsafe_token();
        let received = quote!(#unsafety extern #abi fn(#(#types),*) #output);
        quote! {
            #unsafety { ::core::mem::transmute::<#received, Self::Function>(#function) }
        }
    }

    /// Whether C passes its own `bool`.
    fn takes_bool(&self) -> bool {
        self.declaration.parameters.iter().any(|parameter| ty::is_bool(&parameter.ty))
    }

    /// Returns the types in which the trampoline takes its parameters.
    fn received(&self) -> Vec<TokenStream> {
        self.declaration.parameters.iter().map(|parameter| received(&parameter.ty)).collect()
    }
}
