//! The parameters of the alias, and what is asked of them.

use super::reader::Reader;
use crate::errors::Result;
use crate::syntax::{Generic, GenericParameter, Generics};
use crate::tokens::Tokens;

impl Reader<'_> {
    /// Reads `<'a, T: Clone>`, if it stands here.
    pub(super) fn generics(&mut self) -> Result<Generics> {
        let mut generics = Generics::default();
        if !self.take("<") {
            return Ok(generics);
        }
        let mut lifetimes = 0;
        while !self.take(">") {
            let parameter = self.generic_parameter()?;
            if parameter.kind == Generic::Lifetime {
                generics.parameters.insert(lifetimes, parameter);
                lifetimes += 1;
            } else {
                generics.parameters.push(parameter);
            }
            if !self.at(">") {
                self.expect(",")?;
            }
        }
        Ok(generics)
    }

    fn generic_parameter(&mut self) -> Result<GenericParameter> {
        let begin = *self;
        self.attributes()?;
        let mut place = *self;
        if let Some(name) = self.lifetime() {
            let named = self.since(place);
            if self.take(":") {
                self.lifetime_bounds();
            }
            let declared = self.since(begin);
            let kind = Generic::Lifetime;
            return Ok(GenericParameter {
                kind,
                name,
                named,
                declared,
                default: Tokens::default(),
            });
        }
        let kind = if self.take("const") { Generic::Const } else { Generic::Type };
        if self.at("_") {
            return Err(self.error("a parameter of the alias has a name"));
        }
        place = *self;
        let name = self.name()?;
        let named = self.since(place);
        if kind == Generic::Const {
            self.expect(":")?;
            self.ty()?;
        } else if self.take(":") {
            self.more_bounds(&mut Vec::new())?;
        }
        let declared = self.since(begin);
        place = *self;
        if self.take("=") {
            if kind == Generic::Type {
                self.ty()?;
            } else if !self.constant_argument()? {
                self.name()?;
            }
        }
        Ok(GenericParameter { kind, name, named, declared, default: self.since(place) })
    }

    /// Reads `where ..`, if it stands here.
    pub(super) fn predicates(&mut self, predicates: &mut Vec<Tokens>) -> Result<()> {
        if !self.take("where") {
            return Ok(());
        }
        while !self.is_empty() && !self.at("=") && !self.at(";") {
            let begin = *self;
            let mut ahead = *self;
            if ahead.lifetime().is_some() && ahead.take(":") {
                *self = ahead;
                self.lifetime_bounds();
            } else {
                self.lifetimes()?;
                self.ty()?;
                self.expect(":")?;
                self.more_bounds(&mut Vec::new())?;
            }
            predicates.push(self.since(begin));
            if !self.take(",") {
                break;
            }
        }
        Ok(())
    }
}
