//! Prints the public API of a crate, an item a line, from the JSON that rustdoc has made of it.
//!
//! The format has a version, and `public-api` knows one: a new compiler may need a new one of that.

use std::error::Error;
use std::path::PathBuf;

fn main() -> Result<(), Box<dyn Error>> {
    let json: PathBuf = std::env::args_os().nth(1).ok_or("which file?")?.into();
    // Which types are `Send` is a part of the contract; what every type has is not.
    let api = public_api::Builder::from_rustdoc_json(json).omit_blanket_impls(true).build()?;
    for item in api.items() {
        println!("{item}");
    }
    Ok(())
}
