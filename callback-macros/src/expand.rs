//! From a checked declaration to its code. Nothing can fail here.

mod bounds;
mod conversion;
pub(crate) mod item;
pub(crate) mod parts;
mod slots;
mod trampoline;

use proc_macro2::{Ident, Literal, TokenStream};
use quote::{ToTokens, quote, quote_spanned};

use self::bounds::bounds;
use self::item::{expand_struct, ours, unsafe_token};
use self::parts::{
    Angled, Common, Expression, Output, Private, Received, Returns, Runtime, Where, is_bool, text,
};
use crate::model::{Closure, Context, Declaration, Outcome};
use crate::names::Words;
use crate::{docs, names};

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
    /// The parameters of the alias, as an `impl` declares and as it names them, and their conditions.
    declared: Angled,
    named: Angled,
    conditions: Where<'a>,
    /// The attributes of each item.
    common: Common<'a>,
    /// The calling convention, as a string.
    abi: Literal,
    /// The type that C gets.
    returns: Returns<'a>,
}

/// Writes the uninhabited type, its `new`, and what the runtime wants to know of it.
pub(crate) fn expand(declaration: &Declaration, words: &Words<'_>) -> TokenStream {
    let names = Names::new(declaration, words);
    let ty = expand_struct(&declaration.item, Some(&docs::of_type(declaration)));
    let new = names.expand_new();
    let callback = names.expand_callback();
    let accepts = names.expand_accepts();
    let slots = names.expand_slots();
    quote!(#ty #new #callback #accepts #slots)
}

impl<'a> Names<'a> {
    fn new(declaration: &'a Declaration, words: &Words<'_>) -> Self {
        let runtime = Runtime(declaration.krate.as_ref());
        let private = Private(runtime);
        let closure = words.unused("F");
        let bounds = bounds(declaration, private, &closure);
        let item = &declaration.item;
        Self {
            declaration,
            runtime,
            private,
            closure,
            lifetime: words.unused("L"),
            bounds,
            declared: Angled::declared(&item.generics),
            named: Angled::named(&item.generics),
            conditions: Where(&item.generics, &[]),
            common: Common(&item.attrs),
            abi: declaration.abi.token(),
            returns: Returns(declaration.returns.as_ref()),
        }
    }

    fn expand_new(&self) -> TokenStream {
        let Self { declaration, runtime, private, closure, bounds, .. } = self;
        let Self { declared, named, conditions, common, .. } = self;
        let item = &declaration.item;
        let (name, visibility) = (&item.name, &item.visibility);
        let argument = names::local("closure");
        let docs = text(docs::OF_NEW);
        let (context, make) = match declaration.context {
            Context::Slots(_) => ("SlotContext", "slot_context"),
            _ => ("Context", "context"),
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
        let Self { declaration, runtime, private, abi, returns, .. } = self;
        let Self { declared, named, conditions, common, .. } = self;
        let Declaration { item, closure, kind, parameters, fallback, .. } = declaration;
        let name = &item.name;
        let mut types = Vec::new();
        for parameter in parameters {
            types.push(&parameter.ty);
        }
        let (pointer, plain);
        let context: &dyn ToTokens = if let Context::Parameter(at) = declaration.context {
            &parameters[at].ty
        } else {
            pointer = quote!(*mut ::core::ffi::c_void);
            &pointer
        };
        let outcome: &dyn ToTokens = if let Outcome::Plain = declaration.outcome {
            plain = quote!(#private::Plain);
            &plain
        } else {
            &closure.output
        };
        let kind = names::ident(kind.name());
        let abi_type = names::abi(&declaration.abi.value());
        let shown = names::plain(name);
        let fallback = Expression(*runtime, fallback.as_ref());
        let output = self.output();
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
        let Self { declaration, private, closure, lifetime, bounds, named, common, .. } = self;
        let item = &declaration.item;
        let declared = &self.declared.0;
        let conditions = Where(&item.generics, bounds);
        let name = &item.name;
        let trampoline = self.expand_trampoline();
        let function = self.expand_pointer();
        let matches = declaration.matches.as_ref().map(|typedef| {
            let span = ours(typedef.tokens.span());
            let function = quote!(Self::Function);
            quote_spanned!(span=> #private::matches::<#function, #typedef>();)
        });
        let slots = matches!(declaration.context, Context::Slots(_));
        let (accepts, method, pointer) = if slots {
            ("AcceptsInSlot", "trampoline", "Trampoline")
        } else {
            ("Accepts", "function", "Function")
        };
        let (accepts, method, pointer) =
            (names::ident(accepts), names::ident(method), names::ident(pointer));
        let signature = (!slots).then(|| self.expand_signature());
        let unsafety = unsafe_token();
        quote! {
            #common
            #unsafety impl<#(#declared,)* #closure> #private::#accepts<#closure> for #name #named
            #conditions
            {
                #signature

                fn #method<#lifetime: #private::Lifetime>() -> Self::#pointer {
                    #matches
                    #trampoline
                    #function
                }
            }
        }
    }

    /// The closure's types, unless they borrow from C for each call.
    fn expand_signature(&self) -> TokenStream {
        let Self { declaration, private, .. } = self;
        let Closure { lifetimes, inputs, output, .. } = &declaration.closure;
        if declaration.closure.borrows() {
            return quote!(type Signature = #private::Borrowing;);
        }
        let output = Output::plain(output.as_ref());
        quote!(type Signature = #lifetimes fn(#(#inputs),*) #output;)
    }

    /// The trampoline as a pointer of the type that C takes, which is `unsafe`.
    fn expand_pointer(&self) -> TokenStream {
        let trampoline = names::local("trampoline");
        let Self { declaration, closure, lifetime, abi, .. } = self;
        let arguments = Angled::arguments(&declaration.item.generics).0;
        let function = quote!(#trampoline::<#(#arguments,)* #closure, #lifetime>);
        let slots = matches!(self.declaration.context, Context::Slots(_));
        if slots || !self.takes_bool() {
            return function;
        }
        // C passes its own `bool`; the trampoline takes any byte for one.
        let (types, output) = (self.received(), self.output());
        let unsafety = unsafe_token();
        let received = quote!(#unsafety extern #abi fn(#(#types),*) #output);
        quote! {
            #unsafety { ::core::mem::transmute::<#received, Self::Function>(#function) }
        }
    }

    /// Whether C passes its own `bool`.
    fn takes_bool(&self) -> bool {
        self.declaration.parameters.iter().any(|parameter| is_bool(&parameter.ty))
    }

    /// The types in which the trampoline takes its parameters.
    fn received(&self) -> Vec<Received<'_>> {
        let mut types = Vec::new();
        for parameter in &self.declaration.parameters {
            types.push(Received(&parameter.ty));
        }
        types
    }

    /// What the function returns to C.
    fn output(&self) -> Output<'_> {
        Output::plain(self.declaration.returns.as_ref())
    }
}
