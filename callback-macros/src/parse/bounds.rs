//! What is asked of a type: `A + for<'a> B<'a> + 'c`.

use proc_macro2::Delimiter;

use super::reader::Reader;
use crate::errors::{Error, Result};
use crate::syntax::{Bound, Lifetimes, PathArguments, Signature, TraitBound};

impl Reader<'_> {
    /// Reads `A + 'b`, among which there is a trait.
    pub(super) fn trait_bounds(&mut self, begin: Self, plus: bool) -> Result<Vec<Bound>> {
        let mut bounds = vec![self.bound()?];
        if plus && self.take("+") {
            self.more_bounds(&mut bounds)?;
        }
        for bound in &bounds {
            if bound.trait_.is_some() {
                return Ok(bounds);
            }
        }
        Err(Error::at(&self.since(begin), "at least one trait is required for an object type"))
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
}
