//! Random changes to declarations.

use std::ops::Range;

use fastrand::Rng;
use proc_macro2::{Delimiter, Group, Ident, Literal, Punct, Spacing, Span, TokenStream, TokenTree};

use crate::tests::repository::Case;

/// Words that declarations consist of, and others.
const WORDS: &str = "
    break context continue crate err fallback matches ok slots none
    extern fn unsafe for type dyn impl as where const mut static self Self super move async let
    if else match loop return pub in enum struct _ r#type r#context
    FnMut FnOnce Fn Send Sync Sized ControlFlow Result Option Ordering Infallible
    T A F L E u8 i32 usize bool c_int c_void c_char CStr LPARAM str String Vec
    \"C\" \"system\" \"C-unwind\" \"stdcall\" \"Rust\" \"\" c\"C\" b'x' 'x' 0 1 -1 4096 4097 1.5 0x10u8
    99999999999999999999
    & * < > -> => = == , ; : :: . .. ... ? ! # $ + - | || && @ ~ / % ^
    'a '_ 'static () [] {} (()) [u8] [u8;4] {0} (u8,) fn() fn(u8)->u8 dyn+Fn() for<'a> #[cfg(a)] #[doc=\"\"]
    &T &'a+mut+T *const+T *mut+c_void &[T] Option<&T> <T+as+A>::B a::b::C Result<(),E> ControlFlow<E>
    context:*mut+c_void fallback=0, context=none, where+T:Copy -> extern\"C\"fn()
    import from load safe optional #[optional] #[scope] #[once] #[notified] #[register(unset=Ok(()))] #[forever]
    #[slot] #[out] #[c(c_int)] #[c(c_int=0)] #[context(each)] #[destroy(each)] #[link_name=\"a\"] _:() static+A:u8;
    safe+fn+a(); #[optional]fn+b(#[scope]each:A,context:usize)->Result<(),E>; from=a load=\"a\",as=A";

/// The maximum number of tokens, which is enough for two declarations.
const LIMIT: usize = 400;

/// Creates one case.
pub(super) struct Mutator<'a> {
    corpus: &'a [Case],
    random: Rng,
}

impl<'a> Mutator<'a> {
    pub(super) fn new(corpus: &'a [Case], seed: u64) -> Self {
        Self { corpus, random: Rng::with_seed(seed) }
    }

    /// Returns a declaration with some mutations, or, now and then, no declaration at all.
    pub(super) fn case(&mut self) -> Case {
        let mut case = self.any().clone();
        if self.random.u8(..) < 12 {
            case.arguments = self.words();
        }
        if self.random.u8(..) < 4 {
            case.item = self.words();
        }
        for _ in 0..self.random.u8(1..4) {
            if self.random.bool() {
                case.arguments = self.mutate(case.arguments);
            } else {
                case.item = self.mutate(case.item);
            }
        }
        case
    }

    fn any(&mut self) -> &'a Case {
        &self.corpus[self.random.usize(..self.corpus.len())]
    }

    fn word(&mut self) -> TokenStream {
        let words: Vec<&str> = WORDS.split_whitespace().collect();
        // A lifetime lexes as one word, and so does text with a `+` in place of each blank.
        let word = self.random.choice(words).unwrap_or_default().replace('+', " ");
        word.parse().unwrap_or_else(|_| [self.punct()].into_iter().collect())
    }

    fn words(&mut self) -> TokenStream {
        (0..self.random.u8(0..20)).map(|_| self.word()).collect()
    }

    fn punct(&mut self) -> TokenTree {
        let mark = char::from(self.random.choice(*b"+,'$#:=;.<>").unwrap_or(b','));
        let spacing = if self.random.bool() { Spacing::Joint } else { Spacing::Alone };
        Punct::new(mark, spacing).into()
    }

    /// Makes one mutation, here or in a group inside.
    fn mutate(&mut self, stream: TokenStream) -> TokenStream {
        let mut tokens: Vec<TokenTree> = stream.into_iter().collect();
        let is_group = |at: &usize| matches!(&tokens[*at], TokenTree::Group(_));
        let groups: Vec<usize> = (0..tokens.len()).filter(is_group).collect();
        match self.random.choice(groups).filter(|_| self.random.u8(..) < 150) {
            Some(at) => {
                if let TokenTree::Group(group) = &tokens[at] {
                    tokens[at] = Group::new(group.delimiter(), self.mutate(group.stream())).into();
                }
            }
            None => self.mutate_here(&mut tokens),
        }
        tokens.truncate(LIMIT);
        tokens.into_iter().collect()
    }

    /// Returns a range of positions, often of one token.
    fn range(&mut self, length: usize) -> Range<usize> {
        let begin = self.random.usize(..=length);
        let most = if self.random.bool() { 1 } else { 6 };
        begin..self.random.usize(begin..=length.min(begin + most))
    }

    fn mutate_here(&mut self, tokens: &mut Vec<TokenTree>) {
        let range = self.range(tokens.len());
        let begin = range.start;
        match self.random.u8(0..10) {
            0 | 1 => drop(tokens.drain(range)),
            2 => {
                let copy = tokens[range].to_vec();
                tokens.splice(begin..begin, copy);
            }
            3 if tokens.len() > 1 => {
                let [one, other] = [(); 2].map(|()| self.random.usize(..tokens.len()));
                tokens.swap(one, other);
            }
            4 => {
                let word = self.word();
                tokens.splice(range, word);
            }
            5 => {
                let word = self.word();
                tokens.splice(begin..begin, word);
            }
            6 => {
                let other = self.any();
                let other = if self.random.bool() { &other.arguments } else { &other.item };
                let other: Vec<TokenTree> = other.clone().into_iter().collect();
                let part = self.range(other.len());
                tokens.splice(range, other[part].to_vec());
            }
            7 => {
                let inside: TokenStream = tokens[range.clone()].iter().cloned().collect();
                let group = Group::new(self.delimiter(), inside);
                tokens.splice(range, [TokenTree::from(group)]);
            }
            8 => self.replace(tokens),
            _ => tokens.insert(begin, self.punct()),
        }
    }

    fn delimiter(&mut self) -> Delimiter {
        // A macro by example turns a `$ty` or `$expr` into a group without delimiters.
        let all = [Delimiter::Parenthesis, Delimiter::Bracket, Delimiter::Brace, Delimiter::None];
        self.random.choice(all).unwrap_or(Delimiter::None)
    }

    /// Replaces one token by another of the same kind, or removes the delimiters of a group.
    fn replace(&mut self, tokens: &mut Vec<TokenTree>) {
        if tokens.is_empty() {
            return;
        }
        let at = self.random.usize(..tokens.len());
        let new: TokenTree = match &tokens[at] {
            TokenTree::Group(group) if self.random.bool() => {
                let inside = group.stream();
                tokens.splice(at..=at, inside);
                return;
            }
            TokenTree::Group(group) => Group::new(self.delimiter(), group.stream()).into(),
            TokenTree::Ident(_) => {
                let all = ["context", "T", "fn", "FnMut", "FnOnce", "bool", "Send", "_", "größe"];
                Ident::new(self.random.choice(all).unwrap_or("T"), Span::call_site()).into()
            }
            TokenTree::Punct(_) => self.punct(),
            TokenTree::Literal(_) => match self.random.u8(0..4) {
                0 => Literal::string("C").into(),
                1 => Literal::u64_unsuffixed(self.random.u64(..)).into(),
                2 => Literal::i8_suffixed(-1).into(),
                _ => Literal::character('"').into(),
            },
        };
        tokens[at] = new;
    }
}

/// Returns each stream that has one token less, whole groups first.
pub(super) fn without_one(stream: &TokenStream) -> impl Iterator<Item = TokenStream> {
    let tokens: Vec<TokenTree> = stream.clone().into_iter().collect();
    let mut all = Vec::new();
    for at in 0..tokens.len() {
        let but_one = tokens.iter().enumerate().filter(|(place, _)| *place != at);
        all.push(but_one.map(|(_, token)| token.clone()).collect());
        if let TokenTree::Group(group) = &tokens[at] {
            for inside in without_one(&group.stream()).collect::<Vec<_>>() {
                let mut tokens = tokens.clone();
                tokens[at] = Group::new(group.delimiter(), inside).into();
                all.push(tokens.into_iter().collect());
            }
        }
    }
    all.into_iter()
}
