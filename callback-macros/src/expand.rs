//! From a checked declaration to its code. Nothing can fail here.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens, quote, quote_spanned};
use syn::spanned::Spanned;
use syn::{Attribute, Expr, GenericParam, Generics, Type, TypeParam, WherePredicate, parse_quote};

use crate::docs;
use crate::model::{Closure, Context, Declaration, Item, Kind, Outcome, Parameter, Passed};
use crate::{names, shape};

/// What every part of the expansion names.
struct Names<'a> {
    declaration: &'a Declaration,
    /// The runtime crate, and what it keeps for generated code.
    runtime: TokenStream,
    private: TokenStream,
    /// The type parameters that stand for the closure's type and for the lifetime.
    closure: Ident,
    lifetime: Ident,
    /// The generics of the alias and the closure's type, and the bounds of that.
    closure_generics: Generics,
    /// The type that C gets.
    returns: TokenStream,
}

/// Writes the uninhabited type, its `new`, and what the runtime wants to know of it.
pub(crate) fn expand(declaration: &Declaration) -> TokenStream {
    let tokens = searched_tokens(declaration);
    let runtime = names::runtime(declaration.krate.as_ref());
    let closure = names::unused("F", &[&tokens]);
    let mut names = Names {
        declaration,
        private: quote!(#runtime::__private),
        runtime,
        lifetime: names::unused("L", &[&tokens]),
        closure_generics: declaration.item.generics.clone(),
        closure,
        returns: declaration.returns.as_ref().map_or_else(|| quote!(()), ToTokens::to_token_stream),
    };
    names.bound_closure();
    [names.expand_type(), names.expand_new(), names.expand_callback(), names.expand_accepts()]
        .into_iter()
        .collect()
}

/// The struct that stands for a declaration: uninhabited, with the parameters of the alias.
pub(crate) fn expand_struct(item: &Item, docs: &[String]) -> TokenStream {
    let Item { attrs, visibility, name, generics, .. } = item;
    let where_clause = &generics.where_clause;
    let parameters = generics.params.iter().filter_map(|parameter| match parameter {
        GenericParam::Lifetime(parameter) => {
            let lifetime = &parameter.lifetime;
            Some(quote!(&#lifetime ()))
        }
        GenericParam::Type(parameter) => {
            let name = &parameter.ident;
            Some(quote!(*const #name))
        }
        GenericParam::Const(_) => None,
    });
    quote! {
        #(#attrs)*
        #(#[doc = #docs])*
        #[allow(dead_code)]
        #visibility struct #name #generics #where_clause {
            never: ::core::convert::Infallible,
            parameters: ::core::marker::PhantomData<(#(#parameters,)*)>,
        }
    }
}

/// `for<'a> FnMut(A) -> R`
pub(crate) fn closure_bound(closure: &Closure) -> TokenStream {
    let Closure { lifetimes, call, inputs, output, .. } = closure;
    let output = output.iter();
    quote!(#lifetimes ::core::ops::#call(#inputs) #(-> #output)*)
}

/// The attributes that go on every item of the expansion, not on the type alone.
pub(crate) fn common_attributes(attrs: &[Attribute]) -> TokenStream {
    const COMMON: [&str; 4] = ["cfg", "allow", "warn", "deny"];
    let common = attrs.iter().filter(|attr| COMMON.iter().any(|name| attr.path().is_ident(name)));
    quote!(#(#common)* #[allow(deprecated)])
}

/// All tokens among which a new name must be new.
fn searched_tokens(declaration: &Declaration) -> TokenStream {
    let Declaration { item, closure, parameters, returns, krate, .. } = declaration;
    let Declaration { fallback, outcome, matches, .. } = declaration;
    let types = parameters.iter().map(|parameter| &parameter.ty);
    let inputs = closure.inputs.iter();
    let (output, name, generics) = (&closure.output, &item.name, &item.generics);
    let where_clause = &generics.where_clause;
    let values: Vec<&Expr> = match outcome {
        Outcome::Plain => Vec::new(),
        Outcome::ControlFlow { go_on, stop } => go_on.iter().chain(stop).collect(),
        Outcome::Result { ok, err } => ok.iter().chain(err).collect(),
    };
    let context = match &declaration.context {
        Context::Parameter(_) => None,
        Context::Expression(value) => Some(value),
    };
    quote!(#name #generics #where_clause #(#inputs)* #output #(#types)* #returns #krate #fallback
        #(#values)* #context #matches)
}

impl Names<'_> {
    /// Adds the closure's type to the generics: `F: FnMut(A) -> R + Send`.
    fn bound_closure(&mut self) {
        let (private, closure) = (self.private.clone(), self.closure.clone());
        let Declaration { closure: declared, kind, .. } = self.declaration;
        let mut bounds = closure_bound(declared);
        if kind.is_send() {
            bounds.extend(quote!(+ ::core::marker::Send));
        }
        if *kind == Kind::FnSendSync {
            bounds.extend(quote!(+ ::core::marker::Sync));
        }
        let outcome = self.outcome();
        let escape = kind.is_send().then_some(declared.output.as_ref()).flatten().map(|output| {
            let span = output.span().resolved_at(Span::mixed_site());
            quote_spanned!(span=> <#outcome as #private::Outcome>::Escape: ::core::marker::Send)
        });
        let escape = escape.filter(|_| !matches!(self.declaration.outcome, Outcome::Plain));
        let closure_bound = parse_quote!(#closure: #bounds);
        let parameter = TypeParam::from(closure.clone());
        self.closure_generics.params.push(GenericParam::Type(parameter));
        let predicates = &mut self.closure_generics.make_where_clause().predicates;
        predicates.push(closure_bound);
        predicates.extend(escape.map(|escape| -> WherePredicate { parse_quote!(#escape) }));
    }

    /// The shape of the closure's result.
    fn outcome(&self) -> TokenStream {
        match &self.declaration.outcome {
            Outcome::Plain => {
                let private = &self.private;
                quote!(#private::Plain)
            }
            _ => self.declaration.closure.output.to_token_stream(),
        }
    }

    fn expand_type(&self) -> TokenStream {
        expand_struct(&self.declaration.item, &docs::of_type(self.declaration))
    }

    fn expand_new(&self) -> TokenStream {
        let Self { declaration, runtime, private, closure, .. } = self;
        let item = &declaration.item;
        let (impl_generics, ty_generics, where_clause) = item.generics.split_for_impl();
        let common = common_attributes(&item.attrs);
        let (name, visibility) = (&item.name, &item.visibility);
        let bounds = self.closure_generics.where_clause.iter().flat_map(|clause| {
            let inherited = where_clause.map_or(0, |clause| clause.predicates.len());
            clause.predicates.iter().skip(inherited)
        });
        let docs = docs::of_new(declaration);
        quote! {
            #common
            impl #impl_generics #name #ty_generics #where_clause {
                #(#[doc = #docs])*
                #visibility fn new<#closure>(closure: #closure) -> #runtime::Context<Self, #closure>
                where
                    #(#bounds,)*
                {
                    #private::context(closure)
                }
            }
        }
    }

    fn expand_callback(&self) -> TokenStream {
        let Self { declaration, runtime, private, returns, .. } = self;
        let Declaration { item, kind, abi, parameters, fallback, .. } = declaration;
        let (impl_generics, ty_generics, where_clause) = item.generics.split_for_impl();
        let common = common_attributes(&item.attrs);
        let name = &item.name;
        let function = self.function_type(ToTokens::to_token_stream);
        let context = match declaration.context {
            Context::Parameter(at) => parameters[at].ty.to_token_stream(),
            Context::Expression(_) => quote!(*mut ::core::ffi::c_void),
        };
        let outcome = self.outcome();
        let kind = Ident::new(kind.name(), Span::mixed_site());
        let abi = names::abi(&abi.value());
        let shown = name.to_string();
        let shown = shown.strip_prefix("r#").unwrap_or(&shown);
        let fallback = fallback.as_ref().map_or_else(|| quote!(()), |value| self.expression(value));
        let implementation = unsafe_tokens(&quote!(impl));
        quote! {
            #common
            #implementation #impl_generics #runtime::Callback for #name #ty_generics #where_clause {
                type Function = #function;
                type Context = #context;
                type Return = #returns;
                type Outcome = #outcome;
                type Kind = #private::kind::#kind;
                type Abi = #private::abi::#abi;
                const SITE: &'static #private::Site = &#private::Site::new(#shown);
                const FALLBACK: #returns = #fallback;
            }
        }
    }

    /// A value of the user's. One that nobody has parsed goes through a macro, so that what we
    /// write is Rust whatever it is, and the compiler's complaint is about the user's tokens.
    fn expression(&self, value: &Expr) -> TokenStream {
        let runtime = &self.runtime;
        match value {
            Expr::Verbatim(tokens) => quote!(#runtime::__expression!(#tokens)),
            value => value.to_token_stream(),
        }
    }

    /// The type of the function pointer, with each parameter's type passed through `map`.
    fn function_type(&self, map: impl Fn(&Type) -> TokenStream) -> TokenStream {
        let Declaration { abi, parameters, .. } = self.declaration;
        let types = parameters.iter().map(|parameter| map(&parameter.ty));
        let output = self.declaration.returns.iter();
        unsafe_tokens(&quote!(extern #abi fn(#(#types),*) #(-> #output)*))
    }

    fn expand_accepts(&self) -> TokenStream {
        let Self { declaration, private, closure, lifetime, closure_generics, .. } = self;
        let item = &declaration.item;
        let (_, ty_generics, _) = item.generics.split_for_impl();
        let (impl_generics, _, where_clause) = closure_generics.split_for_impl();
        let common = common_attributes(&item.attrs);
        let name = &item.name;
        let trampoline_item = self.expand_trampoline();
        let trampoline = names::local("trampoline");
        let arguments = closure_generics.params.iter().filter_map(|parameter| match parameter {
            GenericParam::Lifetime(_) => None,
            GenericParam::Type(parameter) => Some(&parameter.ident),
            GenericParam::Const(parameter) => Some(&parameter.ident),
        });
        let mut function = quote!(#trampoline::<#(#arguments,)* #lifetime>);
        if declaration.parameters.iter().any(|parameter| is_bool(&parameter.ty)) {
            // C passes its own `bool`; the trampoline takes any byte for one.
            let received = self.function_type(received);
            function = unsafe_tokens(&quote! {
                { ::core::mem::transmute::<#received, Self::Function>(#function) }
            });
        }
        let matches = declaration.matches.as_ref().map(|typedef| {
            let span = typedef.span().resolved_at(Span::mixed_site());
            quote_spanned!(span=> #private::matches::<Self::Function, #typedef>();)
        });
        let implementation = unsafe_tokens(&quote!(impl));
        let private_callback = quote!(#private::Callback);
        quote! {
            #common
            #implementation #impl_generics #private::Accepts<#closure> for #name #ty_generics
            #where_clause
            {
                fn function<#lifetime: #private::Lifetime>()
                    -> <Self as #private_callback>::Function
                {
                    #matches
                    #trampoline_item
                    #function
                }
            }
        }
    }

    fn expand_trampoline(&self) -> TokenStream {
        let Self { declaration, private, closure, lifetime, closure_generics, returns, .. } = self;
        let Declaration { item, abi, parameters, context, .. } = declaration;
        let mut generics = closure_generics.clone();
        generics.params.push(parse_quote!(#lifetime: #private::Lifetime));
        let (impl_generics, _, where_clause) = generics.split_for_impl();
        let (_, ty_generics, _) = item.generics.split_for_impl();
        let name = &item.name;
        let by_name = matches!(context, Context::Expression(_));
        let arguments: Vec<Ident> = parameters
            .iter()
            .enumerate()
            .map(|(at, Parameter { name, .. })| match name {
                Some(name) if by_name => name.clone(),
                _ => names::argument(at),
            })
            .collect();
        let types = parameters.iter().map(|parameter| received(&parameter.ty));
        let normalised = parameters
            .iter()
            .zip(&arguments)
            .filter(|(p, _)| is_bool(&p.ty))
            .map(|(_, argument)| quote!(let #argument = #private::normalise(#argument);));
        let found = match context {
            Context::Parameter(at) => arguments[*at].to_token_stream(),
            Context::Expression(value) => {
                let value = self.expression(value);
                quote! {
                #private::locate(<#name #ty_generics as #private::Callback>::SITE, || #value)
                }
            }
        };
        let (trampoline, call) = (names::local("trampoline"), names::local("call"));
        let context = names::local("context");
        let converted: Vec<Ident> = (0..declaration.passed.len())
            .map(|at| names::local(&format!("converted_{at}")))
            .collect();
        let conversions = self.expand_conversions(&arguments, &converted);
        let (entered, escapes) = (names::local("closure"), names::local("escapes"));
        let (values, leave) = self.expand_outcome(&quote!(#entered(#(#converted),*)), &escapes);
        let head = unsafe_tokens(&quote!(extern #abi fn));
        let body = unsafe_tokens(&quote! {
            {
                #private::call::<#lifetime, #name #ty_generics, #closure>(#context, move |#call| {
                    #conversions
                    let (#entered, #escapes) = #call.open();
                    ::core::option::Option::Some(#leave)
                })
            }
        });
        quote! {
            #[deny(improper_ctypes_definitions)]
            #[allow(non_snake_case)]
            #head #trampoline #impl_generics (#(#arguments: #types),*) -> #returns #where_clause {
                #(#normalised)*
                let #context = #found;
                #values
                #body
            }
        }
    }

    /// `let converted_0 = <A as FromC<Raw>>::from_c(argument_0)?;` and so on.
    fn expand_conversions(&self, arguments: &[Ident], converted: &[Ident]) -> TokenStream {
        let Self { declaration, private, .. } = self;
        let Declaration { closure, parameters, passed, .. } = declaration;
        let bound = names::bound(closure);
        let each = closure.inputs.iter().zip(passed).zip(converted).map(|((ty, passed), local)| {
            let (raw, argument) = match *passed {
                Passed::One(at) => pass(&parameters[at].ty, &arguments[at], ty),
                Passed::Slice { pointer, length } => {
                    let (raw, pointer) = pass(&parameters[pointer].ty, &arguments[pointer], ty);
                    let (ty, length) = (&parameters[length].ty, &arguments[length]);
                    (quote!((#raw, #ty)), quote!((#pointer, #length)))
                }
            };
            let span = ty.span().resolved_at(Span::mixed_site());
            let ty = shape::elide(ty.to_token_stream(), &bound);
            quote_spanned!(span=> let #local = <#ty as #private::FromC<#raw>>::from_c(#argument)?;)
        });
        each.collect()
    }

    /// What the keys say, evaluated where the user's tokens are not inside our `unsafe`, and how the
    /// closure's result goes on.
    fn expand_outcome(&self, result: &TokenStream, escapes: &Ident) -> (TokenStream, TokenStream) {
        let Self { declaration, returns, .. } = self;
        let bound = names::bound(&declaration.closure);
        let output = declaration.closure.output.as_ref();
        let span = output
            .map_or_else(Span::mixed_site, |output| output.span().resolved_at(Span::mixed_site()));
        let value = |local: &Ident, value: &Option<Expr>| match value {
            Some(value) => {
                let value = self.expression(value);
                quote!(let #local: #returns = const { #value };)
            }
            None => quote!(let #local = ();),
        };
        match &declaration.outcome {
            Outcome::Plain => {
                let output = output.map_or_else(
                    || quote!(()),
                    |output| shape::elide(output.to_token_stream(), &bound),
                );
                (TokenStream::new(), quote_spanned!(span=> #escapes.plain::<#output>(#result)))
            }
            Outcome::ControlFlow { go_on, stop } => {
                let (go, end) = (names::local("go_on"), names::local("stop"));
                let values = [value(&go, go_on), value(&end, stop)];
                (
                    values.into_iter().collect(),
                    quote_spanned!(span=> #escapes.control_flow(#result, #go, #end)),
                )
            }
            Outcome::Result { ok: Some(ok), err } => {
                let (good, bad) = (names::local("ok"), names::local("err"));
                let values = [value(&good, &Some(ok.clone())), value(&bad, err)];
                (
                    values.into_iter().collect(),
                    quote_spanned!(span=> #escapes.unit_result(#result, #good, #bad)),
                )
            }
            Outcome::Result { ok: None, err } => {
                let bad = names::local("err");
                (value(&bad, err), quote_spanned!(span=> #escapes.result(#result, #bad)))
            }
        }
    }
}

/// The type that C passes and the argument that has it; a `void *` becomes the pointer that the
/// closure's type asks for.
fn pass(raw: &Type, argument: &Ident, ty: &Type) -> (TokenStream, TokenStream) {
    let target = shape::slice(ty).or_else(|| shape::reference(ty)).map(|(target, _)| target);
    match (raw, target) {
        (Type::Ptr(pointer), Some(target))
            if shape::is_void_pointer(raw) && !shape::is_named(target, "c_void") =>
        {
            let mutability = &pointer.mutability;
            let target = if shape::is_named(target, "CStr") {
                quote!(::core::ffi::c_char)
            } else {
                quote!(_)
            };
            (quote!(*#mutability #target), quote!(#argument.cast()))
        }
        _ => (raw.to_token_stream(), argument.to_token_stream()),
    }
}

/// The type in which the trampoline takes a parameter.
fn received(ty: &Type) -> TokenStream {
    if is_bool(ty) { quote!(::core::mem::MaybeUninit<#ty>) } else { ty.to_token_stream() }
}

fn is_bool(ty: &Type) -> bool {
    shape::is_named(ty, "bool")
}

/// `unsafe` before tokens, under a span of ours: a crate that forbids unsafe code can declare.
fn unsafe_tokens(tokens: &TokenStream) -> TokenStream {
    let span = Span::mixed_site();
    quote_spanned!(span=> unsafe #tokens)
}
