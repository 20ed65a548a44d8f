//! A use of each lifetime: a declaration, and a function that hands one closure over.
//!
//! `declarations/lifetimes.rs` has the code. A line of `// --- ` and a name begins the part of each lifetime.

use std::fs;
use std::path::Path;

use crate::fallible::Fallible;
use crate::many::{Many, ONE_UNIT, OURS};
use crate::rustc::{self, CHECK, RELEASE};
use crate::{goals, sizes};

/// The uses that are added to the first one, to measure one of them.
const MORE: usize = 100;

/// The uses in the two crates whose compiler runs are compared. They are few because under callgrind even the first use
/// takes half a minute.
const COMPILED: [usize; 2] = [1, 6];

/// How a closure is handed over.
pub(crate) struct Lifetime {
    pub(crate) name: String,
    /// The items that all lifetimes have in common.
    head: String,
    /// The declaration and its use.
    each: String,
}

/// Returns all lifetimes, in the order of the file.
///
/// # Errors
///
/// If the file cannot be read, or a part has no name.
pub(crate) fn all() -> Fallible<Vec<Lifetime>> {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("declarations/lifetimes.rs");
    let text = fs::read_to_string(file)?;
    let mut parts = text.split("// --- ");
    let head = parts.next().unwrap_or_default();
    let lifetimes = parts.map(|part| {
        let (name, each) = part.split_once('\n').ok_or("a part has only a name")?;
        Ok(Lifetime { name: name.into(), head: head.into(), each: each.into() })
    });
    lifetimes.collect()
}

/// Compares what rustc does for a use of those lifetimes that have goals with what it does for a use of `scope`, and
/// prints the ratios.
///
/// # Errors
///
/// If a ratio is above the goal, or something cannot be compiled.
pub(crate) fn check_compilation() -> Fallible<()> {
    let lifetimes = all()?;
    // The first lifetime is `scope`.
    let (scope, others) = lifetimes.split_first().ok_or("there is no lifetime")?;
    let goal = goals::USE_INSTRUCTIONS;
    let mut above = 0;
    for arguments in [CHECK, RELEASE] {
        let (command, of_scope) = (arguments.join(" "), scope.instructions(arguments)?);
        for lifetime in others.iter().filter(|lifetime| goals::use_bytes(&lifetime.name).is_some())
        {
            let ratio = lifetime.instructions(arguments)? / of_scope;
            above += usize::from(ratio > goal);
            let (verdict, name) = (if ratio > goal { "ABOVE" } else { "below" }, &lifetime.name);
            println!(
                "{verdict} {goal:.1}  `cargo {command}` of a use of {name}: {ratio:.2} of `scope`"
            );
        }
    }
    if above == 0 { Ok(()) } else { Err(format!("{above} uses take too long to compile").into()) }
}

impl Lifetime {
    /// Writes a crate of so many uses.
    ///
    /// # Errors
    ///
    /// If it cannot be written.
    pub(crate) fn write(&self, count: usize) -> Fallible<Many> {
        let name = self.name.to_lowercase();
        let words = name.split(|letter: char| !letter.is_alphanumeric());
        let words: Vec<_> = words.filter(|word| !word.is_empty()).collect();
        let word = format!("use-of-{}", words.join("-"));
        Many::repeat(&word, OURS, &self.head, &self.each, count)
    }

    /// Returns the bytes of code and data of one use, and those of its tables for unwinding.
    ///
    /// # Errors
    ///
    /// If the crates cannot be written, built or measured.
    pub(crate) fn bytes(&self) -> Fallible<[f64; 2]> {
        let contents = |count| sizes::contents(&self.write(count)?.library(&[ONE_UNIT])?);
        let (few, many) = (contents(1)?, contents(1 + MORE)?);
        let of_one =
            |at: usize| sizes::float(many[at].saturating_sub(few[at])) / sizes::float(MORE);
        Ok([of_one(0), of_one(1)])
    }

    /// Returns the instructions that rustc executes for one use.
    ///
    /// # Errors
    ///
    /// If the crates cannot be written or compiled, or valgrind is missing.
    pub(crate) fn instructions(&self, arguments: &[&str]) -> Fallible<f64> {
        rustc::for_one_more(|count| self.write(count), arguments, COMPILED)
    }
}
