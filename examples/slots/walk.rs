//! `nftw` walks a directory: the closure collects files, or stops at the one that it looks for.

use std::convert::Infallible;
use std::ffi::{CStr, CString, OsStr, c_char, c_int};
use std::io;
use std::ops::ControlFlow::{self, Break, Continue};
use std::os::unix::ffi::OsStrExt;
use std::path::Path;

use callback_runtime::{FromC, RawFn, callback};

use crate::sort::sort_by;
use crate::tree::{ENTRIES, FILES};

// int (*fn)(const char *path, const struct stat *sb, int typeflag, struct FTW *ftwbuf);
//
// 0 continues. Anything else stops, and `nftw` returns it. It must not be -1, which `nftw` itself returns if
// it fails.
//
// The `stat` stays a pointer: it is not initialized for a file that cannot be examined.
#[callback(
    extern "C" fn(*const c_char, *const Stat, c_int, *mut Ftw) -> c_int,
    context = none, slots = 2, continue = 0, break = 1, fallback = 1,
)]
type Visit<B> = dyn FnMut(&CStr, *const Stat, Kind, &Ftw) -> ControlFlow<B>;

/// `struct FTW`
#[repr(C)]
struct Ftw {
    /// The offset of the name in the path.
    base: c_int,
    /// The depth below the directory that is walked.
    level: c_int,
}

// With the GNU C library, `nftw` and `struct stat` have no room for large files on 32-bit machines.
#[cfg(not(target_env = "gnu"))]
use libc::stat as Stat;
#[cfg(target_env = "gnu")]
use libc::stat64 as Stat;

unsafe extern "C" {
    // The function pointer's type does not depend on `B`, so any type works here.
    #[cfg_attr(target_env = "gnu", link_name = "nftw64")]
    #[cfg_attr(all(target_os = "macos", target_arch = "x86_64"), link_name = "nftw$INODE64")]
    fn nftw(
        path: *const c_char,
        visit: RawFn<Visit<()>>,
        open_directories: c_int,
        flags: c_int,
    ) -> c_int;
}

/// The flag not to follow symbolic links.
const FTW_PHYS: c_int = 1;
/// The first of the numbers for kinds of entries. `FTW_D` is the next one.
const FTW_F: c_int = if cfg!(any(target_env = "musl", target_env = "ohos")) { 1 } else { 0 };

/// The kind of a directory entry.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    File,
    Directory,
    /// A symbolic link, or something that cannot be examined.
    Other,
}

impl FromC<c_int> for Kind {
    unsafe fn from_c(raw: c_int) -> Option<Self> {
        Some(match raw - FTW_F {
            0 => Self::File,
            1 => Self::Directory,
            _ => Self::Other,
        })
    }
}

/// The arguments of `nftw` about a path. They are valid during the call.
struct Entry<'a> {
    path: &'a Path,
    name: &'a OsStr,
    level: c_int,
    kind: Kind,
    /// The size of a file in bytes, or 0 for anything else.
    size: u64,
}

/// Calls `each` for a directory and everything in it, until it breaks. Returns its `Break`, if there was one.
fn walk<B>(
    directory: &Path,
    mut each: impl FnMut(&Entry<'_>) -> ControlFlow<B>,
) -> io::Result<ControlFlow<B>> {
    let directory = CString::new(directory.as_os_str().as_bytes())?;
    let outcome = Visit::new(|path, stat, kind, place| {
        let path = path.to_bytes();
        let base = usize::try_from(place.base).expect("it is in the path");
        let size = match kind {
            // SAFETY: for a file, the `stat` is initialized, and valid during the call.
            Kind::File => unsafe { (*stat).st_size },
            _ => 0,
        };
        each(&Entry {
            path: Path::new(OsStr::from_bytes(path)),
            name: OsStr::from_bytes(&path[base..]),
            level: place.level,
            kind,
            size: size.try_into().expect("a size is not negative"),
        })
    })
    .scope(|visit| {
        // SAFETY: the path is a string. `nftw` calls on this thread, before it returns.
        let returned = unsafe { nftw(directory.as_ptr(), visit, 8, FTW_PHYS) };
        if returned == -1 { Err(io::Error::last_os_error()) } else { Ok(()) }
    });
    // If the closure broke, `scope` returns the `Break` instead of the result of `nftw`.
    match outcome {
        Break(value) => Ok(Break(value)),
        Continue(walked) => walked.map(Continue),
    }
}

/// Lists the files, and looks for one. Returns the number of files.
pub(crate) fn show(directory: &Path) -> io::Result<usize> {
    let (mut files, mut directories) = (Vec::new(), 0);
    let Continue(()) = walk::<Infallible>(directory, |entry| {
        match entry.kind {
            Kind::File => {
                // The path is valid during the call, as its lifetime says, so this keeps a copy.
                let path = entry.path.strip_prefix(directory).expect("it is below that");
                files.push((path.display().to_string(), entry.size));
            }
            Kind::Directory => directories += 1,
            Kind::Other => {}
        }
        Continue(())
    })?;
    // The order depends on the file system, so they are sorted, by `qsort`.
    sort_by(&mut files, |(a, _), (b, _)| a.cmp(b));
    for (path, size) in &files {
        println!("  {path:<18}{size:>4} bytes");
    }
    println!("  {} files, {directories} directories", files.len());
    assert_eq!(files.len() + directories, ENTRIES);
    assert!(files.iter().zip(FILES).all(|((path, size), (expected, length))| {
        path == expected && usize::try_from(*size) == Ok(length)
    }));

    let found = walk(directory, |entry| {
        if entry.name == "anne" { Break((entry.level, entry.size)) } else { Continue(()) }
    })?;
    let (level, size) = found.break_value().expect("it is there");
    println!("\n  looking for `anne`: found, {level} levels down, with {size} bytes");
    assert_eq!((level, size), (3, 50));

    // Stops at the first entry below the directory.
    let mut seen = 0;
    let stopped = walk(directory, |entry| {
        seen += 1;
        if entry.level == 1 { Break(()) } else { Continue(()) }
    })?;
    println!("  looking for anything in there: found, after {seen} of {ENTRIES} entries");
    assert!(stopped.is_break() && seen == 2);

    let failed = walk::<()>(&directory.join("nowhere"), |_| unreachable!("there is nothing"));
    let error = failed.expect_err("there is no such directory");
    println!("  looking in `nowhere`: {error}");
    assert_eq!(error.kind(), io::ErrorKind::NotFound);
    Ok(files.len())
}
