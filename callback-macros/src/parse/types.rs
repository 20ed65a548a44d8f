//! Types, as Rust has them.

use proc_macro2::Delimiter;

use super::reader::Reader;
use crate::errors::Result;
use crate::shape;
use crate::syntax::{Shape, Type};

impl Reader<'_> {
    pub(super) fn ty(&mut self) -> Result<Type> {
        self.ty_with(true)
    }

    /// Reads a type where no `+` can belong to it.
    pub(super) fn ty_without_plus(&mut self) -> Result<Type> {
        self.ty_with(false)
    }

    fn ty_with(&mut self, plus: bool) -> Result<Type> {
        let begin = *self;
        let shape = self.shape(plus)?;
        Ok(Type { tokens: self.since(begin), shape })
    }

    /// Reads the type that is all there is.
    fn whole_ty(mut self) -> Result<Type> {
        let ty = self.ty()?;
        self.end()?;
        Ok(ty)
    }

    fn shape(&mut self, plus: bool) -> Result<Shape> {
        if let Some(inside) = self.group(Delimiter::None) {
            return self.fragment(inside.whole_ty()?);
        }
        if let Some(inside) = self.group(Delimiter::Parenthesis) {
            return self.parenthesized(inside, plus);
        }
        if let Some(inside) = self.group(Delimiter::Bracket) {
            return inside.bracketed();
        }
        if self.take("&") {
            let elided = match self.lifetime() {
                Some(name) => name == "_",
                None => true,
            };
            let mutable = self.take("mut");
            return Ok(Shape::Reference {
                elided,
                mutable,
                target: Box::new(self.ty_without_plus()?),
            });
        }
        if self.take("*") {
            let mutable = self.take("mut");
            if !mutable && !self.take("const") {
                return Err(self.error("expected `const` or `mut`"));
            }
            return Ok(Shape::Pointer { mutable, target: Box::new(self.ty_without_plus()?) });
        }
        if self.take("!") {
            return Ok(Shape::Never);
        }
        if self.take("_") {
            return Ok(Shape::Other);
        }
        self.shape_of_words(plus)
    }

    /// Reads a type that begins with a keyword or a name.
    fn shape_of_words(&mut self, plus: bool) -> Result<Shape> {
        let begin = *self;
        let mut ahead = *self;
        if ahead.lifetime().is_some() {
            return Ok(Shape::Object(None, self.trait_bounds(begin, plus)?));
        }
        ahead.lifetimes()?;
        if ahead.at("fn") || ahead.at("unsafe") || ahead.at("extern") {
            self.function()?;
            return Ok(Shape::Function);
        }
        let is_trait = self.at("for");
        *self = ahead;
        match ahead.word() {
            Some(word) if word == "dyn" && !is_trait => {
                *self = ahead;
                Ok(Shape::Object(Some(word), self.trait_bounds(begin, plus)?))
            }
            Some(word) if word == "impl" && !is_trait => {
                *self = ahead;
                self.trait_bounds(begin, plus)?;
                Ok(Shape::Impl(word))
            }
            _ => self.named(plus, is_trait),
        }
    }

    /// Reads what stands behind a type that a macro by example has put in: `$ty::Name`, `$path<T>`.
    fn fragment(&mut self, ty: Type) -> Result<Shape> {
        match ty.shape {
            Shape::Path(mut path) if self.at("<") || self.at("::") => {
                path.arguments = self.arguments(false)?;
                self.more_segments(&mut path, false)?;
                Ok(Shape::Path(path))
            }
            _ if self.take("::") => {
                self.path()?;
                Ok(Shape::Opaque)
            }
            _ => Ok(Shape::Paren(Box::new(ty))),
        }
    }

    fn parenthesized(&mut self, mut inside: Self, plus: bool) -> Result<Shape> {
        if inside.is_empty() {
            return Ok(Shape::Unit);
        }
        let first = inside.ty()?;
        if !inside.is_empty() {
            while inside.take(",") && !inside.is_empty() {
                inside.ty()?;
            }
            inside.expect_end_of_list()?;
            return Ok(Shape::Other);
        }
        if plus && matches!(first.shape, Shape::Path(_)) && self.take("+") {
            self.more_bounds(&mut Vec::new())?;
            return Ok(Shape::Object(None, Vec::new()));
        }
        Ok(Shape::Paren(Box::new(first)))
    }

    /// Reads what is inside of `[T]` or `[T; 3]`.
    fn bracketed(mut self) -> Result<Shape> {
        let element = self.ty()?;
        if self.take(";") {
            self.length()?;
            self.end()?;
            return Ok(Shape::Other);
        }
        self.end()?;
        Ok(Shape::Slice(Box::new(element)))
    }

    pub(super) fn expect_end_of_list(self) -> Result<()> {
        if self.is_empty() { Ok(()) } else { Err(self.error("expected `,`")) }
    }

    /// Reads what begins with a name. Behind a `for<..>`, that of a trait.
    fn named(&mut self, plus: bool, is_trait: bool) -> Result<Shape> {
        if !is_trait && self.at("<") {
            self.qualified(false)?;
            return Ok(Shape::Opaque);
        }
        let mut ahead = *self;
        if !self.at("::") && ahead.word().is_none() {
            return Err(self.error("expected a type"));
        }
        let path = self.path()?;
        if !is_trait && self.macro_call(&path)? {
            return Ok(Shape::Opaque);
        }
        if plus && self.take("+") {
            self.more_bounds(&mut Vec::new())?;
        } else if !is_trait {
            return Ok(Shape::Path(path));
        }
        Ok(Shape::Object(None, Vec::new()))
    }

    /// Reads types with commas between them, to the end.
    pub(super) fn types(mut self) -> Result<Vec<Type>> {
        let mut types = Vec::new();
        while !self.is_empty() {
            types.push(self.ty()?);
            if !self.take(",") {
                self.expect_end_of_list()?;
            }
        }
        Ok(types)
    }

    /// Reads `-> R`, if it stands here; `-> ()` says no more than nothing does.
    pub(super) fn output(&mut self) -> Result<Option<Type>> {
        if !self.take("->") {
            return Ok(None);
        }
        let ty = self.ty_without_plus()?;
        Ok(if shape::is_unit(&ty) { None } else { Some(ty) })
    }
}
