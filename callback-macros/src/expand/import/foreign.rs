//! The C functions that wrappers call.

use std::slice;

use proc_macro2::{Ident, TokenStream};
use quote::{ToTokens, quote, quote_spanned};
use syn::spanned::Spanned;
use syn::{Attribute, Meta, MetaList, Type};

use crate::expand::parts::{ours, unsafe_token};
use crate::model::{Import, ImportResult, ImportRole, Imports, conditions, tokens};
use crate::names;

/// Returns the name of the foreign function that a wrapper calls, or of the field with its address.
pub(super) fn foreign_name(import: &Import) -> Ident {
    let name = names::plain(&import.name);
    names::at(
        &format!("__import_{name}"),
        names::ident("name").span().located_at(import.name.span()),
    )
}

/// Returns the name that a function has in C.
pub(super) fn symbol(import: &Import) -> String {
    match &import.symbol {
        Some(symbol) => symbol.value(),
        None => names::plain(&import.name),
    }
}

/// Returns the name that a function has in the module of `from`.
pub(super) fn name_in_module(import: &Import) -> Ident {
    let place = import.name.span();
    let symbol = import.symbol.as_ref().and_then(|symbol| names::item(&symbol.value(), place));
    symbol.unwrap_or_else(|| import.name.clone())
}

/// The types of a C function.
pub(super) struct Types {
    pub(super) parameters: Vec<TokenStream>,
    /// `-> R`, or nothing.
    pub(super) output: Option<TokenStream>,
}

impl Types {
    /// Returns the types as the wrapper names them.
    pub(super) fn new(import: &Import, runtime: &TokenStream) -> Self {
        let mut parameters = Vec::new();
        for parameter in &import.parameters {
            let ty = &parameter.ty;
            match &parameter.role {
                ImportRole::Whole | ImportRole::Context(_) | ImportRole::Destroy(_) => {
                    parameters.push(quote!(#ty));
                }
                ImportRole::Converted(raw) => {
                    parameters.extend(raw.iter().map(ToTokens::to_token_stream));
                }
                ImportRole::Fixed(raw, _) => parameters.push(quote!(#raw)),
                ImportRole::Out => parameters.push(quote!(*mut #ty)),
                ImportRole::Callback(_) => {
                    let span = ours(ty.span());
                    let (runtime, end) = (tokens::at(runtime, span), quote_spanned!(span=> >));
                    parameters.push(quote_spanned!(span=> #runtime::RawFn<#ty #end));
                }
            }
        }
        let output = match &import.result {
            ImportResult::Whole(ty) => ty.as_ref().map(|ty| quote!(-> #ty)),
            ImportResult::Checked(types) => {
                let ty = &types.0;
                Some(quote!(-> #ty))
            }
            ImportResult::Status(error) => {
                // The wrapper's body has the same fault at this span of the user's, so the compiler reports it once.
                let span = error.span();
                Some(quote_spanned!(span=> -> <#error as #runtime::Status>::C))
            }
        };
        Self { parameters, output }
    }

    /// Returns the types that the foreign function has as a pointer, since they depend on the generics.
    pub(super) fn erased_of(import: &Import) -> Vec<&Type> {
        let of_parameters = import.parameters.iter().flat_map(|parameter| match &parameter.role {
            ImportRole::Whole => slice::from_ref(&parameter.ty),
            ImportRole::Converted(types) => types.as_slice(),
            ImportRole::Fixed(ty, _) => slice::from_ref(&**ty),
            _ => &[],
        });
        of_parameters.chain(import.result.value()).filter(|ty| import.may_decide(*ty)).collect()
    }

    /// Returns the types with which a foreign function can be declared: a pointer replaces each type that
    /// depends on the generics.
    pub(super) fn erased(import: &Import, runtime: &TokenStream) -> Self {
        let erase = |ty: TokenStream, pointer: TokenStream| {
            if import.may_decide(&ty) { pointer } else { ty }
        };
        let Self { parameters, output } = Self::new(import, runtime);
        let parameters =
            parameters.into_iter().map(|ty| erase(ty, quote!(*mut ::core::ffi::c_void)));
        let output = output.map(|output| erase(output, quote!(-> *mut ::core::ffi::c_void)));
        Self { parameters: parameters.collect(), output }
    }

    /// Returns the type of a pointer to the function.
    pub(super) fn pointer(&self, imports: &Imports, generics: Option<&TokenStream>) -> TokenStream {
        let Self { parameters, output } = self;
        let (unsafety, abi) = (unsafe_token(), &imports.abi);
        quote!(#generics #unsafety extern #abi fn(#(#parameters),*) #output)
    }
}

/// Returns the types with `'static` in place of the lifetimes that occur only in the result. A function
/// pointer cannot declare those.
pub(super) fn without_returned_lifetimes(import: &Import, types: Types) -> Types {
    let Types { parameters, output } = types;
    let passed = quote!(#(#parameters)*);
    let is_returned = |name: &String| !tokens::mention_lifetime(&passed, name);
    let returned: Vec<_> = import.lifetimes().into_iter().filter(is_returned).collect();
    let output = output.map(|output| tokens::with_static(&output, &returned));
    Types { parameters, output }
}

/// Returns the lifetimes of a function that its types mention, without bounds: `<'a, 'b>`, or nothing.
pub(super) fn lifetimes(import: &Import, types: &Types) -> Option<TokenStream> {
    let Types { parameters, output } = types;
    let mentioned = quote!(#(#parameters)* #output);
    let lifetimes = import.generics.lifetimes().map(|each| &each.lifetime);
    let lifetimes: Vec<_> = lifetimes
        .filter(|each| tokens::mention_lifetime(&mentioned, &each.ident.to_string()))
        .collect();
    (!lifetimes.is_empty()).then(|| quote!(<#(#lifetimes),*>))
}

/// Writes the foreign block.
pub(super) fn expand_block(imports: &Imports, runtime: &TokenStream) -> TokenStream {
    let Imports { attrs, abi, others, functions, .. } = imports;
    let functions = functions.iter().map(|import| {
        if import.is_wrapped(&imports.source) {
            expand_foreign(import, runtime)
        } else {
            expand_plain(import)
        }
    });
    let unsafety = unsafe_token();
    let attrs = attrs.iter().map(expand_link);
    quote! {
        #(#attrs)*
        #[allow(clashing_extern_declarations)]
        #unsafety extern #abi {
            #(#others)*
            #(#functions)*
        }
    }
}

/// Returns an attribute of the block. For a `raw-dylib` on 32-bit x86, the compiler assumes that the names in
/// the DLL are decorated. They are not, so the attribute has to say so there. On other targets it must not.
fn expand_link(attr: &Attribute) -> TokenStream {
    let is_raw = |list: &MetaList| {
        list.path.is_ident("link")
            && list.tokens.clone().into_iter().any(|token| token.to_string() == r#""raw-dylib""#)
            && !tokens::mention(list, "import_name_type")
    };
    match &attr.meta {
        Meta::List(list) if is_raw(list) => {
            let arguments = &list.tokens;
            quote! {
                #[cfg_attr(target_arch = "x86", link(import_name_type = "undecorated", #arguments))]
                #[cfg_attr(not(target_arch = "x86"), link(#arguments))]
            }
        }
        _ => quote!(#attr),
    }
}

/// Writes the function that a wrapper calls.
pub(super) fn expand_foreign(import: &Import, runtime: &TokenStream) -> TokenStream {
    let types = Types::erased(import, runtime);
    let (name, lifetimes) = (foreign_name(import), lifetimes(import, &types));
    let Types { parameters, output } = types;
    let names = (0..parameters.len()).map(names::argument);
    let link = &import.link;
    let has_name = link
        .iter()
        .any(|attr| attr.path().is_ident("link_name") || attr.path().is_ident("link_ordinal"));
    let symbol = (!has_name).then(|| {
        let symbol = symbol(import);
        quote!(#[link_name = #symbol])
    });
    let (levels, cfgs) = (levels(import), conditions(&import.attrs));
    quote! {
        #(#cfgs)*
        #(#levels)*
        #(#link)*
        #symbol
        #[allow(dead_code)]
        fn #name #lifetimes(#(#names: #parameters),*) #output;
    }
}

/// Writes a function that needs no wrapper.
fn expand_plain(import: &Import) -> TokenStream {
    let Import {
        attrs,
        link,
        visibility,
        is_safe,
        name,
        generics,
        parameters,
        variadic,
        result,
        ..
    } = import;
    let safety = is_safe.then(|| names::ident("safe"));
    let names = parameters.iter().map(|parameter| &parameter.name);
    let types = parameters.iter().map(|parameter| &parameter.ty);
    let output = result.value().map(|ty| quote!(-> #ty));
    let where_clause = &generics.where_clause;
    quote! {
        #(#attrs)*
        #(#link)*
        #visibility #safety fn #name #generics(#(#names: #types,)* #variadic) #output #where_clause;
    }
}

/// Writes an empty block with the user's `unsafe`, so that the compiler reports it if the crate forbids
/// unsafe code. It does so only if all tokens have spans of the user's.
pub(super) fn expand_promise(imports: &Imports) -> Option<TokenStream> {
    let unsafety = imports.unsafety?;
    let levels = imports.attrs.iter().filter(|attr| is_level(attr));
    Some(quote_spanned!(unsafety.span=> #(#levels)* const _: () = { #unsafety extern "C" {} };))
}

/// Returns the attributes that set lint levels for a function.
fn levels(import: &Import) -> impl Iterator<Item = &Attribute> {
    import.attrs.iter().filter(|attr| is_level(attr))
}

/// Returns whether an attribute is a lint level.
fn is_level(attr: &Attribute) -> bool {
    ["allow", "warn", "deny", "forbid"].iter().any(|name| attr.path().is_ident(name))
}
