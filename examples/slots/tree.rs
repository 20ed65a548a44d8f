//! A directory to be walked, which this program makes itself. There is no callback in here.

use std::env;
use std::fs;
use std::io;
use std::path::PathBuf;
use std::process;

/// The directories below it, each after the one that it is in.
const DIRECTORIES: [&str; 2] = ["letters", "letters/old"];

/// The files below it, and their sizes.
pub(crate) const FILES: [(&str, usize); 4] =
    [("letters/ada", 300), ("letters/charles", 200), ("letters/old/anne", 50), ("notes", 12)];

/// How many entries there are to be walked: the directory itself is one.
#[cfg(any(target_os = "linux", target_vendor = "apple"))]
pub(crate) const ENTRIES: usize = 1 + DIRECTORIES.len() + FILES.len();

/// Makes a directory in the place for temporary ones. It stays until somebody removes it.
pub(crate) fn make() -> io::Result<PathBuf> {
    let directory = env::temp_dir().join(format!("callback-slots-{}", process::id()));
    fs::create_dir(&directory)?;
    for below in DIRECTORIES {
        fs::create_dir(directory.join(below))?;
    }
    for (file, size) in FILES {
        fs::write(directory.join(file), vec![b'.'; size])?;
    }
    Ok(directory)
}
