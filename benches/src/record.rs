//! The recorded counts, and their comparison with current ones.

use std::env;
use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::callgrind::Place;
use crate::cells::row::Group;
use crate::counts::Counts;
use crate::fallible::Fallible;
use crate::{lifetimes, many, sizes};

const HEAD: &str = "\
# Instructions of a call, with the eight of the loop, and bytes. `./ci.sh counts` fails if a figure
# has risen. A use has two figures: code and data, then unwinding tables. CONTRIBUTING.md says how to
# record them again.
";

/// Figures by their names, with the compiler that produced them.
struct Record {
    compiler: String,
    figures: Vec<(String, Vec<f64>)>,
}

impl Record {
    /// Measures this program.
    fn of_today() -> Fallible<Self> {
        let Counts(mut figures) = Counts::of(Place::Program, &[Group::Calls, Group::Imports])?;
        let Counts(library) = Counts::of(Place::Library, &[Group::Calls])?;
        let named = |(name, counts)| (format!("in a library, {name}"), counts);
        figures.extend(library.into_iter().map(named));
        let prefixed = |(name, figures)| (format!("bytes of {name}"), figures);
        figures.extend(sizes::functions()?.into_iter().map(prefixed));
        // Other sections that grow with a slot depend on the linker.
        let ours = |section: &str| matches!(section, ".text" | ".data" | ".data.rel.ro" | ".bss");
        let slot = sizes::slot(&env::current_exe()?.with_file_name(""))?
            .into_iter()
            .filter(|(section, _)| ours(section));
        figures
            .extend(slot.map(|(section, bytes)| (format!("bytes of a slot in {section}"), bytes)));
        let code = many::code_of_ours()?;
        figures.push((String::from("bytes of a declaration and its use"), vec![code]));
        let method = many::code_of_methods()?;
        figures.push((String::from("bytes of a method of ten and its use"), vec![method]));
        for lifetime in lifetimes::all()? {
            let name = format!("bytes of a use of {}", lifetime.name);
            figures.push((name, lifetime.bytes()?.to_vec()));
        }
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

/// Records the current figures.
///
/// # Errors
///
/// If they cannot be measured or written.
pub(crate) fn record() -> Fallible<()> {
    Record::of_today()?.write()
}

/// Compares the current figures with the recorded ones, and prints the differences.
///
/// # Errors
///
/// If a figure has risen, is new, or is missing; or if the figures cannot be measured.
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
    // A wrapper adds nothing to what it stands for.
    for (name, figures) in &today.figures {
        let by_hand =
            name.strip_prefix("import, ").and_then(|call| today.get(&format!("scope, {call}")));
        if let Some(by_hand) = by_hand
            .filter(|by_hand| figures.iter().zip(*by_hand).any(|(ours, theirs)| ours > theirs))
        {
            println!("above   {name}: {}, by hand {}", show(figures), show(by_hand));
            risen += 1;
        }
    }
    for (name, _) in recorded.figures.iter().filter(|(name, _)| today.get(name).is_none()) {
        println!("missing {name}");
        risen += 1;
    }
    if risen == 0 {
        println!("{} figures: none has risen, and {fallen} have fallen", today.figures.len());
        if fallen > 0 {
            println!("record the new ones, so that they do not rise again: {COMMAND}");
        }
        return Ok(());
    }
    let mut message = format!("{risen} figures have risen, are new, or are missing.");
    if recorded.compiler == today.compiler {
        let _ = write!(message, " If that is intended, record them: {COMMAND}");
    } else {
        let _ = write!(
            message,
            " But they were recorded with another compiler, {}, and this is {}: compare with that \
             one, or record them again in a separate commit",
            recorded.compiler, today.compiler,
        );
    }
    Err(message.into())
}

const COMMAND: &str = "benches/counts.sh record";

fn show(figures: &[f64]) -> String {
    figures.iter().map(f64::to_string).collect::<Vec<_>>().join(" ")
}

/// Returns what the figures depend on, apart from the sources: `rustc 1.95.0 .. for x86_64-unknown-linux-gnu`.
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
