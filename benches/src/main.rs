//! What a callback costs, counted and timed beside other ways.

mod callgrind;
mod cells;
mod counts;
mod goals;
mod record;
mod sizes;

use std::env;
use std::error::Error;

use callgrind::Place;
use cells::row::Group;
use counts::Counts;

/// What can go wrong is for people to read.
type Fallible<T> = Result<T, Box<dyn Error>>;

const USAGE: &str = "\
usage: callback-benches counts    print the instructions of a call
                        check     fail if a count is above the one in counts.txt
                        record    write counts.txt";

fn main() -> Fallible<()> {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let Some((command, rest)) = arguments.split_first() else { return Err(USAGE.into()) };
    if let Some(place) = Place::of(command) {
        return run(place, rest);
    }
    match command.as_str() {
        "counts" => print!("{}", Counts::of(Place::Program, &[Group::Calls])?.table()),
        "record" => record::record()?,
        "check" => record::check()?,
        _ => return Err(USAGE.into()),
    }
    Ok(())
}

/// The inside of a program under callgrind.
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
