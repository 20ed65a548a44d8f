//! Types, as Rust has them.

use proc_macro2::Delimiter;
use syn::Result;

use super::reader::Reader;
use crate::errors::fault;
use crate::syntax::{
    Bound, Convention, Function, Lifetimes, Parameter, PathArguments, Shape, Signature, TraitBound,
    Type,
};

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
    fn whole_ty(mut self) -> Result<Box<Type>> {
        let ty = self.ty()?;
        self.end()?;
        Ok(Box::new(ty))
    }

    fn shape(&mut self, plus: bool) -> Result<Shape> {
        let begin = *self;
        if let Some(inside) = self.group(Delimiter::None) {
            return self.fragment(*inside.whole_ty()?);
        }
        if let Some(inside) = self.group(Delimiter::Parenthesis) {
            return self.parenthesized(inside, plus);
        }
        if let Some(mut inside) = self.group(Delimiter::Bracket) {
            let element = Box::new(inside.ty()?);
            if inside.take(";") {
                inside.length()?;
                inside.end()?;
                return Ok(Shape::Other);
            }
            inside.end()?;
            return Ok(Shape::Slice(element));
        }
        if self.take("&") {
            self.lifetime();
            let mutable = self.take("mut");
            return Ok(Shape::Reference { mutable, target: Box::new(self.ty_without_plus()?) });
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
        let mut ahead = *self;
        match ahead.word() {
            Some(word) if word == "_" => {
                *self = ahead;
                Ok(Shape::Other)
            }
            Some(word) if word == "dyn" => {
                *self = ahead;
                Ok(Shape::Object(Some(word), self.trait_bounds(begin, plus)?))
            }
            Some(word) if word == "impl" => {
                *self = ahead;
                self.trait_bounds(begin, plus)?;
                Ok(Shape::Impl(word))
            }
            Some(word) if word == "fn" || word == "unsafe" || word == "extern" => {
                self.function()?;
                Ok(Shape::Function)
            }
            Some(word) if word == "for" => {
                ahead = *self;
                ahead.lifetimes()?;
                if ahead.at("fn") || ahead.at("unsafe") || ahead.at("extern") {
                    self.function()?;
                    return Ok(Shape::Function);
                }
                *self = ahead;
                self.named(plus, true)
            }
            None if ahead.lifetime().is_some() => {
                Ok(Shape::Object(None, self.trait_bounds(begin, plus)?))
            }
            _ => self.named(plus, false),
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

    fn expect_end_of_list(self) -> Result<()> {
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
        if self.macro_call(&path)? {
            return Ok(Shape::Opaque);
        }
        if plus && self.take("+") {
            self.more_bounds(&mut Vec::new())?;
        } else if !is_trait {
            return Ok(Shape::Path(path));
        }
        Ok(Shape::Object(None, Vec::new()))
    }

    /// Reads `A + 'b`, among which there is a trait.
    fn trait_bounds(&mut self, begin: Self, plus: bool) -> Result<Vec<Bound>> {
        let mut bounds = vec![self.bound()?];
        if plus && self.take("+") {
            self.more_bounds(&mut bounds)?;
        }
        if bounds.iter().any(|bound| bound.trait_.is_some()) {
            return Ok(bounds);
        }
        Err(fault(&self.since(begin), "at least one trait is required for an object type"))
    }

    /// Reads the bounds behind a `:` or a `+`, if there are any.
    pub(super) fn more_bounds(&mut self, bounds: &mut Vec<Bound>) -> Result<()> {
        while self.at_bound() {
            bounds.push(self.bound()?);
            if !self.take("+") {
                break;
            }
        }
        Ok(())
    }

    fn at_bound(mut self) -> bool {
        self.at("?")
            || self.at("::")
            || self.word().is_some()
            || self.lifetime().is_some()
            || self.group(Delimiter::Parenthesis).is_some()
    }

    fn bound(&mut self) -> Result<Bound> {
        let begin = *self;
        let trait_ = if self.lifetime().is_some() {
            None
        } else if let Some(mut inside) = self.group(Delimiter::Parenthesis) {
            let bound = inside.trait_bound()?;
            inside.end()?;
            Some(bound)
        } else {
            Some(self.trait_bound()?)
        };
        Ok(Bound { tokens: self.since(begin), trait_ })
    }

    fn trait_bound(&mut self) -> Result<TraitBound> {
        let lifetimes = self.lifetimes()?;
        let begin = *self;
        let maybe = self.take("?");
        if maybe && (lifetimes.is_some() || self.at("for")) {
            return Err(begin.error("a `?` and a `for<..>` cannot stand together"));
        }
        let path = self.path()?;
        let mut ahead = *self;
        ahead.take("::");
        let paren = ahead.span();
        let mut signature = None;
        if matches!(path.arguments, PathArguments::None) {
            if let Some(inside) = ahead.group(Delimiter::Parenthesis) {
                *self = ahead;
                let inputs = inside.types()?;
                signature = Some(Signature { paren, inputs, output: self.output()? });
            }
        }
        Ok(TraitBound { lifetimes, maybe, path, signature })
    }

    /// Reads types with commas between them, to the end.
    fn types(mut self) -> Result<Vec<Type>> {
        let mut types = Vec::new();
        while !self.is_empty() {
            types.push(self.ty()?);
            if !self.take(",") {
                self.expect_end_of_list()?;
            }
        }
        Ok(types)
    }

    /// Reads `-> R`, if it stands here.
    fn output(&mut self) -> Result<Option<Type>> {
        if self.take("->") { self.ty_without_plus().map(Some) } else { Ok(None) }
    }

    /// Reads `for<'a, 'b>`, if it stands here.
    pub(super) fn lifetimes(&mut self) -> Result<Option<Lifetimes>> {
        let begin = *self;
        if !self.take("for") {
            return Ok(None);
        }
        self.expect("<")?;
        let mut names = Vec::new();
        while !self.take(">") {
            let Some(name) = self.lifetime() else {
                return Err(self.error("expected a lifetime"));
            };
            names.push(name.to_string());
            if self.take(":") {
                self.lifetime_bounds();
            }
            if !self.at(">") {
                self.expect(",")?;
            }
        }
        Ok(Some(Lifetimes { tokens: self.since(begin), names }))
    }

    /// Reads `'a + 'b`, if it stands here.
    pub(super) fn lifetime_bounds(&mut self) {
        while self.lifetime().is_some() && self.take("+") {}
    }

    pub(super) fn function(&mut self) -> Result<Function> {
        let lifetimes = self.lifetimes()?;
        self.take("unsafe");
        let convention = self.convention();
        let place = self.span();
        self.expect("fn")?;
        let Some(mut inside) = self.group(Delimiter::Parenthesis) else {
            return Err(self.error("expected parentheses"));
        };
        let mut function = Function {
            lifetimes,
            convention,
            place,
            attrs: Vec::new(),
            inputs: Vec::new(),
            variadic: None,
            output: None,
        };
        while !inside.is_empty() && function.variadic.is_none() {
            inside.parameter(&mut function)?;
            if !inside.take(",") {
                inside.expect_end_of_list()?;
            }
        }
        inside.expect_end_of_list()?;
        function.output = self.output()?;
        Ok(function)
    }

    /// Reads `extern "C"`, if it stands here.
    pub(super) fn convention(&mut self) -> Option<Convention> {
        let place = self.span();
        self.take("extern").then(|| Convention { place, name: self.string() })
    }

    /// Reads one parameter of a function pointer, or the `...` behind all others.
    fn parameter(&mut self, function: &mut Function) -> Result<()> {
        for attribute in self.attributes()? {
            function.attrs.push(attribute.tokens);
        }
        let mut ahead = *self;
        let mut name = ahead.word().filter(|_| ahead.at(":") && !ahead.at("::"));
        if name.is_some() {
            name = if self.take("_") { None } else { Some(self.name()?) };
            self.expect(":")?;
        }
        let begin = *self;
        if self.take("...") {
            function.variadic = Some(self.since(begin));
            return Ok(());
        }
        let ty = self.ty()?;
        function.inputs.push(Parameter { name, ty });
        Ok(())
    }
}
