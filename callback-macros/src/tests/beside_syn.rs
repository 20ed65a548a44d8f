//! The grammars of types and of values, held against those of syn with all its features: what the one
//! accepts, the other does. Of values ours reads less: what it does not know is left to the compiler.

use fastrand::Rng;
use proc_macro2::{Delimiter, Group, TokenStream, TokenTree};

/// How many types there are.
const CASES: u64 = 20_000;

/// A type, or what stands for one.
fn ty(random: &mut Rng, depth: usize) -> String {
    const NAMES: &str = "u8 T c_int CStr Self crate::A ::core::ffi::c_void a::b::C () ! _";
    const LENGTHS: &str = "4 N {N+1} 2*N size_of::<u8>() a::B (3) -1";
    const ARGUMENTS: &str = "3 -3 {N} true 'x' \"s\" '_ 'static B=u8 B:Copy B<T>=u8 B:'a+C<T>";
    let leaf = |random: &mut Rng| one_of(random, NAMES).to_owned();
    if depth == 0 {
        return leaf(random);
    }
    let mut inner = || ty(random, depth - 1);
    let (one, two) = (inner(), inner());
    match random.u8(..30) {
        0..4 => leaf(random),
        4 => format!("&{one}"),
        5 => format!("&'a mut {one}"),
        6 => format!("&&{one}"),
        7 => format!("*const {one}"),
        8 => format!("*mut *const {one}"),
        9 => format!("({one})"),
        10 => format!("({one}, {two})"),
        11 => format!("({one},)"),
        12 => format!("[{one}]"),
        13 => format!("[{one}; {}]", one_of(random, LENGTHS)),
        14 => format!("Option<{one}>"),
        15 => format!("a::B<'a, {one}, {two}>"),
        16 => format!("A<{one}>::B<{two}>"),
        17 => format!("A::<{one}, {}>", one_of(random, ARGUMENTS)),
        18 => format!("<{one} as A<{two}>>::B"),
        19 => format!("<{one}>::B::<{two}>"),
        20 => format!("fn({one}, {two})"),
        21 => format!("unsafe extern \"C\" fn(a: {one}, _: {two}) -> {one}"),
        22 => format!("for<'a> extern fn(&'a {one}, ...) -> {two}"),
        23 => format!("dyn {} + 'a", bound(random, &one, &two)),
        24 => format!("impl {}", bound(random, &one, &two)),
        25 => format!("&dyn {}", bound(random, &one, &two)),
        26 => format!("&(dyn {} + Send)", bound(random, &one, &two)),
        27 => format!("m!{{ {one} ; }}"),
        28 => format!("{} + 'static", bound(random, &one, &two)),
        _ => format!("Box<dyn {} + {}>", bound(random, &one, &two), bound(random, &two, &one)),
    }
}

fn one_of(random: &mut Rng, words: &'static str) -> &'static str {
    random.choice(words.split_whitespace().collect::<Vec<_>>()).unwrap()
}

fn bound(random: &mut Rng, one: &str, two: &str) -> String {
    match random.u8(..10) {
        0 => "A".to_owned(),
        1 => format!("A<{one}>"),
        2 => format!("Fn({one}) -> {two}"),
        3 => format!("for<'a> FnMut(&'a {one}, {two})"),
        4 => "?Sized".to_owned(),
        5 => format!("(A<{one}>)"),
        6 => format!("a::Fn() -> {one}"),
        7 => format!("A<B = {one}, C: D>"),
        8 => "A<'a> + ?Sized".to_owned(),
        _ => "::a::B".to_owned(),
    }
}

/// What mutations put in.
const WORDS: &str = "& * < > -> = == , ; : :: . ... ? ! + - | 'a 'static () [] {} T u8 fn dyn impl
    for<'a> mut const as extern unsafe _ 3 \"C\" Self where";

/// The same, with a token more, or less, or another.
fn mutated(random: &mut Rng, tokens: TokenStream) -> TokenStream {
    let mut trees: Vec<TokenTree> = tokens.into_iter().collect();
    if trees.is_empty() {
        return "T".parse().unwrap();
    }
    let at = random.usize(..trees.len());
    if let TokenTree::Group(group) = &trees[at] {
        if random.u8(..4) > 0 {
            let inner = mutated(random, group.stream());
            let delimiter = if random.u8(..8) == 0 {
                random
                    .choice([Delimiter::Parenthesis, Delimiter::Bracket, Delimiter::Brace])
                    .unwrap()
            } else {
                group.delimiter()
            };
            trees[at] = Group::new(delimiter, inner).into();
            return trees.into_iter().collect();
        }
    }
    match random.u8(..4) {
        0 => {
            trees.remove(at);
        }
        1 => trees.insert(at, trees[at].clone()),
        2 => {
            let other = random.usize(..trees.len());
            trees.swap(at, other);
        }
        _ => {
            let word: TokenStream = one_of(random, WORDS).parse().unwrap();
            trees.splice(at..at, word);
        }
    }
    trees.into_iter().collect()
}

/// What Rust has, and syn does not read: `for<'a> ::A`, a `+` at the end of bounds that begin with
/// parentheses, and any literal behind a `-`.
fn is_beyond_syn(text: &str) -> bool {
    ["for <'a > ::", ") +", "- \""].iter().any(|beyond| text.contains(beyond))
}

#[test]
fn types_are_those_of_rust() {
    let (mut accepted, mut refused, mut wrong) = (0, Vec::new(), Vec::new());
    for seed in 0..CASES {
        let mut random = Rng::with_seed(seed);
        let depth = random.usize(..4);
        let mut tokens: TokenStream = ty(&mut random, depth).parse().unwrap();
        for _ in 0..random.usize(..3) {
            tokens = mutated(&mut random, tokens);
        }
        let text = tokens.to_string();
        match (syn_full::parse2::<syn_full::Type>(tokens.clone()), crate::parse::ty(tokens)) {
            (Ok(_), Ok(_)) => accepted += 1,
            (Ok(_), Err(error)) => refused.push(format!("{text}\n    {}", error.message())),
            (Err(error), Ok(_)) if !is_beyond_syn(&text) => {
                wrong.push(format!("{text}\n    {error}"));
            }
            _ => {}
        }
    }
    assert!(accepted > CASES / 3, "{accepted}");
    assert!(wrong.is_empty(), "accepted, though syn does not:\n{}", wrong.join("\n"));
    // What is not stable, such as `impl const A`, or means nothing, such as an array of `[3]` elements.
    let few = usize::try_from(CASES / 500).unwrap();
    assert!(refused.len() < few, "refused, though syn accepts:\n{}", refused.join("\n"));
}

/// A value, as a key has it.
fn value(random: &mut Rng, depth: usize) -> String {
    const VALUES: &str = "0 -1 1.5 0x10u8 'x' \"s\" c\"s\" true N a::B ::a::B Self::C f() f(1,2)
        null_mut() size_of::<u8>() <T>::MAX <T as A>::B m!(x) [0;3] {1} S{x:1,..y} S{} !0 &N *p
        a.b a.0.1 a.b() a.b::<T>() a[0] (1,2) (1,) ()";
    const OPERATORS: &str = "+ - * / % & | ^ && || << >> == < >= = += as .. => <-";
    if depth == 0 {
        return one_of(random, VALUES).to_owned();
    }
    let (one, two) = (value(random, depth - 1), value(random, depth - 1));
    match random.u8(..6) {
        0 => one,
        1 => format!("({one})"),
        2 => format!("f({one}, {two})"),
        3 => format!("{one} as {}", ty(random, 1)),
        _ => format!("{one} {} {two}", one_of(random, OPERATORS)),
    }
}

#[test]
fn values_are_those_of_rust() {
    let (mut accepted, mut wrong) = (0, Vec::new());
    for seed in 0..CASES {
        let mut random = Rng::with_seed(seed);
        let depth = random.usize(..4);
        let mut tokens: TokenStream = value(&mut random, depth).parse().unwrap();
        for _ in 0..random.usize(..3) {
            tokens = mutated(&mut random, tokens);
        }
        if crate::parse::expression(tokens.clone()).is_err() {
            continue;
        }
        accepted += 1;
        let found = syn_full::parse2::<syn_full::Expr>(tokens.clone());
        if let (Err(error), false) = (found, is_beyond_syn(&tokens.to_string())) {
            wrong.push(format!("{tokens}\n    {error}"));
        }
    }
    assert!(wrong.is_empty(), "accepted, though syn does not:\n{}", wrong.join("\n"));
    assert!(accepted > CASES / 4, "{accepted}");
}
