//! What a callback costs, counted and timed beside other ways.

mod callgrind;
mod cells;
mod counts;
mod goals;

use std::env;
use std::error::Error;

use counts::Counts;

/// What can go wrong is for people to read.
type Fallible<T> = Result<T, Box<dyn Error>>;

fn main() -> Fallible<()> {
    let rows = cells::rows();
    match env::args().nth(1).as_deref() {
        Some("counts") => print!("{}", Counts::of(&rows, &env::current_exe()?)?.table()),
        Some("cells") => callgrind::run(&rows),
        _ => return Err("usage: callback-benches counts".into()),
    }
    Ok(())
}
