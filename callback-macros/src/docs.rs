//! What rustdoc shows of a declaration.

use crate::model::{Context, Declaration, Kind, Outcome};

/// The documentation of the type, after what the user wrote.
pub(crate) fn of_type(declaration: &Declaration) -> Vec<String> {
    let name = &declaration.item.name;
    let mut lines = vec![
        String::new(),
        "# C prototype".to_owned(),
        String::new(),
        "```text".to_owned(),
        declaration.text.clone(),
        "```".to_owned(),
        String::new(),
        "# Contract".to_owned(),
        String::new(),
        format!("The C side {}", promise(declaration.kind)),
    ];
    let context = match &declaration.context {
        Context::Parameter(_) => "The parameter named `context` is the C library's user data.",
        Context::Expression(_) => "The C library's user data is found by an expression.",
    };
    lines.push(context.to_owned());
    if declaration.fallback.is_some() {
        lines.push(
            "Where the closure gives no value, C gets the `fallback` of the declaration."
                .to_owned(),
        );
    }
    match declaration.outcome {
        Outcome::Plain => {}
        Outcome::ControlFlow { .. } => {
            lines.push("The value of a `Break` comes back from `scope`.".to_owned());
        }
        Outcome::Result { .. } => {
            lines.push("The first `Err` comes back from `scope`.".to_owned());
        }
    }
    lines.extend([
        String::new(),
        "# Use".to_owned(),
        String::new(),
        format!(
            "Make a context with [`new`](Self::new), and hand it to C with the method for how long \
             C keeps it: `scope`, `once`, `notified`, `forever`, or `bind` for one that is pinned. \
             In `extern` blocks, the type of the function pointer is `RawFn<{name}>`."
        ),
    ]);
    lines
}

/// The documentation of `new`.
pub(crate) fn of_new(declaration: &Declaration) -> [String; 1] {
    let name = &declaration.item.name;
    [format!("Makes a context of `closure`, to be handed to C as a `{name}`.")]
}

fn promise(kind: Kind) -> &'static str {
    match kind {
        Kind::FnMut => {
            "calls on the thread that handed the closure over, and never re-entrantly. Both are \
             checked at each call."
        }
        Kind::FnMutSend => {
            "calls on any thread, one call at a time. Overlap and re-entry are checked at each call."
        }
        Kind::Fn => {
            "calls on the thread that handed the closure over; re-entry is fine. The thread is \
             checked at each call."
        }
        Kind::FnSendSync => "calls on any threads, at once.",
        Kind::FnOnce => {
            "calls at most once, on the thread that handed the closure over. Both are checked."
        }
        Kind::FnOnceSend => "calls at most once, on any thread. A second call is refused.",
    }
}
