//! Prints the public API of a crate, one item a line, from rustdoc's JSON.
//!
//! The format has a version, and each version of `public-api` reads one. A new compiler may need a new version
//! of it.

use std::error::Error;
use std::path::PathBuf;

fn main() -> Result<(), Box<dyn Error>> {
    let json: PathBuf = std::env::args_os().nth(1).ok_or("which file?")?.into();
    // Auto traits are a part of the contract. Blanket implementations are not.
    let api = public_api::Builder::from_rustdoc_json(json).omit_blanket_impls(true).build()?;
    for item in api.items() {
        println!("{item}");
    }
    Ok(())
}
