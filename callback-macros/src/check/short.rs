//! The prototype that the short form stands for: every type as C spells it, the context last.

use proc_macro2::{Ident, Span};
use quote::quote;
use syn::LitStr;

use crate::display::display;
use crate::model::{Closure, Prototype};
use crate::shape;
use crate::syntax::{Parameter, Path, PathArguments, Shape, Type};
use crate::tokens::{self, Tokens};

/// Spells the closure's signature as C does, with the context if there is one.
pub(super) fn prototype(closure: &Closure, abi: Option<&LitStr>, has_context: bool) -> Prototype {
    let span = closure.call.span();
    let bound = closure.bound_lifetimes();
    let spelling = |ty| elided(spelling(ty), bound);
    let mut inputs = Vec::new();
    let mut push = |name: Option<Ident>, ty: Type| inputs.push(Parameter { name, ty });
    for ty in &closure.inputs {
        if let Some((element, mutable)) = shape::slice(ty) {
            push(None, elided(pointer(element.clone(), mutable), bound));
            push(None, core("primitive", "usize"));
        } else {
            push(None, spelling(ty));
        }
    }
    if has_context {
        push(Some(Ident::new("context", span)), pointer(core("ffi", "c_void"), true));
    }
    let output = closure.output.as_ref().map(|ty| {
        if shape::is_named(ty, "Ordering") { core("ffi", "c_int") } else { spelling(ty) }
    });
    Prototype {
        place: span,
        text: text(abi, &inputs, output.as_ref()),
        inputs,
        variadic: None,
        output,
    }
}

/// A type as C spells it: itself, save that a reference is passed as a pointer.
fn spelling(ty: &Type) -> Type {
    match shape::reference(ty) {
        Some((target, _)) if shape::is_named(target, "CStr") => {
            pointer(core("ffi", "c_char"), false)
        }
        Some((target, mutable)) => pointer(target.clone(), mutable),
        None => ty.clone(),
    }
}

/// A type as it is where there is no `for<'a>`, in a parameter of a function.
fn elided(ty: Type, bound: &[String]) -> Type {
    Type { tokens: tokens::elide(&ty.tokens, bound), ..ty }
}

/// A `*const T`, with parentheses around what has a `+` in it.
fn pointer(mut target: Type, mutable: bool) -> Type {
    shape::end(&mut target);
    let pointer = if mutable { quote!(*mut) } else { quote!(*const) };
    let tokens = match target.shape {
        Shape::Object(..) => quote!(#pointer (#target)),
        _ => quote!(#pointer #target),
    };
    Type { tokens: tokens.into(), shape: Shape::Pointer { mutable, target: Box::new(target) } }
}

/// `::core::module::name`
fn core(module: &str, name: &str) -> Type {
    let span = Span::call_site();
    let (module, last) = (Ident::new(module, span), Ident::new(name, span));
    let tokens: Tokens = quote!(::core::#module::#last).into();
    let path = Path { tokens: tokens.clone(), last, single: false, arguments: PathArguments::None };
    Type { tokens, shape: Shape::Path(path) }
}

/// The prototype for the documentation.
fn text(abi: Option<&LitStr>, inputs: &[Parameter], output: Option<&Type>) -> String {
    let abi = abi.map_or_else(|| "system".to_owned(), LitStr::value);
    let mut text = format!("extern \"{abi}\" fn(");
    for (at, Parameter { name, ty }) in inputs.iter().enumerate() {
        if at > 0 {
            text.push_str(", ");
        }
        // Of the parameters, the context alone has a name.
        if name.is_some() {
            text.push_str("context: ");
        }
        text.push_str(&display(&ty.tokens));
    }
    text.push(')');
    if let Some(ty) = output {
        text.push_str(" -> ");
        text.push_str(&display(&ty.tokens));
    }
    text
}
