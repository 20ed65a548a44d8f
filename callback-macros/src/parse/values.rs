//! Expressions: as much of their grammar as to see where most of them end.

use proc_macro2::Delimiter;

use super::reader::Reader;
use crate::errors::Result;

/// The operators with two operands, longer ones first.
const OPERATORS: [&str; 28] = [
    "<<=", ">>=", "&&", "||", "<<", ">>", "+=", "-=", "*=", "/=", "%=", "^=", "&=", "|=", "==",
    "<=", "!=", ">=", "+", "-", "*", "/", "%", "^", "&", "|", "<", ">",
];

impl Reader<'_> {
    /// Reads an expression without blocks, closures and ranges: what can be said in a few words.
    pub(super) fn expression(&mut self) -> Result<()> {
        let mut compared = false;
        self.operand()?;
        loop {
            if self.take("as") {
                self.ty_without_plus()?;
            } else if let Some(operator) = self.operator() {
                match operator {
                    "==" | "<" | "<=" | "!=" | ">" | ">=" if compared => {
                        return Err(self.error("comparison operators cannot be chained"));
                    }
                    "==" | "<" | "<=" | "!=" | ">" | ">=" => compared = true,
                    "+" | "-" | "*" | "/" | "%" | "^" | "&" | "|" | "<<" | ">>" => {}
                    _ => compared = false,
                }
                self.operand()?;
            } else {
                return Ok(());
            }
        }
    }

    fn operator(&mut self) -> Option<&'static str> {
        if self.at("<-") || self.at("=>") {
            return None;
        }
        OPERATORS.iter().find(|operator| self.take(operator)).copied()
    }

    /// Reads what stands on one side of an operator.
    fn operand(&mut self) -> Result<()> {
        while !self.at_fragment() {
            if self.take("&") {
                self.take("mut");
            } else if !self.take("*") && !self.take("!") && !self.take("-") {
                break;
            }
        }
        self.atom()?;
        loop {
            if let Some(inside) = self.group(Delimiter::Parenthesis) {
                inside.expressions()?;
            } else if let Some(mut inside) = self.group(Delimiter::Bracket) {
                inside.expression()?;
                inside.end()?;
            } else if self.at(".") && !self.at("..") {
                self.take(".");
                self.member()?;
            } else {
                return Ok(());
            }
        }
    }

    /// Reads what stands behind a `.`: `name`, `name::<T>(..)`, `0` or `0.1`.
    fn member(&mut self) -> Result<()> {
        let begin = *self;
        if let Some(number) = self.literal() {
            let number = number.to_string();
            let is_index = number.chars().all(|c| c.is_ascii_digit() || c == '.');
            return if is_index && !number.ends_with('.') {
                Ok(())
            } else {
                Err(begin.error("expected a field"))
            };
        }
        self.name()?;
        if !self.at("::") {
            return Ok(());
        }
        self.arguments(true)?;
        match self.group(Delimiter::Parenthesis) {
            Some(inside) => inside.expressions(),
            None => Err(self.error("expected parentheses")),
        }
    }

    fn at_fragment(mut self) -> bool {
        self.group(Delimiter::None).is_some()
    }

    fn atom(&mut self) -> Result<()> {
        if let Some(mut inside) = self.group(Delimiter::None) {
            inside.expression()?;
            return inside.end();
        }
        if let Some(inside) = self.group(Delimiter::Parenthesis) {
            return inside.expressions();
        }
        if self.literal().is_some() || self.take("true") || self.take("false") {
            return Ok(());
        }
        if self.at("<") {
            self.qualified(true)?;
        } else {
            let path = self.path_of_value()?;
            if self.macro_call(&path)? {
                return Ok(());
            }
        }
        match self.group(Delimiter::Brace) {
            Some(inside) => inside.fields(),
            None => Ok(()),
        }
    }

    /// Reads expressions with commas between them, to the end.
    fn expressions(mut self) -> Result<()> {
        while !self.is_empty() {
            self.expression()?;
            if !self.take(",") {
                return self.end();
            }
        }
        Ok(())
    }

    /// Reads the fields of a struct, to the end.
    fn fields(mut self) -> Result<()> {
        while !self.is_empty() {
            if self.take("..") {
                self.expression()?;
                return self.end();
            }
            self.name()?;
            if self.take(":") {
                self.expression()?;
            }
            if !self.take(",") {
                return self.end();
            }
        }
        Ok(())
    }
}
