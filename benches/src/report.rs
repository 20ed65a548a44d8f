//! The report: measures everything, and writes REPORT.md with its plots.

mod allocations;
mod build;
mod bytes;
mod calls;
mod clock;
mod compiling;
mod creation;
mod dispatch;
mod plot;
mod profiles;
mod ratio;
mod scaling;
pub(crate) mod sorting;
mod times;
mod uses;

use std::collections::HashMap;
use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::fallible::Fallible;

/// A section: its word on the command line, its title, and the function that measures it.
struct Section {
    word: &'static str,
    title: &'static str,
    measure: fn() -> Fallible<String>,
}

/// All sections, in the order of the report.
const SECTIONS: [Section; 10] = [
    Section { word: "calls", title: "A call", measure: calls::section },
    Section { word: "profiles", title: "Profiles", measure: profiles::section },
    Section { word: "sorting", title: "Sorting", measure: sorting::section },
    Section { word: "creation", title: "Making and ending", measure: creation::section },
    Section { word: "scaling", title: "Threads", measure: scaling::section },
    Section { word: "dispatch", title: "Another thread's calls", measure: dispatch::section },
    Section { word: "bytes", title: "Bytes", measure: bytes::section },
    Section { word: "uses", title: "A use of each lifetime", measure: uses::section },
    Section {
        word: "depending",
        title: "Compiling what depends on it",
        measure: compiling::depending,
    },
    Section { word: "declaring", title: "Compiling declarations", measure: compiling::declaring },
];

/// The line between the figures of a section and the notes on them.
const NOTES: &str = "\n<!-- from notes.md -->\n";

/// Measures the sections of these words, or all if there are none, and writes the report. Keeps the figures of
/// other sections, and replaces all notes.
///
/// # Errors
///
/// If there is no such section, or something cannot be measured or written.
pub(crate) fn write(words: &[String]) -> Fallible<()> {
    let known = |word: &&String| {
        word.as_str() == "notes" || SECTIONS.iter().any(|section| section.word == **word)
    };
    if let Some(word) = words.iter().find(|word| !known(word)) {
        let all: Vec<_> = SECTIONS.iter().map(|section| section.word).collect();
        return Err(
            format!("there is no section {word:?}, but {} and notes", all.join(", ")).into()
        );
    }
    let path = directory().join("REPORT.md");
    let before = fs::read_to_string(&path).unwrap_or_default();
    let before = by_title(&before);
    let notes = fs::read_to_string(directory().join("notes.md"))?;
    let notes = by_title(&notes);
    let mut report = head()?;
    for Section { word, title, measure } in SECTIONS {
        let figures = if words.is_empty() || words.iter().any(|asked| asked == word) {
            eprintln!("section: {word}");
            format!("{}\n\nMeasured on {}.", measure()?.trim(), processor()?)
        } else {
            let section = before.get(title).copied().unwrap_or("Not measured.");
            String::from(section.split(NOTES).next().unwrap_or_default())
        };
        let notes = notes.get(title).map(|notes| notes.trim()).unwrap_or_default();
        let _ = write!(report, "\n## {title}\n\n{}\n", figures.trim());
        if !notes.is_empty() {
            let _ = write!(report, "{NOTES}\n{notes}\n");
        }
    }
    Ok(fs::write(path, report)?)
}

/// Returns the text under each second-level heading.
fn by_title(text: &str) -> HashMap<&str, &str> {
    let sections = text
        .split("\n## ")
        .filter_map(|section| section.trim_start_matches("## ").split_once('\n'));
    sections.collect()
}

/// Returns the directory of the report and its plots.
fn directory() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).to_path_buf()
}

fn head() -> Fallible<String> {
    Ok(format!(
        "# What a callback costs\n\nWritten by `benches/report.sh`, with {}, {} and {}. Sections can be measured one \
         by one, so each names its processor.\n\nInstructions are exact: `./ci.sh counts` fails if a count rises. \
         Times are the running times of a thread, which vary with the load of the machine. So they are ratios to \
         another measurement, taken in turns, sample by sample. All functions begin at the same place in a cache \
         line, because chance would decide about a fifth of the time otherwise. The verdicts on times are those of \
         the processor. On others, a locked exchange may take longer, so kinds for any thread may: see the notes \
         under \"A call\".\n",
        version("rustc")?,
        version("cc")?,
        version("valgrind")?,
    ))
}

/// Returns the name of the processor, with what tells it apart from others of that name.
fn processor() -> Fallible<String> {
    let info = fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let field = |name: &str| {
        let mut fields = info.lines().filter_map(|line| line.split_once(':'));
        fields.find(|(field, _)| field.trim() == name).map(|(_, value)| value.trim())
    };
    let name = field("model name").unwrap_or("a processor without a name");
    let [family, model] = ["cpu family", "model"].map(|name| field(name).unwrap_or("unknown"));
    let threads = std::thread::available_parallelism()?;
    Ok(format!("{name} (family {family}, model {model}, {threads} threads)"))
}

/// Returns the first line of a tool's version.
fn version(tool: &str) -> Fallible<String> {
    let output =
        Command::new(tool).arg("--version").output().map_err(|error| format!("{tool}: {error}"))?;
    let text = String::from_utf8(output.stdout)?;
    Ok(String::from(text.lines().next().unwrap_or_default()))
}
