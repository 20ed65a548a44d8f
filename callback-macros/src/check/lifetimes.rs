//! The lifetimes of a method or a function, each of which is one call.

use quote::ToTokens;
use syn::{Generics, Lifetime, TypeParamBound, WherePredicate};

use crate::errors::Errors;
use crate::model::tokens;

/// Refuses conditions that make a lifetime longer than the call, since the user's code could then keep what C
/// passed. `otherwise` is what to write in place of such a lifetime.
pub(super) fn check_lifetimes(
    generics: &Generics,
    otherwise: impl Fn(&Lifetime) -> String,
    errors: &mut Errors,
) {
    let own: Vec<_> = generics.lifetimes().map(|each| &each.lifetime).collect();
    let is_own = |lifetime: &Lifetime| own.iter().any(|own| own.ident == lifetime.ident);
    let mut report = |lifetime: &Lifetime, place: &dyn ToTokens| {
        errors.report(
            place,
            format!(
                "the lifetime `{lifetime}` is that of one call, so it can be bounded only by other lifetimes of \
                 the call\nhelp: remove the condition, or {}",
                otherwise(lifetime)
            ),
        );
    };
    for param in generics.lifetimes() {
        if let Some(bound) = param.bounds.iter().find(|bound| !is_own(bound)) {
            report(&param.lifetime, bound);
        }
    }
    let predicates = generics.where_clause.iter().flat_map(|clause| &clause.predicates);
    for predicate in predicates {
        match predicate {
            WherePredicate::Lifetime(predicate) if is_own(&predicate.lifetime) => {
                if let Some(bound) = predicate.bounds.iter().find(|bound| !is_own(bound)) {
                    report(&predicate.lifetime, bound);
                }
            }
            WherePredicate::Type(predicate) => {
                // `T: 'a` says nothing about how long `'a` is.
                let bounds = predicate.bounds.iter();
                let bounds = bounds.filter(|bound| !matches!(bound, TypeParamBound::Lifetime(_)));
                let mentioned = |lifetime: &&&Lifetime| {
                    let name = lifetime.ident.to_string();
                    tokens::mention(&predicate.bounded_ty, &name)
                        || bounds.clone().any(|bound| tokens::mention(bound, &name))
                };
                if let Some(lifetime) = own.iter().find(mentioned) {
                    report(lifetime, predicate);
                }
            }
            _ => {}
        }
    }
}
