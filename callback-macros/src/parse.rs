//! From tokens to the model. A fault is reported and stepped over, so that the rest is read too.

use proc_macro2::TokenStream;
use syn::buffer::Cursor;
use syn::ext::IdentExt;
use syn::parse::discouraged::Speculative;
use syn::parse::{ParseStream, Parser};
use syn::{
    Abi, Attribute, Expr, Generics, Ident, Path, PathArguments, ReturnType, Token, TraitBound,
    Type, TypeFnPtr, TypeParamBound, TypeTraitObject, Visibility,
};

use crate::errors::Errors;
use crate::model::{Arguments, Closure, Item, Keys, Parameter, Prototype, Source};

const KEYS: &str =
    "`break`, `context`, `continue`, `crate`, `err`, `fallback`, `matches`, `ok` and `slots`";

/// Reads the attribute's argument.
pub(crate) fn arguments(tokens: TokenStream, errors: &mut Errors) -> Arguments {
    let mut arguments = Arguments::default();
    let parser = |input: ParseStream<'_>| {
        if input.peek(Token![extern]) || input.peek(Token![unsafe]) || input.peek(Token![fn]) {
            signature(input, &mut arguments, errors)?;
            if !input.is_empty() {
                input.parse::<Token![,]>()?;
            }
        }
        keys(input, &mut arguments.keys, errors)
    };
    let result = parser.parse2(tokens);
    errors.ok(result);
    arguments
}

/// Reads `extern "ABI"`, or a whole prototype.
fn signature(
    input: ParseStream<'_>,
    arguments: &mut Arguments,
    errors: &mut Errors,
) -> syn::Result<()> {
    let fork = input.fork();
    let short: Option<Abi> = fork.parse().ok().filter(|_| !fork.peek(Token![fn]));
    let abi = if let Some(abi) = short {
        input.parse::<Abi>()?;
        abi
    } else {
        let begin = input.cursor();
        let mut function: TypeFnPtr = input.parse()?;
        let text = between(begin, input.cursor()).to_string();
        if let Some(lifetimes) = &function.lifetimes {
            errors.report(
                lifetimes,
                "a C prototype has no lifetimes\n\
                 help: write the pointers that C passes, and the lifetimes in the closure's type",
            );
        }
        let Some(abi) = function.abi.take() else {
            errors.report(
                function.fn_token,
                "the prototype does not say its calling convention\n\
                 help: write `extern \"system\" fn(..)` or `extern \"C\" fn(..)`",
            );
            arguments.prototype = Some(prototype(function, text));
            return Ok(());
        };
        arguments.prototype = Some(prototype(function, text));
        abi
    };
    if abi.name.is_none() {
        errors.report(
            abi.extern_token,
            "`extern` does not say its calling convention\n\
             help: write `extern \"system\"` or `extern \"C\"`",
        );
    }
    arguments.abi = abi.name;
    Ok(())
}

fn prototype(function: TypeFnPtr, text: String) -> Prototype {
    Prototype {
        fn_token: function.fn_token,
        inputs: function
            .inputs
            .into_iter()
            .map(|arg| Parameter {
                name: arg.name.map(|(name, _)| name).filter(|name| name != "_"),
                ty: arg.ty,
            })
            .collect(),
        variadic: function.variadic,
        output: output(function.output),
        text,
    }
}

fn output(output: ReturnType) -> Option<Type> {
    match output {
        ReturnType::Default => None,
        ReturnType::Type(_, ty) => match *ty {
            Type::Tuple(tuple) if tuple.elems.is_empty() => None,
            ty => Some(ty),
        },
    }
}

/// The tokens between two places.
fn between(begin: Cursor<'_>, end: Cursor<'_>) -> TokenStream {
    let mut tokens = TokenStream::new();
    let mut cursor = begin;
    while cursor != end {
        let Some((token, rest)) = cursor.token_tree() else { break };
        tokens.extend([token]);
        cursor = rest;
    }
    tokens
}

/// Reads `key = value, key = value`.
fn keys(input: ParseStream<'_>, keys: &mut Keys, errors: &mut Errors) -> syn::Result<()> {
    while !input.is_empty() {
        if !input.peek(Ident::peek_any) {
            return Err(input.error(format_args!("expected a key\nhelp: the keys are {KEYS}")));
        }
        let name = Ident::parse_any(input)?;
        if !input.peek(Token![=]) {
            return Err(syn::Error::new_spanned(
                &name,
                format_args!("`{name}` has no value\nhelp: write `{name} = <value>`"),
            ));
        }
        input.parse::<Token![=]>()?;
        if let Err(error) = value(input, name, keys, errors) {
            errors.add(error);
            skip_value(input)?;
        }
        if !input.is_empty() {
            input.parse::<Token![,]>()?;
        }
    }
    Ok(())
}

/// Reads the value of one key.
fn value(
    input: ParseStream<'_>,
    name: Ident,
    keys: &mut Keys,
    errors: &mut Errors,
) -> syn::Result<()> {
    match name.to_string().as_str() {
        "break" => set(&mut keys.stop, name, expression(input)?, errors),
        "context" => set(&mut keys.context, name, source(input)?, errors),
        "continue" => set(&mut keys.go_on, name, expression(input)?, errors),
        "crate" => set(&mut keys.krate, name, input.call(Path::parse_mod_style)?, errors),
        "err" => set(&mut keys.err, name, expression(input)?, errors),
        "fallback" => set(&mut keys.fallback, name, expression(input)?, errors),
        "matches" => set(&mut keys.matches, name, input.parse()?, errors),
        "ok" => set(&mut keys.ok, name, expression(input)?, errors),
        "slots" => set(&mut keys.slots, name, expression(input)?, errors),
        _ => {
            errors.report(&name, format_args!("unknown key `{name}`\nhelp: the keys are {KEYS}"));
            skip_value(input)?;
        }
    }
    Ok(())
}

fn set<T>(slot: &mut Option<(Ident, T)>, name: Ident, value: T, errors: &mut Errors) {
    if slot.is_some() {
        errors.report(&name, format_args!("`{name}` is given twice\nhelp: remove one of the two"));
    } else {
        *slot = Some((name, value));
    }
}

fn source(input: ParseStream<'_>) -> syn::Result<Source> {
    let fork = input.fork();
    match fork.parse::<Ident>() {
        Ok(name) if name == "none" && (fork.is_empty() || fork.peek(Token![,])) => {
            input.parse().map(Source::Nowhere)
        }
        _ => expression(input).map(Source::Expression),
    }
}

/// Reads an expression. What syn cannot tell from its first tokens without its feature `full`, a
/// block for one, is taken as it stands, and left to the compiler.
fn expression(input: ParseStream<'_>) -> syn::Result<Expr> {
    let fork = input.fork();
    if let Ok(expression) = fork.parse::<Expr>()
        && (fork.is_empty() || fork.peek(Token![,]))
    {
        input.advance_to(&fork);
        return Ok(expression);
    }
    let begin = input.cursor();
    skip_value(input)?;
    let tokens = between(begin, input.cursor());
    if tokens.is_empty() {
        return Err(input.error("expected an expression"));
    }
    Ok(Expr::Verbatim(tokens))
}

/// Steps over a value that could not be read, up to the next `, key =`.
fn skip_value(input: ParseStream<'_>) -> syn::Result<()> {
    input.step(|cursor| {
        let mut rest = *cursor;
        loop {
            if let Some((punct, after)) = rest.punct()
                && punct.as_char() == ','
                && (after.eof() || is_key(after))
            {
                return Ok(((), rest));
            }
            match rest.token_tree() {
                Some((_, after)) => rest = after,
                None => return Ok(((), rest)),
            }
        }
    })
}

fn is_key(cursor: Cursor<'_>) -> bool {
    let equals = cursor.ident().and_then(|(_, after)| after.punct());
    equals.is_some_and(|(punct, _)| punct.as_char() == '=')
}

/// Reads the item. `None`, reported, if it is no type alias.
pub(crate) fn item(tokens: TokenStream, errors: &mut Errors) -> Option<Item> {
    let parser = |input: ParseStream<'_>| {
        let attrs = input.call(Attribute::parse_outer)?;
        let visibility: Visibility = input.parse()?;
        if !input.peek(Token![type]) {
            return Err(input.error(
                "`#[callback]` goes on the type of a closure\n\
                 help: write `type Name = dyn FnMut(..) -> ..;`",
            ));
        }
        input.parse::<Token![type]>()?;
        let name: Ident = input.parse()?;
        let mut generics: Generics = input.parse()?;
        generics.where_clause = input.parse()?;
        input.parse::<Token![=]>()?;
        let ty: Type = input.parse()?;
        if generics.where_clause.is_none() {
            generics.where_clause = input.parse()?;
        }
        input.parse::<Token![;]>()?;
        let closure = closure(ty, errors);
        let closure = errors.ok(closure);
        Ok(Item { attrs, visibility, name, generics, closure })
    };
    let result = parser.parse2(tokens);
    errors.ok(result)
}

/// Reads `dyn FnMut(..) -> .. + Send`.
fn closure(ty: Type, errors: &mut Errors) -> syn::Result<Closure> {
    let help = "help: write `dyn FnMut(..) -> ..`, the closure as Rust sees it";
    let bounds = match ty {
        Type::TraitObject(TypeTraitObject { dyn_token: Some(_), bounds, .. }) => bounds,
        Type::Paren(paren) => return closure(*paren.elem, errors),
        Type::Group(group) => return closure(*group.elem, errors),
        Type::ImplTrait(ty) => {
            return Err(syn::Error::new_spanned(
                ty.impl_token,
                "the closure of a callback is named by its `dyn` type, not by `impl`\n\
                 help: write `dyn` in place of `impl`; no trait object is made of it",
            ));
        }
        Type::FnPtr(function) => {
            return Err(syn::Error::new_spanned(
                function,
                format_args!(
                    "expected the type of a closure, found a function pointer\n{help}, and the \
                     prototype as the attribute's argument"
                ),
            ));
        }
        ty => {
            return Err(syn::Error::new_spanned(
                ty,
                format_args!("expected the type of a closure\n{help}"),
            ));
        }
    };
    let mut call: Option<TraitBound> = None;
    let (mut send, mut sync) = (None, None);
    for bound in bounds {
        match bound {
            TypeParamBound::Trait(bound) if is_named(&bound, "Send") => send = Some(bound.path),
            TypeParamBound::Trait(bound) if is_named(&bound, "Sync") => sync = Some(bound.path),
            TypeParamBound::Trait(bound) if call.is_none() => call = Some(bound),
            TypeParamBound::Lifetime(lifetime) => errors.report(
                lifetime,
                "the closure's type has no lifetime of its own\n\
                 help: remove it: `scope` takes closures that borrow, the other methods do not",
            ),
            bound => errors.report(
                bound,
                "only `Send` and `Sync` can stand beside the closure's own trait\n\
                 help: remove the bound",
            ),
        }
    }
    let Some(call) = call else {
        return Err(syn::Error::new(
            proc_macro2::Span::call_site(),
            format_args!("expected the type of a closure\n{help}"),
        ));
    };
    signature_of(call, send, sync, errors)
}

fn is_named(bound: &TraitBound, name: &str) -> bool {
    bound.path.segments.last().is_some_and(|last| last.ident == name && last.arguments.is_none())
}

/// Takes `for<'a> FnMut(A) -> R` apart.
fn signature_of(
    bound: TraitBound,
    send: Option<Path>,
    sync: Option<Path>,
    errors: &mut Errors,
) -> syn::Result<Closure> {
    let path = bound.path;
    let last = path.segments.last().expect("a path has a segment");
    let call = last.ident.clone();
    if call.to_string().starts_with("AsyncFn") {
        return Err(syn::Error::new_spanned(
            call,
            "a callback cannot be `async`: C waits for its result\n\
             help: write `FnMut`, and send what arrives to the task that awaits it",
        ));
    }
    if call != "Fn" && call != "FnMut" && call != "FnOnce" {
        return Err(syn::Error::new_spanned(
            path,
            "the closure's trait is `Fn`, `FnMut` or `FnOnce`\n\
             help: write `dyn FnMut(..) -> ..`, the closure as Rust sees it",
        ));
    }
    let PathArguments::Parenthesized(arguments) = last.arguments.clone() else {
        return Err(syn::Error::new_spanned(
            path,
            format_args!("`{call}` has no signature\nhelp: write `dyn {call}(..) -> ..`"),
        ));
    };
    for input in &arguments.inputs {
        refuse_impl(&input.ty, errors);
    }
    let output = output(arguments.output);
    if let Some(output) = &output {
        refuse_impl(output, errors);
    }
    Ok(Closure {
        lifetimes: bound.lifetimes,
        call,
        send,
        sync,
        paren: arguments.paren_token,
        inputs: arguments.inputs.into_iter().map(|input| input.ty).collect(),
        output,
    })
}

fn refuse_impl(ty: &Type, errors: &mut Errors) {
    match ty {
        Type::ImplTrait(ty) => errors.report(
            ty.impl_token,
            "a callback cannot take or return `impl Trait`: C knows one type\n\
             help: name the type, or make it a parameter of the alias",
        ),
        Type::Infer(infer) => {
            errors.report(infer, "a callback cannot take or return `_`\nhelp: write the type");
        }
        _ => {}
    }
}
