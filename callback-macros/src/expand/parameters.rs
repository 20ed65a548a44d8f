//! The parameters of a function that C calls.

use proc_macro2::{Ident, TokenStream};
use quote::{quote, quote_spanned};
use syn::spanned::Spanned;
use syn::{LitStr, Type};

use super::parts::{self, ours, received, unsafe_token};
use crate::model::{Parameter, Role, Tuple, ty};
use crate::names;

/// The parameters of a trampoline, of a function or of a destroy function.
pub(super) struct Parameters<'a> {
    pub(super) inputs: &'a [Parameter],
    /// The parameters that were written in parentheses.
    pub(super) tuples: &'a [Tuple],
    /// Whether the user's expressions are evaluated where the parameters are in scope.
    pub(super) has_expressions: bool,
    /// The runtime crate, and its module for generated code.
    pub(super) runtime: &'a TokenStream,
    pub(super) private: &'a TokenStream,
}

impl Parameters<'_> {
    /// Returns whether C passes its own `bool`.
    pub(super) fn takes_bool(&self) -> bool {
        self.inputs.iter().any(|parameter| ty::is_bool(&parameter.ty))
    }

    /// Returns the types in which the trampoline takes its parameters.
    pub(super) fn received(&self) -> Vec<TokenStream> {
        self.inputs.iter().map(|parameter| received(&parameter.ty)).collect()
    }

    /// Returns the type of a pointer to a C function with these parameters.
    pub(super) fn pointer(&self, abi: &LitStr, output: Option<&Type>) -> TokenStream {
        let (unsafety, output) = (unsafe_token(), parts::output(output));
        let types = self.inputs.iter().map(|input| &input.ty);
        quote!(#unsafety extern #abi fn(#(#types),*) #output)
    }

    /// Converts a function with these parameters to the `pointer` that C takes. Its type has `bool` where the
    /// function accepts any byte.
    pub(super) fn expand_pointer(
        &self,
        function: TokenStream,
        abi: &LitStr,
        output: Option<&Type>,
        pointer: &TokenStream,
    ) -> TokenStream {
        if !self.takes_bool() {
            return function;
        }
        let (unsafety, types, output) = (unsafe_token(), self.received(), parts::output(output));
        let received = quote!(#unsafety extern #abi fn(#(#types),*) #output);
        quote!(#unsafety { ::core::mem::transmute::<#received, #pointer>(#function) })
    }

    /// Returns the names of the trampoline's parameters. If the keys have expressions, they are the names in
    /// the prototype.
    pub(super) fn names(&self) -> Vec<Ident> {
        let name = |(at, parameter): (usize, &Parameter)| match &parameter.name {
            Some(name) if self.has_expressions => name.clone(),
            _ => names::argument(at),
        };
        self.inputs.iter().enumerate().map(name).collect()
    }

    /// Returns the trampoline's parameters.
    pub(super) fn expand(&self, arguments: &[Ident]) -> TokenStream {
        let types = self.received();
        // If an expression finds the context, the parameter of that name may be unused.
        let unused = self.inputs.iter().map(|parameter| {
            let is_unused = parameter.role == Role::Context && self.has_expressions;
            is_unused.then(|| quote!(#[allow(unused_variables)]))
        });
        quote!(#(#unused #arguments: #types,)*)
    }

    /// Returns the lint levels that the user's names and expressions need.
    pub(super) fn expand_levels(&self, arguments: &[Ident]) -> TokenStream {
        // The name of a parameter that the closure does not take begins with an underscore. Keys take
        // closures, but not functions.
        let expressions = self.has_expressions.then(|| {
            quote! {
                #[allow(
                    clippy::used_underscore_binding,
                    clippy::redundant_closure,
                    clippy::redundant_closure_for_method_calls,
                )]
            }
        });
        let spelling = arguments.iter().any(|argument| !is_snake_case(argument));
        let spelling = spelling.then(|| quote!(#[allow(non_snake_case)]));
        quote!(#spelling #expressions)
    }

    /// Writes the bindings of the parameters. Truncates those that may have excess bits, and names those in
    /// parentheses. Unused parameters are kept until the end, where their destructors cannot unwind.
    pub(super) fn expand_bindings(&self, arguments: &[Ident]) -> TokenStream {
        let Self { inputs, tuples, runtime, private, .. } = self;
        let used = inputs.iter().zip(arguments).filter(|(input, _)| input.role != Role::Ignored);
        let truncated = used.filter_map(|(input, argument)| self.truncate(input, argument));
        let named = |tuple: &Tuple| {
            let name = tuple.name.as_ref()?;
            let elements = &arguments[tuple.places.clone()];
            Some(quote!(let #name = (#(#elements,)*);))
        };
        let tuples = tuples.iter().filter_map(named);
        let of = |role: Role| {
            let with_role =
                inputs.iter().zip(arguments).filter(move |(input, _)| input.role == role);
            with_role.map(|(input, argument)| (ours(input.ty.span()), argument))
        };
        let copied = of(Role::Mentioned)
            .map(|(span, argument)| quote_spanned!(span=> #runtime::checks::copied(&#argument);));
        let ignored: Vec<_> = of(Role::Ignored).map(|(_, argument)| argument).collect();
        let ignored = (!ignored.is_empty()).then(|| {
            let kept = names::local("ignored");
            quote!(let #kept = #private::Ignored::new((#(#ignored,)*));)
        });
        quote!(#ignored #(#truncated)* #(#copied)* #(#tuples)*)
    }

    /// Writes the truncation of a parameter that may have excess bits to a value of its type.
    pub(super) fn truncate(&self, parameter: &Parameter, argument: &Ident) -> Option<TokenStream> {
        let private = self.private;
        let unsafety = unsafe_token();
        if ty::is_bool(&parameter.ty) {
            Some(quote!(let #argument = #unsafety { #private::normalize(#argument) };))
        } else if ty::may_be_narrow(&parameter.ty) {
            Some(quote!(let #argument = #private::truncate(#argument);))
        } else {
            None
        }
    }
}

/// Returns whether the lint `non_snake_case` accepts the name.
pub(super) fn is_snake_case(name: &Ident) -> bool {
    !name.to_string().chars().any(char::is_uppercase)
}
