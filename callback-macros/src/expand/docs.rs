//! The documentation that the macro adds to a declaration.

use quote::quote;
use syn::Type;

use crate::model::{
    Context, Declaration, Entry, Fallback, Kind, Outcome, Receiver, Signature, Table, Value,
    display,
};

/// Returns the documentation of the type, which follows what the user wrote.
pub(super) fn of_type(declaration: &Declaration) -> String {
    let Declaration { item, signature, kind, .. } = declaration;
    let text = &signature.text;
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
    let table = table(signature);
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
    let destroy = declaration.destroy.as_ref().map_or_else(String::new, |destroy| {
        let text = &destroy.function.prototype.text;
        format!("\nThe destroy function:\n\n```text\n{text}\n```\n")
    });
    format!(
        "\n# C prototype\n\n```text\n{text}\n```\n{destroy}\n\
         # Contract\n\nC calls the closure {promise}\n\n{context}\n{table}\n# Use\n\n\
         Create a context with [`new`](Self::new) and {methods}. In an `extern` block, the function \
         pointer is a `RawFn<{name}>`{user_data}."
    )
}

/// The documentation of `new`.
pub(super) const OF_NEW: &str = "Creates a context from a closure, to hand it to C.";

/// Returns the documentation of a C function, which follows what the user wrote.
pub(super) fn of_function(signature: &Signature) -> String {
    let Signature { text, .. } = signature;
    let table = table(signature);
    format!(
        "\n# C prototype\n\n```text\n{text}\n```\n{table}\n\
         # Safety\n\nThe function is for C to call. Whoever calls it promises of each argument what \
         `FromC::from_c` requires."
    )
}

/// Returns the table of what C gets for each outcome, if it gets anything.
fn table(signature: &Signature) -> String {
    let noun = signature.closure.noun();
    let fallback = match &signature.fallback {
        Fallback::Constant(Some(value)) | Fallback::Expression(value) => code(value),
        Fallback::Abort => "nothing: the process aborts".to_owned(),
        Fallback::Constant(None) => return String::new(),
    };
    if signature.returns.is_none() && !matches!(signature.fallback, Fallback::Abort) {
        return String::new();
    }
    // A function has no `scope` that could return the value.
    let past_c = |name: &str| {
        if signature.closure.is_function() {
            String::new()
        } else {
            format!("; `scope` returns the {name}")
        }
    };
    let rows = match &signature.outcome {
        Outcome::Plain if matches!(signature.returns, Some(Type::Never(_))) => String::new(),
        Outcome::Plain => row("returns a value", "", None),
        Outcome::ControlFlow { go_on, stop } => {
            row("returns `Continue(())`", "continue", go_on.as_ref())
                + &row(&format!("returns `Break(..)`{}", past_c("value")), "break", stop.as_ref())
        }
        Outcome::Result { ok, err } => {
            row("returns `Ok(..)`", "ok", ok.as_ref())
                + &row(&format!("returns `Err(..)`{}", past_c("error")), "err", err.as_ref())
        }
    };
    let refused = if signature.closure.is_function() {
        "an argument could not be converted"
    } else {
        "the call was refused"
    };
    format!("\n| the {noun} | C gets |\n|---|---|\n{rows}| panicked, or {refused} | {fallback} |\n")
}

fn row(case: &str, key: &str, value: Option<&Value>) -> String {
    let cell = match value {
        None => "that value".to_owned(),
        Some(value) if value.is_closure() => format!("what the closure of `{key}` returns"),
        Some(value) => code(value),
    };
    format!("| {case} | {cell} |\n")
}

fn code(value: &Value) -> String {
    // A bare `|` would end the cell.
    format!("`{}`", display(value).replace('|', "\\|"))
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

/// The documentation of the function `new` of a trait.
pub(super) const OF_NEW_OF_TRAIT: &str = "Creates a context from a handler, to hand it to C.";

/// The documentation of the function `functions` of a trait.
pub(super) const OF_FUNCTIONS: &str = "Returns the functions for handlers of the type `H` that are handed over with \
    `notified`, as handlers of this trait with these generics. C may pass them no other user data.";

/// Returns the documentation of a trait, which follows what the user wrote.
pub(super) fn of_trait(table: &Table) -> String {
    let Table { handler, kind, entries, .. } = table;
    let name = &handler.item.name;
    let promise = promise(*kind).replace("handed it over", "handed the handler over");
    let functions = handler.methods.iter().zip(entries).map(|(method, Entry { signature, .. })| {
        let (method, text) = (&method.name, &signature.text);
        let table = self::table(signature);
        format!("\n## `{method}`\n\n```text\n{text}\n```\n{table}")
    });
    let functions: String = functions.collect();
    let consuming = handler.methods.iter().find(|method| method.receiver == Receiver::Owned);
    let lifetime = consuming.map_or_else(
        || "the method that fits how long C keeps it".to_owned(),
        |method| format!("`notified`: C keeps it until it calls `{}`", method.name),
    );
    format!(
        "\n# C prototypes\n{functions}\n# Contract\n\nC calls the methods {promise}\n\n# Use\n\nCreate a context with \
         [`new`](Self::new), and hand it to C with {lifetime}. C gets one user data for \
         all functions, and each function from the [`{name}Functions`]."
    )
}
