//! What a callback costs, counted and timed beside other ways.

mod callgrind;
mod cells;
mod counts;
mod goals;
mod record;
mod sizes;

use std::env;
use std::error::Error;

use cells::row::Group;
use counts::Counts;

/// What can go wrong is for people to read.
type Fallible<T> = Result<T, Box<dyn Error>>;

fn main() -> Fallible<()> {
    let arguments: Vec<String> = env::args().skip(1).collect();
    match arguments.first().map(String::as_str) {
        Some("counts") => print!("{}", Counts::of(&env::current_exe()?, &[Group::Calls])?.table()),
        Some("cells") => {
            let groups: Option<Vec<_>> =
                arguments[1..].iter().map(|name| Group::of(name)).collect();
            callgrind::run(&groups.ok_or("there is no such group")?);
        }
        Some("record") => record::record()?,
        Some("check") => record::check()?,
        _ => return Err("usage: callback-benches counts | check | record".into()),
    }
    Ok(())
}
