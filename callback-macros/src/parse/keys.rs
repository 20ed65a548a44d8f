//! One `key = value` of the attribute's argument.

use proc_macro2::Ident;

use super::reader::Reader;
use crate::errors::{Error, Errors, Result, list};
use crate::model::{Keys, Source};
use crate::names::is_one_of;
use crate::syntax::Value;

const KEYS: [&str; 9] =
    ["break", "context", "continue", "crate", "err", "fallback", "matches", "ok", "slots"];

impl Reader<'_> {
    /// Reads one key and its value, or reports what is wrong and steps over it.
    pub(super) fn key(&mut self, keys: &mut Keys, errors: &mut Errors) {
        if let Err(error) = self.try_key(keys, errors) {
            errors.add(error);
            keys.unread = true;
            self.skip_value();
        }
    }

    fn try_key(&mut self, keys: &mut Keys, errors: &mut Errors) -> Result<()> {
        let Some(name) = self.word() else {
            return Err(self.error(&format!("expected a key\nhelp: the keys are {}", known())));
        };
        if !is_one_of(&name, &KEYS) {
            let message = format!("unknown key `{name}`\nhelp: the keys are {}", known());
            return Err(Error::new(name.span(), &message));
        }
        if self.at("==") || !self.take("=") || self.is_empty() || self.at(",") {
            let message = format!("`{name}` has no value\nhelp: write `{name} = <value>`");
            return Err(Error::new(name.span(), &message));
        }
        self.value_of(name, keys, errors)
    }

    /// Reads the value of one key.
    fn value_of(&mut self, name: Ident, keys: &mut Keys, errors: &mut Errors) -> Result<()> {
        match name.to_string().as_str() {
            "break" => set(&mut keys.stop, name, self.value(), errors),
            "context" => set(&mut keys.context, name, self.source(), errors),
            "continue" => set(&mut keys.go_on, name, self.value(), errors),
            "err" => set(&mut keys.err, name, self.value(), errors),
            "fallback" => set(&mut keys.fallback, name, self.value(), errors),
            "ok" => set(&mut keys.ok, name, self.value(), errors),
            "slots" => set(&mut keys.slots, name, self.value(), errors),
            "matches" => {
                let help = "`matches` names a type\nhelp: write `matches = path::to::Typedef`";
                let ty = self.ty().map_err(|error| error.saying(help))?;
                set(&mut keys.matches, name, ty, errors);
            }
            _ => {
                let help = "`crate` names a path\nhelp: write `crate = path::to::callback_runtime`";
                let begin = *self;
                self.plain_path().map_err(|error| error.saying(help))?;
                set(&mut keys.krate, name, self.since(begin), errors);
            }
        }
        Ok(())
    }

    fn source(&mut self) -> Source {
        let mut ahead = *self;
        match ahead.word() {
            Some(name) if name == "none" && (ahead.is_empty() || ahead.at(",")) => {
                *self = ahead;
                Source::Nowhere(name)
            }
            _ => Source::Expression(self.value()),
        }
    }

    /// Reads an expression. One that is not of the simple kind, a block for one, is taken as it stands,
    /// and left to the compiler.
    fn value(&mut self) -> Value {
        let begin = *self;
        let is_read =
            self.expression().is_ok() && (self.is_empty() || self.at(",") || self.at_key(&KEYS));
        if is_read {
            return Value { tokens: self.since(begin), is_read };
        }
        *self = begin;
        self.skip_value();
        Value { tokens: self.unread_since(begin), is_read }
    }

    /// Steps over a value that could not be read, up to the next `, key =` or the last comma.
    pub(super) fn skip_value(&mut self) {
        loop {
            let mut ahead = *self;
            if ahead.take(",") && (ahead.is_empty() || ahead.at_key(&[])) || !self.any() {
                return;
            }
        }
    }

    /// Whether a key and its `=` stand here: one of `known`, or any if that is empty.
    fn at_key(mut self, known: &[&str]) -> bool {
        self.word()
            .is_some_and(|name| self.at("=") && (known.is_empty() || is_one_of(&name, known)))
    }
}

fn known() -> String {
    list(&KEYS)
}

fn set<T>(slot: &mut Option<(Ident, T)>, name: Ident, value: T, errors: &mut Errors) {
    if slot.is_some() {
        errors.report(&name, &format!("`{name}` is given twice\nhelp: remove one of the two"));
    } else {
        *slot = Some((name, value));
    }
}
