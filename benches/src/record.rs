//! The counts that are checked in, and whether those of today are above them.

use std::env;
use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::callgrind::Place;
use crate::cells::row::Group;
use crate::counts::Counts;
use crate::fallible::Fallible;
use crate::{many, sizes};

const HEAD: &str = "\
# Instructions of a call, the eight of the loop included, and bytes, with what they were counted;
# `./ci.sh counts` fails if one has risen. CONTRIBUTING.md says how to record them again.
";

/// Figures by their names, and the compiler that made them so.
struct Record {
    compiler: String,
    figures: Vec<(String, Vec<f64>)>,
}

impl Record {
    /// What this program, as it has been compiled, has.
    fn of_today() -> Fallible<Self> {
        let Counts(mut figures) = Counts::of(Place::Program, &[Group::Calls])?;
        let Counts(library) = Counts::of(Place::Library, &[Group::Calls])?;
        let named = |(name, counts)| (format!("in a library, {name}"), counts);
        figures.extend(library.into_iter().map(named));
        let prefixed = |(name, figures)| (format!("bytes of {name}"), figures);
        figures.extend(sizes::functions()?.into_iter().map(prefixed));
        // What else grows with a slot is the linker's affair.
        let ours = |section: &str| matches!(section, ".text" | ".data" | ".data.rel.ro" | ".bss");
        let slot = sizes::slot(&env::current_exe()?.with_file_name(""))?
            .into_iter()
            .filter(|(section, _)| ours(section));
        figures
            .extend(slot.map(|(section, bytes)| (format!("bytes of a slot in {section}"), bytes)));
        let code = many::code_of_ours()?;
        figures.push((String::from("bytes of a declaration and its use"), vec![code]));
        Ok(Self { compiler: compiler()?, figures })
    }

    fn read() -> Fallible<Self> {
        let path = path();
        let text =
            fs::read_to_string(&path).map_err(|error| format!("{}: {error}", path.display()))?;
        let mut record = Self { compiler: String::new(), figures: Vec::new() };
        for line in text.lines().filter(|line| !line.starts_with('#')) {
            let (name, value) =
                line.rsplit_once(": ").ok_or_else(|| format!("{line:?} has no colon"))?;
            if name == "compiler" {
                record.compiler = String::from(value);
            } else {
                let figures = value.split(' ').map(str::parse).collect::<Result<_, _>>()?;
                record.figures.push((String::from(name), figures));
            }
        }
        Ok(record)
    }

    fn write(&self) -> Fallible<()> {
        let mut text = format!("{HEAD}compiler: {}\n", self.compiler);
        for (name, figures) in &self.figures {
            let _ = writeln!(text, "{name}: {}", show(figures));
        }
        Ok(fs::write(path(), text)?)
    }

    fn get(&self, name: &str) -> Option<&[f64]> {
        self.figures.iter().find(|figure| figure.0 == name).map(|(_, figures)| &**figures)
    }
}

/// Writes the figures of today down.
///
/// # Errors
///
/// If they cannot be had, or written.
pub(crate) fn record() -> Fallible<()> {
    Record::of_today()?.write()
}

/// Compares the figures of today with those written down, and says what differs.
///
/// # Errors
///
/// If one has risen, or is new, or is gone; or if they cannot be had.
pub(crate) fn check() -> Fallible<()> {
    let (recorded, today) = (Record::read()?, Record::of_today()?);
    let (mut risen, mut fallen) = (0, 0);
    for (name, figures) in &today.figures {
        match recorded.get(name) {
            None => {
                println!("new     {name}: {}", show(figures));
                risen += 1;
            }
            Some(before) if before == figures => {}
            Some(before) => {
                let falls = before.len() == figures.len()
                    && figures.iter().zip(before).all(|(figure, before)| figure <= before);
                *(if falls { &mut fallen } else { &mut risen }) += 1;
                let verdict = if falls { "fallen" } else { "RISEN " };
                println!("{verdict}  {name}: {}, recorded {}", show(figures), show(before));
            }
        }
    }
    for (name, _) in recorded.figures.iter().filter(|(name, _)| today.get(name).is_none()) {
        println!("gone    {name}");
        risen += 1;
    }
    if risen == 0 {
        println!(
            "{} figures, of which none has risen and {fallen} have fallen",
            today.figures.len()
        );
        if fallen > 0 {
            println!("write the new ones down, lest they rise again: {COMMAND}");
        }
        return Ok(());
    }
    let mut message = format!("{risen} figures have risen, are new, or are gone.");
    if recorded.compiler == today.compiler {
        let _ = write!(message, " If that is meant, write them down: {COMMAND}");
    } else {
        let _ = write!(
            message,
            " But they were recorded with another compiler, {}, and this is {}: compare with that \
             one, or write them down again in a commit of its own",
            recorded.compiler, today.compiler,
        );
    }
    Err(message.into())
}

const COMMAND: &str = "benches/counts.sh record";

fn show(figures: &[f64]) -> String {
    figures.iter().map(f64::to_string).collect::<Vec<_>>().join(" ")
}

/// What decides about figures, beside the sources: `rustc 1.95.0 .. for x86_64-unknown-linux-gnu`.
fn compiler() -> Fallible<String> {
    let rustc = env::var_os("RUSTC").unwrap_or_else(|| "rustc".into());
    let output = Command::new(rustc).arg("-vV").output()?;
    let text = String::from_utf8(output.stdout)?;
    let field = |name| text.lines().find_map(|line| line.strip_prefix(name));
    let (release, host) = (field("release: "), field("host: "));
    let unknown = "unknown";
    Ok(format!("rustc {} for {}", release.unwrap_or(unknown), host.unwrap_or(unknown)))
}

fn path() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("counts.txt")
}
