//! What rustdoc shows of a declaration.

use quote::quote;

use crate::model::{Context, Declaration, Kind, Outcome, Value, display};

/// Returns the documentation of the type, which follows what the user wrote.
pub(super) fn of_type(declaration: &Declaration) -> String {
    let Declaration { item, kind, text, .. } = declaration;
    let (_, named, _) = item.generics.split_for_impl();
    let name = &item.name;
    let name = display(quote!(#name #named));
    let promise = promise(*kind);
    let context = match &declaration.context {
        Context::Parameter(_) => "The parameter named `context` is its user data.".to_owned(),
        Context::Expression(value) => {
            format!("Its user data is `{}`.", display(value))
        }
        Context::Slots(count) => format!(
            "It has no user data: each closure takes one of {count} slots, whose functions are \
             compiled into the program."
        ),
    };
    let table = match &declaration.fallback {
        Some(fallback) if declaration.returns.is_some() => table(declaration, fallback),
        _ => String::new(),
    };
    let methods = match (&declaration.context, kind) {
        (Context::Slots(_), _) => {
            "put it into a slot: with `scope` for one call of C, or with `slot`"
        }
        (_, Kind::FnOnce | Kind::FnOnceSend) => {
            "hand it to C with the method for how long C keeps it: `scope`, `once`, `notified` or \
             `forever`, or `completion`, which gives a future"
        }
        _ => {
            "hand it to C with the method for how long C keeps it: `scope`, `once`, `notified`, \
             `register` or `forever`, or `bind` for one that is pinned"
        }
    };
    let user_data = match declaration.context {
        Context::Slots(_) => String::new(),
        _ => format!(", and the user data a `RawContext<{name}>`"),
    };
    format!(
        "\n# C prototype\n\n```text\n{text}\n```\n\n\
         # Contract\n\nThe C side calls {promise}\n{context}\n{table}\n# Use\n\n\
         Make a context with [`new`](Self::new), and {methods}. In `extern` blocks, the function \
         pointer is a `RawFn<{name}>`{user_data}."
    )
}

/// The documentation of `new`.
pub(super) const OF_NEW: &str = "Makes a context of a closure, to be handed to C.";

/// What C gets for what the closure does.
fn table(declaration: &Declaration, fallback: &Value) -> String {
    let rows = match &declaration.outcome {
        Outcome::Plain => row("returns", None),
        Outcome::ControlFlow { go_on, stop } => {
            row("returns `Continue(())`", go_on.as_ref())
                + &row("returns `Break(..)`, whose value comes back from `scope`", stop.as_ref())
        }
        Outcome::Result { ok, err } => {
            row("returns `Ok(..)`", ok.as_ref())
                + &row("returns `Err(..)`, whose value comes back from `scope`", err.as_ref())
        }
    };
    let last = row("gives no value: it panicked, or the call was refused", Some(fallback));
    format!("\n| the closure | C gets |\n|---|---|\n{rows}{last}")
}

fn row(case: &str, value: Option<&Value>) -> String {
    let Some(value) = value else { return format!("| {case} | its value |\n") };
    // A bare `|` would end the cell.
    let cell = display(value).replace('|', "\\|");
    format!("| {case} | `{cell}` |\n")
}

fn promise(kind: Kind) -> &'static str {
    match kind {
        Kind::FnMut => {
            "on the thread that handed the closure over, and never re-entrantly. Both are checked \
             at each call."
        }
        Kind::FnMutSend => {
            "on any thread, one call at a time. Overlap and re-entry are checked at each call."
        }
        Kind::Fn => {
            "on the thread that handed the closure over; re-entry is fine. The thread is checked \
             at each call."
        }
        Kind::FnSendSync => "on any threads, at once.",
        Kind::FnOnce => {
            "at most once, on the thread that handed the closure over. Both are checked."
        }
        Kind::FnOnceSend => "at most once, on any thread. A second call is refused.",
    }
}
