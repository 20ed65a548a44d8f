//! A trait under the attribute: its methods, each with its own attribute.

use proc_macro2::{Group, TokenStream};
use quote::{ToTokens, quote};
use syn::ext::IdentExt;
use syn::parse::{ParseStream, Parser};
use syn::punctuated::Punctuated;
use syn::{
    Attribute, Error, GenericParam, Generics, Ident, Lifetime, LifetimeParam, Meta, Result,
    ReturnType, Token, Type, TypeParamBound, Visibility, token,
};

use super::arguments::arguments_of_method;
use super::attempt::{attempt, attempt_with};
use super::closure::refuse_unnamed;
use super::function::{inputs, lifetimes, qualifiers};
use super::parts::{braces, is_callback, members, parameters};
use super::prototype::output;
use crate::errors::Errors;
use crate::model::{
    Arguments, Closure, ClosureForm, Handler, Item, Method, Receiver, display, parameter_name,
    tokens,
};

/// Returns whether a trait begins here.
pub(super) fn begins_handler(input: ParseStream<'_>) -> bool {
    input.peek(Token![trait])
        || input.peek(Token![unsafe]) && input.peek2(Token![trait])
        || input.peek(Token![auto]) && input.peek2(Token![trait])
}

/// Reads a trait from its qualifiers on.
pub(super) fn handler(
    attrs: Vec<Attribute>,
    visibility: Visibility,
    input: ParseStream<'_>,
    errors: &mut Errors,
) -> Result<Handler> {
    let unsafety = input.parse()?;
    if let Some(auto) = input.parse::<Option<Token![auto]>>()? {
        let message =
            "the trait of a handler has methods, and an `auto` trait has none\nhelp: remove `auto`";
        errors.report(auto, message);
    }
    input.parse::<Token![trait]>()?;
    let name = input.parse()?;
    let mut generics = parameters(input)?;
    let supertraits = match input.parse::<Token![:]>() {
        Ok(_) => attempt_with(input, supertraits)?,
        Err(_) => Punctuated::new(),
    };
    generics.where_clause = attempt(input)?;
    let Some(body) = input.parse().ok().and_then(braces) else {
        return Err(Error::new_spanned(
            name,
            "the trait of a handler has methods\nhelp: write `{ .. }`",
        ));
    };
    let item = Item { attrs, visibility, name, generics, closure: None };
    let mut handler =
        Handler { item, unsafety, supertraits, methods: Vec::new(), others: Vec::new() };
    for member in members(body.stream()) {
        let read = |input: ParseStream<'_>| method(input, &handler.item, errors);
        match read.parse2(member.clone()) {
            Ok(method) => handler.methods.push(method),
            Err(error) => {
                errors.add(error);
                handler.others.push(without_own(member));
            }
        }
    }
    Ok(handler)
}

fn supertraits(input: ParseStream<'_>) -> Result<Punctuated<TypeParamBound, Token![+]>> {
    let mut bounds = Punctuated::new();
    while !(input.peek(Token![where]) || input.peek(token::Brace)) {
        bounds.push_value(input.parse()?);
        match input.parse() {
            Ok(plus) => bounds.push_punct(plus),
            Err(_) => break,
        }
    }
    bounds.pop_punct();
    Ok(bounds)
}

/// Reads a method.
fn method(input: ParseStream<'_>, item: &Item, errors: &mut Errors) -> Result<Method> {
    let mut attrs = input.call(Attribute::parse_outer)?;
    let mut arguments = own_arguments(&mut attrs, errors);
    let visibility: Visibility = input.parse()?;
    if !matches!(visibility, Visibility::Inherited) {
        let shown = display(&visibility);
        let message = format!(
            "a method cannot have a visibility of its own: it has that of its trait\nhelp: remove `{shown}`"
        );
        errors.report(visibility, message);
    }
    refuse_others(input)?;
    let unsafety = qualifiers(input, errors)?;
    if let Some(unsafety) = &unsafety {
        let message = "a method that C calls is safe: what C promises is in the prototype\nhelp: remove `unsafe`";
        errors.report(unsafety, message);
    }
    let keyword: Token![fn] = input.parse()?;
    let name: Ident = input.parse()?;
    let mut generics = parameters(input)?;
    let parenthesized: Group = input.parse()?;
    let read = |input: ParseStream<'_>| parameters_of(input, &name, errors);
    let (receiver, self_tokens, inputs) = read.parse2(parenthesized.stream())?;
    let result: ReturnType = attempt(input)?;
    generics.where_clause = attempt(input)?;
    let semicolon = input.parse()?;
    let body = input.parse().ok().and_then(braces);
    if let Some(generic) =
        generics.params.iter().find(|each| !matches!(each, GenericParam::Lifetime(_)))
    {
        let shown = display(generic);
        let message = format!(
            "C calls one function for this method, so it has no generics but lifetimes\n\
             help: make `{shown}` a parameter of the trait"
        );
        errors.report(generic, message);
    }
    declare_lifetimes(&name, &mut generics, item, &inputs, &result, errors);
    let base = inputs.iter().position(|(pattern, _)| pattern.to_string() == "base");
    let closure = Closure {
        lifetimes: lifetimes(&generics),
        form: ClosureForm::Method,
        call: Ident::new("fn", keyword.span),
        send: None,
        sync: None,
        paren: parenthesized.span(),
        inputs: inputs.into_iter().map(|(_, ty)| ty).collect(),
        output: output(result.clone()),
    };
    for ty in closure.types() {
        refuse_unnamed(ty, "trait", errors);
        if let Some(found) = tokens::find(ty, "Self") {
            let message =
                "a method that C calls cannot use `Self`\nhelp: write the name of the type";
            errors.report(found, message);
            // No other fault about the type is worth reporting.
            arguments.keys.unread = true;
        }
    }
    Ok(Method {
        attrs,
        arguments,
        unsafety,
        name,
        generics,
        parameters: parenthesized,
        receiver,
        self_tokens,
        closure,
        base,
        output: result,
        body,
        semicolon,
    })
}

/// Reports the undeclared lifetimes of a method, and declares them, so that they are not reported again.
fn declare_lifetimes(
    name: &Ident,
    generics: &mut Generics,
    item: &Item,
    inputs: &[(TokenStream, Type)],
    result: &ReturnType,
    errors: &mut Errors,
) {
    let params = item.generics.params.iter().chain(&generics.params);
    let mut declared: Vec<_> = params.map(|each| parameter_name(each).to_string()).collect();
    declared.extend(["static".to_owned(), "_".to_owned()]);
    let types = inputs.iter().map(|(_, ty)| ty);
    let types = quote!(#(#types)* #result);
    while let Some(lifetime) = tokens::undeclared(&types, &declared) {
        let shown = display(&lifetime);
        let message = format!(
            "the lifetime `{shown}` is not declared\n\
             help: write `fn {name}<{shown}>(..)` if each call has its own, or make it a parameter of `{}`",
            item.name,
        );
        errors.report(&lifetime, message);
        let Ok(lifetime) = syn::parse2::<Lifetime>(lifetime) else { return };
        declared.push(lifetime.ident.to_string());
        generics.params.insert(0, GenericParam::Lifetime(LifetimeParam::new(lifetime)));
    }
}

/// Refuses a member that is not a method.
fn refuse_others(input: ParseStream<'_>) -> Result<()> {
    let what = if input.peek(Token![type]) {
        "an associated type"
    } else if input.peek(Token![const]) && (input.peek2(Ident) || input.peek2(Token![_])) {
        "an associated constant"
    } else if input.peek(Ident::peek_any) && input.peek2(Token![!]) {
        return Err(input.error(
            "the attribute cannot see the methods that a macro writes\n\
             help: write the methods in the trait",
        ));
    } else {
        return Ok(());
    };
    Err(input.error(format!(
        "the trait of a handler cannot have {what}\n\
         help: make it a parameter of the trait, or move it to another trait"
    )))
}

/// Removes the `#[callback]` from a member that could not be read, since it would be expanded as that of a function.
fn without_own(member: TokenStream) -> TokenStream {
    let read = |input: ParseStream<'_>| -> Result<TokenStream> {
        let attrs =
            input.call(Attribute::parse_outer)?.into_iter().filter(|attr| !is_callback(attr));
        let rest: TokenStream = input.parse()?;
        Ok(quote!(#(#attrs)* #rest))
    };
    read.parse2(member.clone()).unwrap_or(member)
}

/// Takes the method's own `#[callback]` out of its attributes, and reads it.
fn own_arguments(attrs: &mut Vec<Attribute>, errors: &mut Errors) -> Arguments {
    let (own, others): (Vec<_>, Vec<_>) = attrs.drain(..).partition(is_callback);
    *attrs = others;
    let mut own = own.into_iter();
    let first = own.next();
    for second in own {
        errors.report(second, "a method has one `#[callback]`\nhelp: remove one of the two");
    }
    match first.map(|attr| attr.meta) {
        Some(Meta::List(list)) => arguments_of_method(list.tokens, errors),
        Some(other @ Meta::NameValue(_)) => {
            let message = "`callback` takes its argument in parentheses\nhelp: write `#[callback(fn(..) -> ..)]`";
            errors.report(other, message);
            let mut arguments = arguments_of_method(TokenStream::new(), errors);
            arguments.keys.unread = true;
            arguments
        }
        Some(Meta::Path(_)) | None => arguments_of_method(TokenStream::new(), errors),
    }
}

type Parameters = (Receiver, TokenStream, Vec<(TokenStream, Type)>);

/// Reads the receiver and the other parameters.
fn parameters_of(input: ParseStream<'_>, name: &Ident, errors: &mut Errors) -> Result<Parameters> {
    input.call(Attribute::parse_outer)?;
    let Ok((receiver, self_tokens)) = attempt_with(input, receiver) else {
        // The remaining tokens are part of the fault.
        input.parse::<TokenStream>()?;
        return Err(Error::new_spanned(
            name,
            "C calls methods of a handler, and this function has no `self`\n\
             help: take `&mut self` or `&self`, or move the function out of the trait",
        ));
    };
    if input.parse::<Token![:]>().is_ok() {
        let ty: Type = attempt(input)?;
        errors.report(
            ty,
            "a method that C calls cannot give its receiver a type\n\
             help: take `&mut self`, `&self` or `self`",
        );
    }
    if !input.is_empty() {
        input.parse::<Token![,]>()?;
    }
    Ok((receiver, self_tokens, inputs(input, errors)?))
}

fn receiver(input: ParseStream<'_>) -> Result<(Receiver, TokenStream)> {
    let reference = input.parse::<Option<Token![&]>>()?;
    let lifetime = if reference.is_some() { input.parse::<Option<Lifetime>>()? } else { None };
    let mutable = input.parse::<Option<Token![mut]>>()?;
    let this: Token![self] = input.parse()?;
    let receiver = match (&reference, &mutable) {
        (None, _) => return Ok((Receiver::Owned, this.into_token_stream())),
        (Some(_), Some(_)) => Receiver::Mut,
        (Some(_), None) => Receiver::Shared,
    };
    Ok((receiver, quote!(#reference #lifetime #mutable #this)))
}
