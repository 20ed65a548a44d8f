//! From the model to a declaration in which everything fits, or to every reason why not.

use proc_macro2::Span;
use quote::ToTokens;
use syn::{Expr, GenericParam, Ident, LitStr, Type, parse_quote_spanned};

use crate::errors::Errors;
use crate::model::{
    Arguments, Closure, Context, Declaration, Item, Keys, Kind, Outcome, Parameter, Passed,
    Prototype, Source,
};
use crate::names;
use crate::shape;

/// The calling conventions of stable Rust, beside their `-unwind` forms.
const ABIS: [&str; 10] = [
    "C", "aapcs", "cdecl", "efiapi", "fastcall", "stdcall", "system", "sysv64", "thiscall", "win64",
];

/// More parameters than any C API has, and few enough for rustc.
const MOST_PARAMETERS: usize = 255;

/// Checks a declaration. The item comes back where something is wrong, for its name.
pub(crate) fn check(
    mut item: Item,
    arguments: Arguments,
    errors: &mut Errors,
) -> Result<Declaration, Box<Item>> {
    let Arguments { abi, prototype, mut keys } = arguments;
    check_abi(abi.as_ref(), errors);
    check_slots(&keys, errors);
    let closure = item.closure.take();
    let written = prototype.as_ref().map(|prototype| prototype.text.clone());
    if let Some(closure) = &closure {
        check_generics(&item, closure, prototype.as_ref(), errors);
    }
    let short = prototype.is_none();
    let prototype = match (prototype, &closure) {
        (Some(prototype), _) => Some(check_prototype(prototype, errors)),
        (None, Some(closure)) => Some(short_form(closure, errors)),
        (None, None) => None,
    };
    let context = prototype
        .as_ref()
        .and_then(|prototype| check_context(prototype, keys.context.take(), short, errors));
    let returns = prototype.as_ref().and_then(|prototype| prototype.output.clone());
    let outcome = match &closure {
        Some(closure) => check_outcome(closure, returns.as_ref(), short, &mut keys, errors),
        None => None,
    };
    if prototype.is_some() {
        check_fallback(returns.as_ref(), &keys, &item, errors);
    }
    let kind = closure.as_ref().and_then(|closure| check_kind(closure, errors));
    let passed = match (&closure, &prototype, &context) {
        (Some(closure), Some(prototype), Some(context)) => {
            check_arity(closure, prototype, context, errors)
        }
        _ => None,
    };
    if !errors.is_empty() {
        item.closure = closure;
        return Err(Box::new(item));
    }
    let checked = (closure, prototype, kind, context, passed, outcome);
    let (Some(closure), Some(prototype), Some(kind), Some(context), Some(passed), Some(outcome)) =
        checked
    else {
        unreachable!("what is missing has been reported");
    };
    let abi = abi.unwrap_or_else(|| LitStr::new("system", Span::call_site()));
    let text = written.unwrap_or_else(|| short_text(&abi, &prototype));
    Ok(Declaration {
        kind,
        abi,
        parameters: prototype.inputs,
        context,
        passed,
        returns,
        outcome,
        fallback: keys.fallback.map(|(_, value)| value),
        matches: keys.matches.map(|(_, path)| path),
        krate: keys.krate.map(|(_, path)| path),
        text,
        item,
        closure,
    })
}

fn check_abi(abi: Option<&LitStr>, errors: &mut Errors) {
    let Some(abi) = abi else { return };
    let name = abi.value();
    let base = name.strip_suffix("-unwind").unwrap_or(&name);
    let known = ABIS.contains(&base) && !(base == "efiapi" && name != base);
    if !known {
        let names = list(ABIS.iter().map(|abi| format!("`{abi}`")));
        errors.report(
            abi,
            format_args!(
                "`{name}` is not a calling convention of C in stable Rust\n\
                 help: write one of {names}, most of them also with `-unwind`"
            ),
        );
    }
}

fn check_slots(keys: &Keys, errors: &mut Errors) {
    let nowhere = match &keys.context {
        Some((_, Source::Nowhere(none))) => Some(none),
        _ => None,
    };
    match (nowhere, &keys.slots) {
        (Some(none), _) => errors.report(
            none,
            "an API without user data is not supported by this version\n\
             note: `context = none` is reserved for a table of static trampolines",
        ),
        (None, Some((slots, _))) => {
            errors.report(slots, "`slots` goes with `context = none`\nhelp: remove `slots`");
        }
        (None, None) => {}
    }
}

/// A parameter of the alias that neither signature mentions could not be inferred at any use.
fn check_generics(
    item: &Item,
    closure: &Closure,
    prototype: Option<&Prototype>,
    errors: &mut Errors,
) {
    let mut signature = closure.inputs.to_token_stream();
    closure.output.to_tokens(&mut signature);
    if let Some(prototype) = prototype {
        for input in &prototype.inputs {
            input.ty.to_tokens(&mut signature);
        }
        prototype.output.to_tokens(&mut signature);
    }
    for parameter in &item.generics.params {
        let (name, shown) = match parameter {
            GenericParam::Lifetime(parameter) => {
                (&parameter.lifetime.ident, parameter.lifetime.to_string())
            }
            GenericParam::Type(parameter) => (&parameter.ident, parameter.ident.to_string()),
            GenericParam::Const(parameter) => (&parameter.ident, parameter.ident.to_string()),
        };
        if !shape::mentions(&signature, &name.to_string()) {
            errors.report(
                parameter,
                format_args!(
                    "no parameter or result of the callback mentions `{shown}`, so it cannot be \
                     inferred\nhelp: remove `{shown}`"
                ),
            );
        }
    }
}

/// Checks a prototype for what C does not have.
fn check_prototype(prototype: Prototype, errors: &mut Errors) -> Prototype {
    if let Some(variadic) = &prototype.variadic {
        errors.report(
            variadic.dots,
            "a callback cannot be C-variadic: stable Rust cannot define such a function\n\
             help: write a callback in C that takes the arguments apart, and calls this one",
        );
    }
    for Parameter { ty, .. } in &prototype.inputs {
        match ty {
            Type::Reference(reference) => {
                let pointer = if reference.mutability.is_some() { "*mut" } else { "*const" };
                errors.report(
                    ty,
                    format_args!(
                        "C passes pointers, not references: they may be null\n\
                         help: write `{pointer} T` in the prototype; the closure can take the \
                         reference"
                    ),
                );
            }
            Type::ImplTrait(_) | Type::Infer(_) => errors
                .report(ty, "the prototype names each type that C passes\nhelp: write the type"),
            _ => {}
        }
    }
    if prototype.inputs.len() > MOST_PARAMETERS {
        errors.report(
            &prototype.inputs[MOST_PARAMETERS].ty,
            format_args!(
                "a callback cannot have more than {MOST_PARAMETERS} parameters\n\
                 help: pass a pointer to a struct"
            ),
        );
    }
    match &prototype.output {
        Some(ty @ Type::Never(_)) => errors.report(
            ty,
            "a callback returns to C\nhelp: write the type that C expects, or nothing for `void`",
        ),
        Some(ty @ (Type::ImplTrait(_) | Type::Infer(_))) => {
            errors.report(ty, "the prototype names the type that C expects\nhelp: write the type");
        }
        _ => {}
    }
    prototype
}

/// The prototype that the short form stands for: every type as C spells it, the context last.
fn short_form(closure: &Closure, errors: &mut Errors) -> Prototype {
    let span = closure.call.span();
    let mut inputs: Vec<Parameter> = Vec::new();
    let mut push = |name: Option<Ident>, ty: Type| inputs.push(Parameter { name, ty });
    for ty in &closure.inputs {
        if let Some((element, mutable)) = shape::slice(ty) {
            push(None, pointer(element, mutable));
            push(None, parse_quote_spanned!(span=> ::core::primitive::usize));
        } else {
            push(None, c_spelling(ty));
        }
    }
    push(Some(Ident::new("context", span)), parse_quote_spanned!(span=> *mut ::core::ffi::c_void));
    let output = closure.output.as_ref().map(|ty| {
        if shape::is_named(ty, "Ordering") {
            parse_quote_spanned!(span=> ::core::ffi::c_int)
        } else {
            c_spelling(ty)
        }
    });
    if let Some(ty @ Type::Never(_)) = &output {
        errors.report(ty, "a callback returns to C\nhelp: write the type that C expects");
    }
    Prototype {
        fn_token: syn::Token![fn](span),
        inputs,
        variadic: None,
        output,
        text: String::new(),
    }
}

fn c_spelling(ty: &Type) -> Type {
    match shape::reference(ty) {
        Some((target, _)) if shape::is_named(target, "CStr") => {
            parse_quote_spanned!(Span::call_site()=> *const ::core::ffi::c_char)
        }
        Some((target, mutable)) => pointer(target, mutable),
        None => ty.clone(),
    }
}

fn pointer(target: &Type, mutable: bool) -> Type {
    if mutable {
        parse_quote_spanned!(Span::call_site()=> *mut #target)
    } else {
        parse_quote_spanned!(Span::call_site()=> *const #target)
    }
}

fn short_text(abi: &LitStr, prototype: &Prototype) -> String {
    let inputs = prototype.inputs.iter().map(|Parameter { name, ty }| {
        let name = name.as_ref().map(|name| format!("{name}: ")).unwrap_or_default();
        name + &display(ty)
    });
    let inputs: Vec<_> = inputs.collect();
    let output = prototype.output.as_ref().map(|ty| format!(" -> {}", display(ty)));
    format!("extern {} fn({}){}", abi.token(), inputs.join(", "), output.unwrap_or_default())
}

/// A type as a person writes it.
fn display(ty: &Type) -> String {
    let mut text = ty.to_token_stream().to_string();
    for (spaced, tight) in [
        (":: core :: ffi :: ", ""),
        (":: core :: primitive :: ", ""),
        (" :: ", "::"),
        ("* const", "*const"),
        ("* mut", "*mut"),
        ("& ", "&"),
        (" < ", "<"),
        (" >", ">"),
        (" ,", ","),
        ("[ ", "["),
        (" ]", "]"),
    ] {
        text = text.replace(spaced, tight);
    }
    text
}

/// Finds the context: a parameter of that name, or the expression of the key.
fn check_context(
    prototype: &Prototype,
    key: Option<(Ident, Source)>,
    short: bool,
    errors: &mut Errors,
) -> Option<Context> {
    let named: Vec<_> = prototype
        .inputs
        .iter()
        .enumerate()
        .filter_map(|(at, input)| Some((at, input.name.as_ref()?)))
        .filter(|(_, name)| *name == "context")
        .collect();
    for (_, name) in named.iter().skip(1) {
        errors.report(
            name,
            "two parameters of the prototype are named `context`\n\
             help: name the user-data parameter `context`, and the other one otherwise",
        );
    }
    let expression = match key {
        Some((_, Source::Nowhere(_))) => return None,
        Some((key, Source::Expression(value))) => Some((key, value)),
        None => None,
    };
    match (named.first(), expression) {
        (_, Some((key, _))) if short => {
            errors.report(
                key,
                "`context =` needs the prototype, whose parameters it names\n\
                 help: write `extern \"C\" fn(..) -> ..` before it",
            );
            None
        }
        (Some(_), Some((key, _))) => {
            errors.report(
                key,
                "the context is found twice: in the parameter named `context`, and by `context =`\n\
                 help: remove one of the two",
            );
            None
        }
        (Some(&(at, _)), None) => Some(Context::Parameter(at)),
        (None, Some((_, value))) => Some(Context::Expression(value)),
        (None, None) => {
            errors.report(
                prototype.fn_token,
                "no parameter of the prototype is named `context`\n\
                 help: name the user-data parameter `context`, or write `context = none` if the \
                 API has none",
            );
            None
        }
    }
}

/// Reads the row of the contract table.
fn check_kind(closure: &Closure, errors: &mut Errors) -> Option<Kind> {
    let call = closure.call.to_string();
    match (call.as_str(), &closure.send, &closure.sync) {
        ("FnMut", None, None) => Some(Kind::FnMut),
        ("FnMut", Some(_), None) => Some(Kind::FnMutSend),
        ("Fn", None, None) => Some(Kind::Fn),
        ("Fn", Some(_), Some(_)) => Some(Kind::FnSendSync),
        ("FnOnce", None, None) => Some(Kind::FnOnce),
        ("FnOnce", Some(_), None) => Some(Kind::FnOnceSend),
        ("Fn", Some(send), None) => {
            errors.report(
                send,
                "`dyn Fn(..) + Send` does not say whether calls overlap\n\
                 help: add `+ Sync` if C calls from several threads at once, or write \
                 `dyn FnMut(..) + Send` if it calls from one at a time",
            );
            None
        }
        ("Fn", None, Some(sync)) => {
            errors.report(
                sync,
                "a closure that is called from other threads is also `Send`\n\
                 help: write `dyn Fn(..) + Send + Sync`",
            );
            None
        }
        (_, _, Some(sync)) => {
            errors.report(
                sync,
                format_args!(
                    "`Sync` means calls at once, which a `{call}` cannot have\n\
                     help: remove `Sync`, or write `dyn Fn(..) + Send + Sync`"
                ),
            );
            None
        }
        _ => None,
    }
}

/// Pairs the closure's result with the keys that it calls for.
fn check_outcome(
    closure: &Closure,
    returns: Option<&Type>,
    short: bool,
    keys: &mut Keys,
    errors: &mut Errors,
) -> Option<Outcome> {
    let Keys { go_on, stop, ok, err, .. } = keys;
    let flow_key = go_on.as_ref().or(stop.as_ref()).map(|(key, _)| key.clone());
    let result_key = ok.as_ref().or(err.as_ref()).map(|(key, _)| key.clone());
    let output = closure.output.as_ref();
    if let (Some(flow), Some(result)) = (&flow_key, &result_key) {
        errors.report(
            result,
            format_args!(
                "`{result}` cannot stand beside `{flow}`\nhelp: `continue` and `break` go with \
                 `ControlFlow<B>`, `ok` and `err` with `Result<T, E>`"
            ),
        );
        return None;
    }
    let is_flow = output.is_some_and(|ty| shape::is_named(ty, "ControlFlow"));
    let is_result = output.is_some_and(|ty| shape::is_named(ty, "Result"));
    let plain = output.is_none_or(shape::is_plain);
    if let Some(key) = flow_key.as_ref().filter(|_| plain || is_result) {
        errors.report(
            key,
            format_args!(
                "`{key}` goes with a closure that returns `ControlFlow<B>`\n\
                 help: remove `{key}`, or return `ControlFlow<B>`"
            ),
        );
        return None;
    }
    if let Some(key) = result_key.as_ref().filter(|_| plain || is_flow) {
        errors.report(
            key,
            format_args!(
                "`{key}` goes with a closure that returns `Result<T, E>`\n\
                 help: remove `{key}`, or return `Result<T, E>`"
            ),
        );
        return None;
    }
    let is_flow = is_flow || flow_key.is_some();
    let is_result = is_result || result_key.is_some();
    let Some(output) = output.filter(|_| is_flow || is_result) else {
        return Some(Outcome::Plain);
    };
    let shape = if is_flow { "ControlFlow" } else { "Result" };
    if short {
        errors.report(
            output,
            format_args!(
                "the short form cannot tell what C expects of a closure that returns `{shape}`\n\
                 help: write the prototype, `extern \"C\" fn(.., context: *mut c_void) -> ..`"
            ),
        );
        return None;
    }
    if let Some(borrowed) = shape::borrowed(output, &names::bound(closure)) {
        errors.report(
            borrowed,
            format_args!(
                "what travels past C in a `{shape}` outlives the call, so it cannot borrow from an \
                 argument\nhelp: own it, or name a lifetime of the alias"
            ),
        );
        return None;
    }
    let mut missing = Vec::new();
    let mut need = |key: &Option<(Ident, Expr)>, name: &'static str| {
        if key.is_none() && returns.is_some() {
            missing.push(name);
        }
    };
    let outcome = if is_flow {
        need(go_on, "continue");
        need(stop, "break");
        Outcome::ControlFlow {
            go_on: go_on.take().map(|(_, value)| value),
            stop: stop.take().map(|(_, value)| value),
        }
    } else {
        need(err, "err");
        Outcome::Result {
            ok: ok.take().map(|(_, value)| value),
            err: err.take().map(|(_, value)| value),
        }
    };
    if missing.is_empty() {
        return Some(outcome);
    }
    let names = list(missing.iter().map(|name| format!("`{name}`")));
    let keys: Vec<_> = missing.iter().map(|name| format!("`{name} = <value>`")).collect();
    errors.report(
        output,
        format_args!(
            "a callback that returns `{shape}` must say what C gets for {names}\nhelp: add {}",
            list(keys.into_iter()),
        ),
    );
    None
}

fn check_fallback(returns: Option<&Type>, keys: &Keys, item: &Item, errors: &mut Errors) {
    let (Some(ty), None) = (returns, &keys.fallback) else { return };
    let shown = display(ty);
    let message = format_args!(
        "a callback that returns `{shown}` must say what C gets when the closure gives no value\n\
         help: add `fallback = <value>`"
    );
    // In the short form, the type may be one that the user did not write.
    if ty.to_token_stream().to_string().starts_with("::") {
        errors.report(&item.name, message);
    } else {
        errors.report(ty, message);
    }
}

/// Pairs the closure's parameters with the prototype's.
fn check_arity(
    closure: &Closure,
    prototype: &Prototype,
    context: &Context,
    errors: &mut Errors,
) -> Option<Vec<Passed>> {
    let places: Vec<usize> = (0..prototype.inputs.len())
        .filter(|&at| !matches!(*context, Context::Parameter(context) if context == at))
        .collect();
    let slices = closure.inputs.iter().filter(|ty| shape::slice(ty).is_some()).count();
    let taken = closure.inputs.len();
    if places.len() == taken {
        return Some(places.into_iter().map(Passed::One).collect());
    }
    if places.len() == taken + slices {
        let mut places = places.into_iter();
        let mut next = || places.next().expect("the lengths were compared");
        let passed = closure.inputs.iter().map(|ty| {
            if shape::slice(ty).is_some() {
                Passed::Slice { pointer: next(), length: next() }
            } else {
                Passed::One(next())
            }
        });
        return Some(passed.collect());
    }
    let types = list(places.iter().map(|&at| format!("`{}`", display(&prototype.inputs[at].ty))));
    let plural = if taken == 1 { "" } else { "s" };
    let besides = match context {
        Context::Parameter(_) => " besides `context`",
        Context::Expression(_) => "",
    };
    let note = if places.is_empty() {
        "the prototype passes nothing else".to_owned()
    } else {
        format!("the prototype passes {types}")
    };
    let slice_note = if slices == 0 {
        ""
    } else {
        "\nnote: a slice takes two parameters, the pointer and the length that follows it"
    };
    let message = format!(
        "the closure takes {taken} parameter{plural}, the prototype passes {}{besides}\n\
         note: {note}{slice_note}",
        places.len(),
    );
    match closure.inputs.iter().nth(places.len()) {
        Some(surplus) => errors.report(surplus, message),
        None => errors.add(syn::Error::new(closure.paren.span.join(), message)),
    }
    None
}

/// `a`, `b` and `c`
fn list(items: impl ExactSizeIterator<Item = String>) -> String {
    let last = items.len().saturating_sub(1);
    items.enumerate().fold(String::new(), |list, (at, item)| match at {
        0 => item,
        at if at == last => format!("{list} and {item}"),
        _ => format!("{list}, {item}"),
    })
}
