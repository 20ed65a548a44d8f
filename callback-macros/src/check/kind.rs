//! The closure's kind.

use crate::errors::Errors;
use crate::model::{Closure, Kind};

/// Determines the row of the contract table.
pub(super) fn check_kind(closure: &Closure, errors: &mut Errors) -> Option<Kind> {
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
                format!(
                    "`Sync` means simultaneous calls, which a `{call}` does not allow\n\
                     help: remove `Sync`, or write `dyn Fn(..) + Send + Sync`"
                ),
            );
            None
        }
        _ => None,
    }
}
