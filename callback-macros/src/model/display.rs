//! Formats tokens as people write them.

use proc_macro2::{Delimiter, Group, Ident, Punct, Spacing, TokenStream, TokenTree};
use quote::ToTokens;

use crate::names::is_one_of;

/// Formats tokens, such as those of a type, as people write them. Omits the path of C's types.
///
/// The compiler prints tokens with blanks that depend on its version, and on whether they come from a
/// file or from a macro.
pub(crate) fn display(tokens: impl ToTokens) -> String {
    Display::of(tokens.into_token_stream()).shown
}

/// The text so far.
struct Display {
    shown: String,
    last: Last,
}

/// The end of the text, which decides whether a blank follows.
#[derive(Clone, Copy)]
enum Last {
    /// The next token follows without a blank, as after `&`, `<` and `::`, or at the beginning.
    Clings,
    /// The text ends with a complete operand. A `::` or a `(` follows without a blank, and a `*` is an operator.
    Whole,
    /// A blank follows, as after a comma, an operator, or a keyword such as `mut`.
    Parts,
}

impl Display {
    fn of(tokens: TokenStream) -> Self {
        let mut display = Self { shown: String::new(), last: Last::Clings };
        display.all(tokens);
        display
    }

    fn all(&mut self, tokens: TokenStream) {
        let tokens: Vec<_> = tokens.into_iter().collect();
        let mut rest = tokens.as_slice();
        while let [token, after @ ..] = without_path(rest) {
            rest = after;
            match (token, after) {
                (TokenTree::Ident(name), _) => self.name(name),
                (TokenTree::Literal(literal), _) => {
                    self.separate(&literal.to_string(), Last::Whole);
                }
                (TokenTree::Group(group), _) => self.group(group),
                (TokenTree::Punct(quote), [TokenTree::Ident(name), after @ ..])
                    if quote.as_char() == '\'' =>
                {
                    self.separate(&format!("'{name}"), Last::Parts);
                    rest = after;
                }
                (TokenTree::Punct(first), [TokenTree::Punct(second), after @ ..])
                    if is_pair(first, second) =>
                {
                    self.operator(&format!("{}{}", first.as_char(), second.as_char()));
                    rest = after;
                }
                (TokenTree::Punct(punct), _) => self.operator(&punct.as_char().to_string()),
            }
        }
    }

    fn name(&mut self, name: &Ident) {
        let is_word = is_one_of(name, &WORDS);
        self.separate(&name.to_string(), if is_word { Last::Parts } else { Last::Whole });
    }

    fn operator(&mut self, operator: &str) {
        let is_after_a_whole = matches!(self.last, Last::Whole);
        match operator {
            "," | ";" | ":" => self.append(operator, Last::Parts),
            "." => self.append(operator, Last::Clings),
            ">" => self.append(operator, Last::Whole),
            "?" | "!" if is_after_a_whole => self.append(operator, Last::Whole),
            "::" | ".." | "<" if is_after_a_whole => self.append(operator, Last::Clings),
            "::" | ".." | "<" | "#" | "?" | "!" => self.separate(operator, Last::Clings),
            "&" | "&&" | "*" | "-" if !is_after_a_whole => self.separate(operator, Last::Clings),
            _ => self.separate(operator, Last::Parts),
        }
    }

    fn group(&mut self, group: &Group) {
        let (open, close) = match group.delimiter() {
            Delimiter::Parenthesis => ("(", ")"),
            Delimiter::Bracket => ("[", "]"),
            Delimiter::Brace => {
                self.separate("{", Last::Parts);
                self.all(group.stream());
                return self.separate("}", Last::Whole);
            }
            Delimiter::None => return self.all(group.stream()),
        };
        if matches!(self.last, Last::Whole) {
            self.append(open, Last::Clings);
        } else {
            self.separate(open, Last::Clings);
        }
        self.all(group.stream());
        self.append(close, Last::Whole);
    }

    /// Appends `text` after a blank, unless the next token follows without one.
    fn separate(&mut self, text: &str, last: Last) {
        if !matches!(self.last, Last::Clings) {
            self.shown.push(' ');
        }
        self.append(text, last);
    }

    fn append(&mut self, text: &str, last: Last) {
        self.shown.push_str(text);
        self.last = last;
    }
}

/// Returns whether two punctuation characters form one operator.
fn is_pair(first: &Punct, second: &Punct) -> bool {
    first.spacing() == Spacing::Joint
        && matches!(
            (first.as_char(), second.as_char()),
            (':', ':')
                | ('.', '.')
                | ('&', '&')
                | ('|', '|')
                | ('-' | '=', '>')
                | ('=' | '!' | '<' | '>', '=')
        )
}

/// Keywords that are followed by an operand, a type or a name.
const WORDS: [&str; 11] =
    ["as", "const", "dyn", "else", "if", "impl", "in", "match", "mut", "return", "where"];

/// Returns `tokens` without a leading `::core::ffi::` or `::core::primitive::`.
fn without_path(tokens: &[TokenTree]) -> &[TokenTree] {
    use TokenTree::{Ident, Punct};
    match tokens {
        [
            Punct(_),
            Punct(_),
            Ident(first),
            Punct(_),
            Punct(_),
            Ident(second),
            Punct(_),
            Punct(_),
            rest @ ..,
        ] if first == "core" && (second == "ffi" || second == "primitive") => rest,
        _ => tokens,
    }
}

#[cfg(test)]
mod tests {
    use super::display;

    #[test]
    fn tokens_are_shown_as_they_are_written() {
        for text in [
            "*const u8",
            "Option<&T>",
            "&mut [u8]",
            "a::b::C<D, E>",
            "<T as Trait>::Out",
            "*mut <T as Trait>::Out",
            "Vec<Vec<&'a mut T>>",
            "&'static [*const (A, B); 4]",
            "Option<unsafe extern \"C\" fn(i32, *mut c_void) -> (u8, u16)>",
            "Box<dyn for<'b> Fn(&'b T) -> &'b U + Send + 'a>",
            "impl Into<A> + ?Sized",
            "-1",
            "!0",
            "A | B",
            "a - b",
            "&a && *b",
            "-a * -b as usize",
            "f(&x, y.z)[0]",
            "m![1, 2]",
            "size_of::<T>()",
            "A { x: 1, ..b }",
            "unsafe { user_of(handle) }",
            "0..4",
        ] {
            let tokens: proc_macro2::TokenStream = text.parse().unwrap();
            assert_eq!(display(tokens), text);
        }
    }

    #[test]
    fn the_paths_of_what_everybody_knows_are_left_out() {
        for (text, shown) in [
            ("::core::ffi::c_int", "c_int"),
            ("*mut ::core::ffi::c_void", "*mut c_void"),
            ("Option<::core::primitive::u8>", "Option<u8>"),
            ("::core::cell::Cell<T>", "::core::cell::Cell<T>"),
        ] {
            let tokens: proc_macro2::TokenStream = text.parse().unwrap();
            assert_eq!(display(tokens), shown);
        }
    }
}
