//! The documentation that a declaration gets.

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
        Context::Parameter(_) => "The parameter named `context` is the user data.".to_owned(),
        Context::Expression(value) => {
            format!("The user data is `{}`.", display(value))
        }
        Context::Slots(count) => format!(
            "The API has no user data. Each closure takes one of {count} slots, whose functions are \
             compiled into the program."
        ),
    };
    let table = match &declaration.fallback {
        Some(fallback) if declaration.returns.is_some() => table(declaration, fallback),
        _ => String::new(),
    };
    let methods = match (&declaration.context, kind) {
        (Context::Slots(_), _) => {
            "hand it to C with `scope` for one call of C, or put it into a slot with `slot`"
        }
        (_, Kind::FnOnce | Kind::FnOnceSend) => {
            "hand it to C with the method that fits how long C keeps it: `scope`, `once`, `notified` or \
             `forever`, or `completion`, which gives a future"
        }
        _ => {
            "hand it to C with the method that fits how long C keeps it: `scope`, `once`, `notified`, \
             `register` or `forever`, or `bind` for one that is pinned"
        }
    };
    let user_data = match declaration.context {
        Context::Slots(_) => String::new(),
        _ => format!(", and the user data is a `RawContext<{name}>`"),
    };
    format!(
        "\n# C prototype\n\n```text\n{text}\n```\n\n\
         # Contract\n\nC calls the closure {promise}\n\n{context}\n{table}\n# Use\n\n\
         Create a context with [`new`](Self::new) and {methods}. In an `extern` block, the function \
         pointer is a `RawFn<{name}>`{user_data}."
    )
}

/// The documentation of `new`.
pub(super) const OF_NEW: &str = "Creates a context from a closure, to hand it to C.";

/// Returns the table of what C gets for each outcome.
fn table(declaration: &Declaration, fallback: &Value) -> String {
    let rows = match &declaration.outcome {
        Outcome::Plain => row("returns a value", None),
        Outcome::ControlFlow { go_on, stop } => {
            row("returns `Continue(())`", go_on.as_ref())
                + &row("returns `Break(..)`; `scope` returns the value", stop.as_ref())
        }
        Outcome::Result { ok, err } => {
            row("returns `Ok(..)`", ok.as_ref())
                + &row("returns `Err(..)`; `scope` returns the error", err.as_ref())
        }
    };
    let last = row("panicked, or the call was refused", Some(fallback));
    format!("\n| the closure | C gets |\n|---|---|\n{rows}{last}")
}

fn row(case: &str, value: Option<&Value>) -> String {
    let Some(value) = value else { return format!("| {case} | that value |\n") };
    // A bare `|` would end the cell.
    let cell = display(value).replace('|', "\\|");
    format!("| {case} | `{cell}` |\n")
}

fn promise(kind: Kind) -> &'static str {
    match kind {
        Kind::FnMut => {
            "on the thread that handed it over, and never re-entrantly. Each call checks \
             both."
        }
        Kind::FnMutSend => {
            "on any thread, one call at a time. Each call checks for overlap and re-entry."
        }
        Kind::Fn => {
            "on the thread that handed it over, and may re-enter it. Each call checks the \
             thread."
        }
        Kind::FnSendSync => "on any thread, and on several at the same time.",
        Kind::FnOnce => "at most once, on the thread that handed it over. Each call checks both.",
        Kind::FnOnceSend => "at most once, on any thread. A second call is refused.",
    }
}
