//! Attributes and visibilities.

use proc_macro2::Delimiter;

use super::reader::Reader;
use crate::errors::Result;
use crate::syntax::Attribute;
use crate::tokens::Tokens;

impl Reader<'_> {
    /// Reads all attributes that stand here.
    pub(super) fn attributes(&mut self) -> Result<Vec<Attribute>> {
        let mut attributes = Vec::new();
        while self.at("#") {
            attributes.push(self.attribute()?);
        }
        Ok(attributes)
    }

    fn attribute(&mut self) -> Result<Attribute> {
        let begin = *self;
        self.expect("#")?;
        let Some(mut inside) = self.group(Delimiter::Bracket) else {
            return Err(self.error("expected square brackets"));
        };
        let tokens = self.since(begin);
        let mut ahead = inside;
        let (name, single) = match ahead.word() {
            Some(word) if word == "unsafe" => {
                inside = ahead;
                (word, true)
            }
            _ => inside.plain_path()?,
        };
        if inside.take("=") {
            inside.expression()?;
        } else {
            inside.any_group();
        }
        inside.end()?;
        Ok(Attribute { tokens, name, single })
    }

    /// Reads a visibility, if one stands here.
    pub(super) fn visibility(&mut self) -> Result<Tokens> {
        let begin = *self;
        let mut ahead = *self;
        if ahead.group(Delimiter::None).is_some_and(Self::is_empty) {
            // What a macro by example makes of a `$vis` that is nothing.
            *self = ahead;
            return Ok(Tokens::default());
        }
        if self.take("pub") {
            let mut ahead = *self;
            if let Some(mut inside) = ahead.group(Delimiter::Parenthesis) {
                if inside.take("in") {
                    inside.plain_path()?;
                    inside.end()?;
                    *self = ahead;
                } else if inside.take("crate") || inside.take("self") || inside.take("super") {
                    inside.end()?;
                    *self = ahead;
                }
            }
        }
        Ok(self.since(begin))
    }
}
