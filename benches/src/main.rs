//! The costs of callbacks, counted and timed next to other ways.

mod callgrind;
mod cells;
mod counts;
mod fallible;
mod goals;
mod lifetimes;
mod many;
mod record;
#[cfg(feature = "peers")]
mod report;
mod rustc;
mod sizes;
#[cfg(feature = "peers")]
mod sort;
mod table;

use std::env;

use callgrind::Place;
use cells::row::Group;
use counts::Counts;
use fallible::Fallible;

const USAGE: &str = "\
usage: callback-benches counts    print the instructions of a call
                        check     fail if a count is above the one in counts.txt, or a use takes too
                                  long to compile
                        record    write counts.txt
                        report    write REPORT.md, or measure some sections of it again; for this,
                                  build with `--features peers`";

fn main() -> Fallible<()> {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let Some((command, rest)) = arguments.split_first() else { return Err(USAGE.into()) };
    if let Some(place) = Place::of(command) {
        return run(place, rest);
    }
    match command.as_str() {
        "counts" => print!("{}", table::of(&Counts::of(Place::Program, &[Group::Calls])?)),
        "record" => record::record()?,
        "check" => {
            record::check()?;
            lifetimes::check_compilation()?;
        }
        #[cfg(feature = "peers")]
        "report" => report::write(rest)?,
        #[cfg(feature = "peers")]
        "sort" => report::sorting::run(rest.first().ok_or(USAGE)?)?,
        _ => return Err(USAGE.into()),
    }
    Ok(())
}

/// Runs cells, under callgrind.
fn run(place: Place, groups: &[String]) -> Fallible<()> {
    match place {
        Place::Library => callback_benches::run(groups),
        Place::Program => {
            let groups: Option<Vec<_>> = groups.iter().map(|name| Group::of(name)).collect();
            cells::run(&groups.ok_or("there is no such group")?);
        }
    }
    Ok(())
}
