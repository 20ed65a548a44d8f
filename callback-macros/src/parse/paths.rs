//! Paths, and the arguments of their names.

use proc_macro2::{Delimiter, Ident};

use super::reader::Reader;
use crate::errors::Result;
use crate::names::is_one_of;
use crate::syntax::{Path, PathArguments, Shape, Type};

impl Reader<'_> {
    /// Reads a path, up to the parentheses that a `Fn` may have.
    pub(super) fn path(&mut self) -> Result<Path> {
        self.path_with(false)
    }

    /// Reads a path that stands in an expression, where arguments have a `::` in front.
    pub(super) fn path_of_value(&mut self) -> Result<Path> {
        self.path_with(true)
    }

    fn path_with(&mut self, is_value: bool) -> Result<Path> {
        let begin = *self;
        let single = !self.take("::");
        let (last, arguments) = self.segment(is_value)?;
        let mut path = Path { tokens: self.since(begin), last, single, arguments };
        if self.more_segments(&mut path, is_value)? {
            path.tokens = self.since(begin);
        }
        Ok(path)
    }

    /// Reads the rest of a path, if there is more of it.
    pub(super) fn more_segments(&mut self, path: &mut Path, is_value: bool) -> Result<bool> {
        let mut any = false;
        while self.at("::") {
            let mut ahead = *self;
            ahead.take("::");
            if ahead.group(Delimiter::Parenthesis).is_some() {
                break;
            }
            self.take("::");
            (path.last, path.arguments) = self.segment(is_value)?;
            path.single = false;
            any = true;
        }
        Ok(any)
    }

    fn segment(&mut self, is_value: bool) -> Result<(Ident, PathArguments)> {
        let takes_none = self.at("self") || self.at("super") || self.at("crate");
        let name = self.path_name()?;
        Ok((name, if takes_none { PathArguments::None } else { self.arguments(is_value)? }))
    }

    fn path_name(&mut self) -> Result<Ident> {
        let mut ahead = *self;
        match ahead.word() {
            Some(word) if is_one_of(&word, &["self", "super", "crate", "Self"]) => {
                *self = ahead;
                Ok(word)
            }
            _ => self.name(),
        }
    }

    /// Reads a path without arguments: its last name, and whether it is the only one.
    pub(super) fn plain_path(&mut self) -> Result<(Ident, bool)> {
        let mut single = !self.take("::");
        let mut name = self.path_name()?;
        while self.take("::") {
            name = self.path_name()?;
            single = false;
        }
        Ok((name, single))
    }

    /// Reads `<T, ..>`, if it stands here.
    pub(super) fn arguments(&mut self, is_value: bool) -> Result<PathArguments> {
        let mut ahead = *self;
        let has_colons = ahead.take("::");
        let is_operator = ahead.at("<=") || ahead.at("<<=");
        if !ahead.at("<") || !has_colons && (is_value || is_operator) {
            return Ok(PathArguments::None);
        }
        ahead.take("<");
        *self = ahead;
        let (mut first, mut count) = (None, 0);
        while !self.take(">") {
            let argument = self.argument()?;
            if count == 0 {
                first = argument.map(Box::new);
            }
            count += 1;
            if !self.at(">") {
                self.expect(",")?;
            }
        }
        Ok(PathArguments::Angle(first, count))
    }

    /// Reads one argument, which may be a type.
    fn argument(&mut self) -> Result<Option<Type>> {
        let mut ahead = *self;
        if ahead.lifetime().is_some() && !ahead.at("+") {
            *self = ahead;
            return Ok(None);
        }
        if self.constant_argument()? {
            return Ok(None);
        }
        let ty = self.ty()?;
        let names_item = matches!(&ty.shape, Shape::Path(path) if path.single);
        if names_item && self.take("=") {
            if !self.constant_argument()? {
                self.ty()?;
            }
            return Ok(None);
        }
        if names_item && self.at(":") && !self.at("::") {
            self.take(":");
            self.more_bounds(&mut Vec::new())?;
            return Ok(None);
        }
        Ok(Some(ty))
    }

    /// Reads a literal or a block, if one stands here.
    pub(super) fn constant_argument(&mut self) -> Result<bool> {
        let mut ahead = *self;
        let negative = ahead.take("-");
        if ahead.literal().is_some() || !negative && (ahead.take("true") || ahead.take("false")) {
            *self = ahead;
            return Ok(true);
        }
        self.block()
    }

    /// Reads `{ value }`, if it stands here.
    fn block(&mut self) -> Result<bool> {
        let Some(mut inside) = self.group(Delimiter::Brace) else { return Ok(false) };
        inside.expression()?;
        inside.end()?;
        Ok(true)
    }

    /// Reads the length of an array.
    pub(super) fn length(&mut self) -> Result<()> {
        if self.block()? { Ok(()) } else { self.expression() }
    }

    /// Reads `<T as Trait>::Name`.
    pub(super) fn qualified(&mut self, is_value: bool) -> Result<()> {
        self.expect("<")?;
        self.ty()?;
        if self.take("as") {
            self.path()?;
        }
        self.expect(">")?;
        self.expect("::")?;
        self.segment(is_value)?;
        while self.take("::") {
            self.segment(is_value)?;
        }
        Ok(())
    }

    /// Reads the rest of `name!(..)`, if that is what `path` begins.
    pub(super) fn macro_call(&mut self, path: &Path) -> Result<bool> {
        if !self.at("!") || self.at("!=") || !path.tokens.are_names() {
            return Ok(false);
        }
        self.take("!");
        if self.any_group() { Ok(true) } else { Err(self.error("expected a delimiter")) }
    }
}
