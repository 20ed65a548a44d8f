//! The costs of each build of a user: for the dependency, and for each declaration.

use std::fmt::Write;
use std::fs;
use std::path::Path;
use std::process::Command;
use std::time::{Duration, Instant};

use crate::fallible::Fallible;
use crate::goals::verdict;
use crate::many::{self, Many, Style, succeed};
use crate::report::clock;
use crate::rustc::{self, CHECK, RELEASE, forget};
use crate::sizes::float;

/// How often each is timed, in turns.
const ROUNDS: usize = 5;

/// The same for short builds, whose times vary more.
const MANY_ROUNDS: usize = 15;

const COUNTS: [usize; 3] = [1, 100, 1000];

/// The styles and their names. All are compared with the first.
const STYLES: [(Style, &str); 5] = [
    (Style::Guards, "the same guards by hand, outlined"),
    (Style::Fewer, "fewer guards by hand, outlined"),
    (Style::Naive, "fewer guards by hand, naively"),
    (Style::Ours, "`#[callback]`"),
    (Style::Bare, "no guard"),
];

/// Returns the section on declarations and their uses.
///
/// # Errors
///
/// If something cannot be compiled, timed or counted.
pub(super) fn declaring() -> Fallible<String> {
    Ok([instructions()?, times()?, code()?, emitted()?].join("\n"))
}

/// Returns the section on a clean build of a crate that only depends on us, next to one that only depends on a
/// macro with `syn`, `quote` and `proc-macro2`.
///
/// # Errors
///
/// If something cannot be compiled or timed.
pub(super) fn depending() -> Fallible<String> {
    let home = many::home()?;
    let [ours, bare, empty] = ["depends", "depends-on-bare-macro", "bare-macro"];
    many::write_crate(&home.join(ours), many::OURS, "pub use callback_runtime::callback;")?;
    many::write_crate(&home.join(empty), BARE_MACRO, BARE_MACRO_CODE)?;
    let on_bare = "[dependencies]\nbare-macro = { path = \"../bare-macro\" }\n";
    many::write_crate(&home.join(bare), on_bare, "pub use bare_macro::bare;")?;
    let mut text = String::from(
        "A clean build of a crate that only depends on `callback-runtime`, as a ratio to one that only \
         depends on a macro with `syn` (with its default features), `quote` and `proc-macro2`: the median \
         of fifteen. Cargo builds a path dependency incrementally, and one from a registry not.\n\n\
         | | processor time | elapsed |\n|---|---|---|\n",
    );
    for (title, arguments, incremental) in [
        ("`cargo check`, from a registry", CHECK, "0"),
        ("`cargo check`, by a path", CHECK, "1"),
        ("`cargo build --release`", RELEASE, "0"),
    ] {
        let costs = compare(MANY_ROUNDS, &[bare, ours], |name| {
            let target = home.join("clean");
            let _ = fs::remove_dir_all(&target);
            let mut cargo = many::cargo(&home.join(name), &target, arguments);
            cargo.env("CARGO_INCREMENTAL", incremental);
            Ok(cargo)
        })?;
        let [processor, elapsed] = costs[1].over(costs[0]);
        let _ = writeln!(text, "| {title} | {processor:.2} | {elapsed:.2} |");
    }
    Ok(text)
}

const BARE_MACRO: &str = "[lib]\nproc-macro = true\n\n[dependencies]\nproc-macro2 = \"1\"\n\
                          quote = \"1\"\nsyn = \"3\"\n";

const BARE_MACRO_CODE: &str = "\
use proc_macro::TokenStream;

#[proc_macro_attribute]
pub fn bare(_: TokenStream, item: TokenStream) -> TokenStream {
    match syn::parse::<syn::DeriveInput>(item) {
        Ok(item) => quote::quote!(#item).into(),
        Err(error) => error.into_compile_error().into(),
    }
}
";

/// The instructions that rustc executes for one more declaration.
fn instructions() -> Fallible<String> {
    let mut text = String::from(
        "Millions of instructions that rustc executes for one more declaration and its use, as callgrind \
         counts them, and as a ratio to the same guards by hand. The goal is 1. Those with fewer guards do \
         not test for null, and lose a panic of the closure if the caller of C panics too.\n\n\
         | | `cargo check` | | `--release` | | |\n|---|---|---|---|---|---|\n",
    );
    let mut by_hand = None;
    for (style, name) in STYLES {
        let write = |count| Many::write(style, count);
        let check = rustc::for_one_more(write, CHECK, [20, 120])?;
        let release = rustc::for_one_more(write, RELEASE, [10, 40])?;
        let (first_check, first_release) = *by_hand.get_or_insert((check, release));
        let ratios = [check / first_check, release / first_release];
        let met = if style == Style::Ours {
            verdict(ratios.iter().all(|ratio| *ratio <= 1.0))
        } else {
            ""
        };
        let _ = writeln!(
            text,
            "| {name} | {:.1} | {:.2} | {:.1} | {:.2} | {met} |",
            check / 1e6,
            ratios[0],
            release / 1e6,
            ratios[1],
        );
    }
    Ok(text)
}

/// Returns the time that 1, 100 and 1,000 declarations take.
fn times() -> Fallible<String> {
    let mut text = String::from(
        "The time for crates of so many declarations with a use of each, as a ratio to the guards by hand: \
         the median of five, without dependencies. Processor time, then elapsed time.\n",
    );
    let mut growth = String::new();
    for (title, arguments) in [("`cargo check`", CHECK), ("`cargo build --release`", RELEASE)] {
        let mut ratios = STYLES.map(|_| Vec::new());
        let mut ours = Vec::new();
        for count in COUNTS {
            let crates = STYLES.iter().map(|(style, _)| Many::write(*style, count));
            let crates = crates.collect::<Fallible<Vec<_>>>()?;
            // Builds the dependencies.
            crates.iter().try_for_each(|many| succeed(&mut many.cargo(arguments)))?;
            let costs = compare(ROUNDS, &crates, |many| {
                forget(many, &many::home()?.join("target"), arguments)?;
                Ok(many.cargo(arguments))
            })?;
            for (ratios, cost) in ratios.iter_mut().zip(&costs) {
                ratios.push(cost.over(costs[0]));
            }
            let at = STYLES.iter().position(|style| style.0 == Style::Ours);
            ours.push(costs[at.ok_or("ours is not among the styles")?].processor.as_secs_f64());
        }
        let _ = write!(text, "\n| {title} |");
        for count in COUNTS {
            let _ = write!(text, " {count} |");
        }
        let _ = writeln!(text, " |\n|---{}|", "|---".repeat(COUNTS.len() + 1));
        for ((style, name), ratios) in STYLES.iter().zip(&ratios) {
            let _ = write!(text, "| {name} |");
            for [processor, elapsed] in ratios {
                let _ = write!(text, " {processor:.2}, {elapsed:.2} |");
            }
            let met = ratios.last().is_some_and(|last| last[0] <= 1.0);
            let _ = writeln!(text, " {} |", if *style == Style::Ours { verdict(met) } else { "" });
        }
        let [one, hundred, thousand] = ours[..] else {
            return Err("there are three counts".into());
        };
        let ratio = (thousand - hundred) / 900.0 / ((hundred - one) / 99.0);
        let _ = writeln!(
            growth,
            "With {title}, one more of our declarations takes {ratio:.2} times as long between 100 and 1,000 \
             as between 1 and 100.\n"
        );
    }
    Ok(format!("{text}\n{growth}"))
}

/// Returns the bytes of code of a declaration and its use.
fn code() -> Fallible<String> {
    let mut text = String::from(
        "Bytes of code in a library for release, for one more declaration and its use. The goal is the \
         guards by hand.\n\n| | bytes | |\n|---|---|---|\n",
    );
    let mut by_hand = None;
    for (style, name) in STYLES {
        let [few, many] = [100, 1000].map(|count| Many::write(style, count)?.code(&[]));
        let bytes = float(many?.saturating_sub(few?)) / 900.0;
        let met = bytes <= *by_hand.get_or_insert(bytes);
        let met = if style == Style::Ours { verdict(met) } else { "" };
        let _ = writeln!(text, "| {name} | {bytes:.0} | {met} |");
    }
    Ok(text)
}

/// The size of the expansion, from the file that a test of the attribute checks.
fn emitted() -> Fallible<String> {
    let counts =
        Path::new(env!("CARGO_MANIFEST_DIR")).join("../callback-macros/src/tests/emitted.txt");
    let mut text = String::from(
        "What the attribute writes for a declaration (a test of `callback-macros` counts it).\n\n\
         | declaration | items | tokens |\n|---|---|---|\n",
    );
    for line in fs::read_to_string(counts)?.lines() {
        let fields = line.strip_suffix(" tokens").and_then(|line| line.split_once(": "));
        let (name, counts) = fields.ok_or("a line without counts")?;
        let (items, tokens) = counts.split_once(" items, ").ok_or("a line without counts")?;
        let _ = writeln!(text, "| {name} | {items} | {tokens} |");
    }
    Ok(text)
}

/// The cost of running a command.
#[derive(Clone, Copy)]
struct Cost {
    /// Of the command and its children.
    processor: Duration,
    elapsed: Duration,
}

impl Cost {
    fn over(self, other: Self) -> [f64; 2] {
        let ratio = |one: Duration, other: Duration| one.as_secs_f64() / other.as_secs_f64();
        [ratio(self.processor, other.processor), ratio(self.elapsed, other.elapsed)]
    }
}

/// The median cost of each of `subjects`, measured in turns.
fn compare<T>(
    rounds: usize,
    subjects: &[T],
    prepare: impl Fn(&T) -> Fallible<Command>,
) -> Fallible<Vec<Cost>> {
    let mut costs = vec![Vec::new(); subjects.len()];
    for _ in 0..rounds {
        for (subject, costs) in subjects.iter().zip(&mut costs) {
            let mut command = prepare(subject)?;
            let (processor, start) = (clock::of_children(), Instant::now());
            succeed(&mut command)?;
            let elapsed = start.elapsed();
            costs.push(Cost { processor: clock::of_children().saturating_sub(processor), elapsed });
        }
    }
    let median = |mut times: Vec<Duration>| {
        times.sort();
        times[times.len() / 2]
    };
    let medians = costs.into_iter().map(|costs| Cost {
        processor: median(costs.iter().map(|cost| cost.processor).collect()),
        elapsed: median(costs.iter().map(|cost| cost.elapsed).collect()),
    });
    Ok(medians.collect())
}
