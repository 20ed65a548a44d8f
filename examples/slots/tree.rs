//! The directory that the example walks, made by this program. There is no callback in this file.

use std::env;
use std::fs;
use std::io;
use std::path::PathBuf;
use std::process;

/// The directories below it, each after its parent.
const DIRECTORIES: [&str; 2] = ["letters", "letters/old"];

/// The files below it, and their sizes.
pub(crate) const FILES: [(&str, usize); 4] =
    [("letters/ada", 300), ("letters/charles", 200), ("letters/old/anne", 50), ("notes", 12)];

/// The number of entries to walk, with the directory itself.
#[cfg(any(target_os = "linux", target_vendor = "apple"))]
pub(crate) const ENTRIES: usize = 1 + DIRECTORIES.len() + FILES.len();

/// Creates a directory in the system's temporary directory. The caller removes it.
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
