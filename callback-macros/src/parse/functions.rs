//! The types of function pointers, of which a prototype is one.

use proc_macro2::Delimiter;

use super::reader::Reader;
use crate::errors::Result;
use crate::syntax::{Convention, Function, Parameter};

impl Reader<'_> {
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
        if self.take("extern") { Some(Convention { place, name: self.string() }) } else { None }
    }

    /// Reads one parameter of a function pointer, or the `...` behind all others.
    fn parameter(&mut self, function: &mut Function) -> Result<()> {
        for attribute in self.attributes()? {
            function.attrs.push(attribute.tokens);
        }
        let mut ahead = *self;
        let mut name = None;
        if ahead.word().is_some() && ahead.at(":") && !ahead.at("::") {
            if !self.take("_") {
                name = Some(self.name()?);
            }
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
