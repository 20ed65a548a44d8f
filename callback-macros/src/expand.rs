//! From a checked declaration to its code. Nothing can fail here.

mod bounds;
mod conversion;
pub(crate) mod generics;
pub(crate) mod item;
mod slots;
mod trampoline;

use proc_macro2::{Ident, TokenStream};
use quote::{ToTokens, quote, quote_spanned};

use self::bounds::{bounds, outcome};
use self::generics::{expand_arguments, expand_declared, expand_named, expand_where};
use self::item::{
    Private, Runtime, common_attributes, expand_output, expand_struct, ours, unsafe_token,
};
use crate::model::{Closure, Context, Declaration};
use crate::names::Words;
use crate::syntax::{Parameter, Type, Value};
use crate::{docs, names, shape};

/// What every part of the expansion names.
struct Names<'a> {
    declaration: &'a Declaration,
    /// The runtime crate, and what it keeps for generated code.
    runtime: Runtime<'a>,
    private: Private<'a>,
    /// The type parameters that stand for the closure's type and for the lifetime.
    closure: Ident,
    lifetime: Ident,
    /// The bounds of the closure's type.
    bounds: Vec<TokenStream>,
    /// The type that C gets.
    returns: Returns<'a>,
}

/// Writes the uninhabited type, its `new`, and what the runtime wants to know of it.
pub(crate) fn expand(declaration: &Declaration, words: &Words) -> TokenStream {
    let names = Names::new(declaration, words);
    let ty = expand_struct(&declaration.item, Some(&docs::of_type(declaration)));
    let new = names.expand_new();
    let callback = names.expand_callback();
    let accepts = names.expand_accepts();
    let slots = names.expand_slots();
    quote!(#ty #new #callback #accepts #slots)
}

impl<'a> Names<'a> {
    fn new(declaration: &'a Declaration, words: &Words) -> Self {
        let runtime = Runtime(declaration.krate.as_ref());
        let private = Private(runtime);
        let closure = words.unused("F");
        let bounds = bounds(declaration, private, &closure);
        Self {
            declaration,
            runtime,
            private,
            closure,
            lifetime: words.unused("L"),
            bounds,
            returns: Returns(declaration.returns.as_ref()),
        }
    }

    fn expand_new(&self) -> TokenStream {
        let Self { declaration, runtime, private, closure, bounds, .. } = self;
        let item = &declaration.item;
        let impl_generics = expand_declared(&item.generics, &[]);
        let ty_generics = expand_named(&item.generics);
        let where_clause = expand_where(&item.generics, &[]);
        let common = common_attributes(&item.attrs);
        let (name, visibility) = (&item.name, &item.visibility);
        let argument = names::ident("closure");
        let docs = docs::OF_NEW;
        let (context, make) = match declaration.context {
            Context::Slots(_) => (quote!(SlotContext), quote!(slot_context)),
            _ => (quote!(Context), quote!(context)),
        };
        quote! {
            #common
            impl #impl_generics #name #ty_generics #where_clause {
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
        let Self { declaration, runtime, private, returns, .. } = self;
        let Declaration { item, kind, abi, parameters, fallback, .. } = declaration;
        let impl_generics = expand_declared(&item.generics, &[]);
        let ty_generics = expand_named(&item.generics);
        let where_clause = expand_where(&item.generics, &[]);
        let common = common_attributes(&item.attrs);
        let name = &item.name;
        let function = self.function_type(false);
        let context = match declaration.context {
            Context::Parameter(at) => parameters[at].ty.to_token_stream(),
            Context::Expression(_) | Context::Slots(_) => quote!(*mut ::core::ffi::c_void),
        };
        let outcome = outcome(declaration, *private);
        let kind = names::ident(kind.name());
        let abi = names::abi(&abi.value());
        let shown = names::plain(name);
        let fallback = fallback.as_ref().map_or_else(|| quote!(()), |value| self.expression(value));
        let unsafety = unsafe_token();
        quote! {
            #common
            #unsafety impl #impl_generics #runtime::Callback for #name #ty_generics #where_clause {
                type Function = #function;
                type Context = #context;
                type Return = #returns;
                type Outcome = #outcome;
                type Kind = #private::kind::#kind;
                type Abi = #private::abi::#abi;
                const PLACE: #private::Site = #private::Site::new(#shown);
                const FALLBACK: #returns = #fallback;
            }
        }
    }

    fn expand_accepts(&self) -> TokenStream {
        let Self { declaration, private, closure, lifetime, bounds, .. } = self;
        let item = &declaration.item;
        let impl_generics = expand_declared(&item.generics, &[quote!(#closure)]);
        let ty_generics = expand_named(&item.generics);
        let where_clause = expand_where(&item.generics, bounds);
        let common = common_attributes(&item.attrs);
        let name = &item.name;
        let trampoline = self.expand_trampoline();
        let function = self.expand_pointer();
        let matches = declaration.matches.as_ref().map(|typedef| {
            let span = ours(typedef.tokens.span());
            let function = quote!(Self::Function);
            quote_spanned!(span=> #private::matches::<#function, #typedef>();)
        });
        let slots = matches!(declaration.context, Context::Slots(_));
        let (accepts, method, signature, pointer) = if slots {
            let pointer = quote!(Self::Trampoline);
            (quote!(AcceptsInSlot), quote!(trampoline), TokenStream::new(), pointer)
        } else {
            let Closure { lifetimes, inputs, output, .. } = &declaration.closure;
            let lifetimes = lifetimes.as_ref().map(|lifetimes| &lifetimes.tokens);
            let output = expand_output(output.as_ref());
            let signature = if declaration.closure.borrows() {
                quote!(type Signature = #private::Borrowing;)
            } else {
                quote!(type Signature = #lifetimes fn(#(#inputs),*) #output;)
            };
            let pointer = quote!(Self::Function);
            (quote!(Accepts), quote!(function), signature, pointer)
        };
        let unsafety = unsafe_token();
        quote! {
            #common
            #unsafety impl #impl_generics #private::#accepts<#closure> for #name #ty_generics
            #where_clause
            {
                #signature

                fn #method<#lifetime: #private::Lifetime>() -> #pointer {
                    #matches
                    #trampoline
                    #function
                }
            }
        }
    }

    /// The trampoline as a pointer of the type that C takes.
    fn expand_pointer(&self) -> TokenStream {
        let trampoline = names::local("trampoline");
        let Self { declaration, closure, lifetime, .. } = self;
        let ours = [quote!(#closure), quote!(#lifetime)];
        let arguments = expand_arguments(&declaration.item.generics, &ours);
        let function = quote!(#trampoline::#arguments);
        let slots = matches!(self.declaration.context, Context::Slots(_));
        if slots || !self.takes_bool() {
            return function;
        }
        // C passes its own `bool`; the trampoline takes any byte for one.
        let unsafety = unsafe_token();
        let received = self.function_type(true);
        quote! {
            #unsafety { ::core::mem::transmute::<#received, Self::Function>(#function) }
        }
    }

    /// Whether C passes its own `bool`.
    fn takes_bool(&self) -> bool {
        self.declaration.parameters.iter().any(|parameter| is_bool(&parameter.ty))
    }

    /// A value of the user's. One that nobody has parsed goes through a macro, so that what we
    /// write is Rust whatever it is, and the compiler's complaint is about the user's tokens.
    fn expression(&self, Value { tokens, is_read }: &Value) -> TokenStream {
        let runtime = &self.runtime;
        if *is_read { tokens.to_token_stream() } else { quote!(#runtime::__expression!(#tokens)) }
    }

    /// The type of the function pointer: C's, or, if it is `received`, that of the trampoline.
    fn function_type(&self, received: bool) -> TokenStream {
        let Declaration { abi, parameters, returns, .. } = self.declaration;
        let mut types = Vec::new();
        for Parameter { ty, .. } in parameters {
            types.push(if received { self::received(ty) } else { ty.to_token_stream() });
        }
        let output = expand_output(returns.as_ref());
        let unsafety = unsafe_token();
        quote!(#unsafety extern #abi fn(#(#types),*) #output)
    }

    /// The types in which the trampoline takes its parameters.
    fn received(&self) -> Vec<TokenStream> {
        let mut types = Vec::new();
        for parameter in &self.declaration.parameters {
            types.push(received(&parameter.ty));
        }
        types
    }
}

/// The type that C gets: `()`, if that is nothing.
#[derive(Clone, Copy)]
struct Returns<'a>(Option<&'a Type>);

impl ToTokens for Returns<'_> {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        match self.0 {
            Some(ty) => ty.to_tokens(tokens),
            None => tokens.extend(quote!(())),
        }
    }
}

/// The type in which the trampoline takes a parameter.
fn received(ty: &Type) -> TokenStream {
    if is_bool(ty) { quote!(::core::mem::MaybeUninit<#ty>) } else { ty.to_token_stream() }
}

fn is_bool(ty: &Type) -> bool {
    shape::is_named(ty, "bool")
}
