//! The supertraits, and the row of the contract table.

use syn::TypeParamBound;
use syn::punctuated::Punctuated;

use crate::errors::Errors;
use crate::model::{Handler, Kind, Receiver, tokens, ty};

/// The traits of the standard library that, as supertraits, make a trait unusable as a `dyn`.
const WITHOUT_DYN: [&str; 9] =
    ["Clone", "Copy", "Default", "Eq", "Hash", "Ord", "PartialEq", "PartialOrd", "Sized"];

/// Refuses and removes the supertraits with which the trait has no `dyn`. The compiler would report each use
/// of the `dyn`.
pub(super) fn refuse_without_dyn(handler: &mut Handler, errors: &mut Errors) {
    let name = &handler.item.name;
    let bounds = std::mem::take(&mut handler.supertraits);
    let is_right = |bound: &TypeParamBound| {
        let TypeParamBound::Trait(bound) = bound else { return true };
        let is = |other: &&&str| ty::is_marker(&bound.path, other);
        let Some(found) = WITHOUT_DYN.iter().find(is) else { return true };
        let message = format!(
            "the type of these callbacks is `dyn {name}`, and there is none if `{found}` is a supertrait\n\
             help: remove `{found}`"
        );
        errors.report(&bound.path, message);
        false
    };
    handler.supertraits = bounds.into_iter().filter(is_right).collect();
    refuse_conditions_of_self(handler, errors);
}

/// Refuses and removes the conditions of a trait that constrain `Self`. The attribute reads only supertraits.
fn refuse_conditions_of_self(handler: &mut Handler, errors: &mut Errors) {
    let Some(clause) = handler.item.generics.where_clause.take() else { return };
    let predicates = clause.predicates.into_iter().filter(|predicate| {
        let Some(this) = tokens::find(predicate, "Self") else { return true };
        let message = "the attribute reads what holds for handlers from the supertraits\n\
                       help: write it as a supertrait, or remove it";
        errors.report(this, message);
        false
    });
    let predicates: Punctuated<_, _> = predicates.collect();
    if !predicates.is_empty() {
        handler.item.generics.make_where_clause().predicates = predicates;
    }
}

/// Determines the row of the contract table. The receivers correspond to the closure's trait, and the
/// supertraits to its bounds.
pub(super) fn check_kind(handler: &Handler, errors: &mut Errors) -> Option<Kind> {
    let (mut send, mut sync) = (None, None);
    for bound in &handler.supertraits {
        match bound {
            TypeParamBound::Trait(bound) if bound.maybe.is_none() => {
                if ty::is_marker(&bound.path, "Send") {
                    send = Some(&bound.path);
                } else if ty::is_marker(&bound.path, "Sync") {
                    sync = Some(&bound.path);
                }
            }
            TypeParamBound::Lifetime(lifetime) if lifetime.ident == "static" => errors.report(
                lifetime,
                "the trait does not say how long a handler lives\n\
                 help: remove `'static`\n\
                 note: `scope` takes handlers that borrow, the other methods do not",
            ),
            _ => {}
        }
    }
    let takes = |receiver| handler.methods.iter().find(|method| method.receiver == receiver);
    match (takes(Receiver::Mut), send, sync) {
        (Some(_), None, None) => Some(Kind::FnMut),
        (Some(_), Some(_), None) => Some(Kind::FnMutSend),
        (None, None, None) => Some(Kind::Fn),
        (None, Some(_), Some(_)) => Some(Kind::FnSendSync),
        // The only method takes `self`, so calls cannot overlap.
        (None, Some(_), None) if takes(Receiver::Shared).is_none() => Some(Kind::FnMutSend),
        (None, Some(send), None) => {
            errors.report(
                send,
                "a `Send` handler whose methods take `&self` does not say whether calls overlap\n\
                 help: add `+ Sync` if C calls from several threads at once, or take `&mut self` if it calls \
                 from one at a time",
            );
            None
        }
        (Some(method), _, Some(sync)) => {
            let name = &method.name;
            errors.report(
                sync,
                format!(
                    "`Sync` means simultaneous calls, which the `&mut self` of `{name}` does not allow\n\
                     help: remove `Sync`, or take `&self` in each method"
                ),
            );
            None
        }
        (None, None, Some(sync)) => {
            errors.report(
                sync,
                "a handler that is called from other threads is also `Send`\n\
                 help: write `Send + Sync`",
            );
            None
        }
    }
}
