//! The attribute under random tokens: mutations of every declaration in the repository, and meaningless
//! tokens. It never panics, it writes Rust, and it writes the same output for the same tokens.
//!
//! The cases are the same in each run, until the declarations change. With `CALLBACK_FUZZ_SECONDS=600`, other
//! cases run for ten minutes. With `CALLBACK_FUZZ_SEED`, the case with the number that a failure printed runs
//! again. A failure becomes a line of `arguments.txt` or `items.txt`, or a separate test.

mod corpus;
mod mutate;

use std::env;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::time::{Duration, Instant};

use proc_macro2::TokenStream;

use self::corpus::corpus;
use self::mutate::Mutator;
use super::repository::{Attribute, Case};
use super::written;

/// The number of cases in a run without these variables.
const CASES: u64 = 6_000;

/// How the attribute treated a case.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Verdict {
    Accepted,
    Refused,
    /// Parts of the item that are not Rust were passed on: the whole item, if the attribute does not apply to
    /// it; the patterns and bodies of functions or methods; or the statics and types in a block.
    PassedOn,
}

/// Expands a case. Returns an error if something is wrong with the result.
fn verdict(case: &Case) -> Result<Verdict, String> {
    let expand = || {
        catch_unwind(AssertUnwindSafe(|| case.expand()))
            .map_err(|_| "the attribute panics".to_owned())
    };
    let expanded = expand()?;
    let text = expanded.to_string();
    if expand()?.to_string() != text {
        return Err(format!("twice, and not the same: {text}"));
    }
    let refused = text.contains("compile_error !");
    match written::read(expanded) {
        Ok(_) if refused => Ok(Verdict::Refused),
        Ok(file) if case.attribute == Attribute::Import || declares(&file) => Ok(Verdict::Accepted),
        Ok(_) => Err(format!("neither a declaration nor an error: {text}")),
        Err(_) if refused && is_passed_on(&case.item, &text) => Ok(Verdict::PassedOn),
        Err(_) if is_written_anew(case, &text) && !is_rust(&case.item) => Ok(Verdict::PassedOn),
        Err(error) => Err(format!("not Rust, {error}: {text}")),
    }
}

/// Returns whether a file implements `Callback`, or has a C function.
fn declares(file: &syn_full::File) -> bool {
    file.items.iter().any(|item| match item {
        syn_full::Item::Fn(item) => item.sig.abi.is_some(),
        syn_full::Item::Impl(item) => item.trait_.as_ref().is_some_and(|(_, path, _)| {
            path.segments.last().is_some_and(|last| last.ident == "Callback")
        }),
        _ => false,
    })
}

/// Returns whether the expansion ends with the unchanged item, and no compiler would pass that item to the attribute.
fn is_passed_on(item: &TokenStream, text: &str) -> bool {
    text.ends_with(&item.to_string()) && !is_rust(item)
}

fn is_rust(item: &TokenStream) -> bool {
    syn_full::parse2::<syn_full::File>(item.clone()).is_ok()
}

/// Returns whether the expansion contains the user's function, the user's trait, or members of the user's block.
fn is_written_anew(case: &Case, text: &str) -> bool {
    case.attribute == Attribute::Import
        || text.contains("fn __body")
        || text.contains("trait ")
        || !text.contains("struct")
}

/// Removes tokens for as long as the result is wrong, and returns the smallest such case.
fn shrink(mut case: Case) -> Case {
    loop {
        let smaller = mutate::without_one(&case.arguments)
            .map(|arguments| Case { arguments, ..case.clone() })
            .chain(mutate::without_one(&case.item).map(|item| Case { item, ..case.clone() }))
            .find(|case| verdict(case).is_err());
        match smaller {
            Some(smaller) => case = smaller,
            None => return case,
        }
    }
}

fn number(variable: &str) -> Option<u64> {
    let value = env::var(variable).ok()?;
    Some(value.parse().unwrap_or_else(|_| panic!("{variable} is a number")))
}

/// Returns the seeds of this run: those of the fixed cases, one, or as many as there is time for.
fn seeds() -> Box<dyn Iterator<Item = u64>> {
    if let Some(seed) = number("CALLBACK_FUZZ_SEED") {
        return Box::new(std::iter::once(seed));
    }
    let Some(seconds) = number("CALLBACK_FUZZ_SECONDS") else { return Box::new(0..CASES) };
    let end = Instant::now() + Duration::from_secs(seconds);
    Box::new((fastrand::u64(..)..).take_while(move |_| Instant::now() < end))
}

#[test]
fn whatever_the_tokens_are_it_writes_rust() {
    let corpus = corpus();
    for case in &corpus {
        if let Err(wrong) = verdict(case) {
            panic!("{case}: {wrong}");
        }
    }
    let (mut cases, mut accepted) = (0, 0);
    for seed in seeds() {
        let case = Mutator::new(&corpus, seed).case();
        match verdict(&case) {
            Ok(Verdict::Accepted) => accepted += 1,
            Ok(_) => {}
            Err(_) => {
                let case = shrink(case);
                let wrong = verdict(&case).err().unwrap_or_default();
                panic!("CALLBACK_FUZZ_SEED={seed}\n{case}\n{wrong}");
            }
        }
        cases += 1;
    }
    println!("{cases} cases of {} declarations, {accepted} accepted", corpus.len());
    // A published package of this crate starts from few declarations, most of them refused.
    assert!(cases < CASES || accepted > cases / 50, "too few of them are declarations");
}
