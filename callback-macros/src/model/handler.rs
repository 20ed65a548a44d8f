//! A trait whose methods become C functions: as the parser read it, and as the checks accepted it.

use proc_macro2::{Group, Ident, TokenStream};
use quote::{ToTokens, quote};
use syn::punctuated::Punctuated;
use syn::{
    Attribute, Generics, LitStr, Path, ReturnType, Token, Type, TypeParamBound, WhereClause,
};

use super::{Arguments, Closure, Context, Destroy, Item, Kind, Signature, conditions};

/// A trait under the attribute.
pub(crate) struct Handler {
    /// The parts that a trait has in common with other items. It has no closure.
    pub(crate) item: Item,
    pub(crate) unsafety: Option<Token![unsafe]>,
    pub(crate) supertraits: Punctuated<TypeParamBound, Token![+]>,
    pub(crate) methods: Vec<Method>,
    /// The members that such a trait cannot have. They have been reported.
    pub(crate) others: Vec<TokenStream>,
}

/// A method as the user wrote it.
pub(crate) struct Method {
    /// The attributes, without the `#[callback]`.
    pub(crate) attrs: Vec<Attribute>,
    /// The arguments of the method's own `#[callback]`.
    pub(crate) arguments: Arguments,
    pub(crate) unsafety: Option<Token![unsafe]>,
    pub(crate) name: Ident,
    pub(crate) generics: Generics,
    /// The parenthesized parameters, with their patterns.
    pub(crate) parameters: Group,
    pub(crate) receiver: Receiver,
    /// The receiver as the user wrote it.
    pub(crate) self_tokens: TokenStream,
    /// The method's parameters and result, as those of a closure.
    pub(crate) closure: Closure,
    /// The position of the parameter named `base`.
    pub(crate) base: Option<usize>,
    pub(crate) output: ReturnType,
    pub(crate) body: Option<Group>,
    pub(crate) semicolon: Option<Token![;]>,
}

/// The way a method takes its handler.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Receiver {
    /// `&mut self`
    Mut,
    /// `&self`
    Shared,
    /// `self`
    Owned,
}

impl Method {
    /// Returns the `cfg` attributes of the method.
    pub(crate) fn conditions(&self) -> impl Iterator<Item = &Attribute> {
        conditions(&self.attrs)
    }

    /// Returns the types of the method's parameters, without the receiver's.
    pub(crate) fn inputs(&self) -> &[Type] {
        &self.closure.inputs
    }

    fn where_clause(&self) -> Option<&WhereClause> {
        self.generics.where_clause.as_ref()
    }
}

impl ToTokens for Method {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        let Self { attrs, unsafety, name, generics, parameters, receiver, output, body, .. } = self;
        // The word `fn`, with the span of the user's.
        let keyword = &self.closure.call;
        // A body that takes `self` needs to know its size.
        let sized = (*receiver == Receiver::Owned && body.is_some()).then(|| quote!(Self: Sized,));
        let theirs = self.where_clause().map(|clause| clause.predicates.iter());
        let theirs = theirs.into_iter().flatten();
        let conditions = (sized.is_some() || self.where_clause().is_some())
            .then(|| quote!(where #(#theirs,)* #sized));
        let semicolon = self.semicolon.unwrap_or_default();
        let end = body.as_ref().map_or_else(|| quote!(#semicolon), ToTokens::to_token_stream);
        tokens.extend(quote! {
            #(#attrs)* #unsafety #keyword #name #generics #parameters #output #conditions #end
        });
    }
}

/// A trait that passed all checks.
pub(crate) struct Table {
    pub(crate) handler: Handler,
    pub(crate) kind: Kind,
    pub(crate) abi: LitStr,
    /// One entry per method.
    pub(crate) entries: Vec<Entry>,
    /// The type of the user data, unless every function finds it by an expression.
    pub(crate) user_data: Option<Type>,
    /// The result type that names what escapes, if anything does.
    pub(crate) escaping: Option<Type>,
    pub(crate) base: Option<Type>,
    pub(crate) destroy: Option<Destroy>,
    /// Whether references to handlers are handlers, too.
    pub(crate) has_references: bool,
    pub(crate) krate: Option<Path>,
}

/// A method and its C function.
pub(crate) struct Entry {
    pub(crate) signature: Signature,
    pub(crate) context: Context,
}

/// The remains of a trait with faults.
pub(crate) struct HandlerRemains {
    pub(crate) handler: Handler,
    /// The C types that its prototypes mention, as far as they could be read.
    pub(crate) mentioned: Vec<Type>,
    pub(crate) has_references: bool,
    pub(crate) base: Option<Type>,
    pub(crate) krate: Option<Path>,
}
