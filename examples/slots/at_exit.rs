//! `atexit` calls closures when the process ends, so their slots are never given back.

use std::ffi::c_int;
use std::fs;
use std::io;
use std::path::PathBuf;
use std::sync::{Arc, Mutex};

use callback_runtime::{RawFn, callback};

// int atexit(void (*function)(void));
//
// `FnOnce`, since C calls it once. `Send`, since any thread may call `exit`. ISO C guarantees room for 32.
#[callback(extern "C" fn(), context = none, slots = 2)]
type AtExit = dyn FnOnce() + Send;

unsafe extern "C" {
    fn atexit(function: RawFn<AtExit>) -> c_int;
}

/// Registers `closure` to be called when the process ends, by `exit` or by the end of `main`.
///
/// The last one is called first. None of them may use thread-locals, which may have been destroyed.
///
/// # Errors
///
/// Returns an error if no slot is free, or if C has no memory. The closure is dropped.
fn at_exit(closure: impl FnOnce() + Send + 'static) -> io::Result<()> {
    let slot = AtExit::new(closure).slot().map_err(io::Error::other)?;
    // SAFETY: the function may be called at any time.
    if unsafe { atexit(slot.function()) } != 0 {
        return Err(io::Error::other("atexit has no room for another function"));
    }
    // C has no function to unregister. If the slot were given back, C would call the closure that is
    // in the slot by then, or get the fallback. Dropping a slot gives it back, here or at the end of
    // `main`, so it is leaked.
    slot.leak();
    Ok(())
}

/// Registers two closures, for the diary and for the directory, and then one too many.
pub(crate) fn show(directory: PathBuf, diary: &Arc<Mutex<Vec<String>>>) -> io::Result<()> {
    let read = Arc::clone(diary);
    at_exit(move || {
        println!("  the directory is removed");
        fs::remove_dir_all(&directory).expect("this program made it");
        assert!(!directory.exists());
        assert!(read.lock().expect("nobody panicked").is_empty(), "it was read before");
    })?;
    let own = Arc::clone(diary);
    at_exit(move || {
        println!("  the diary is read:");
        let entries = own.lock().expect("nobody panicked").split_off(0);
        for entry in &entries {
            println!("    {entry}");
        }
        assert_eq!(entries.len(), 2);
    })?;

    let refused = at_exit(|| unreachable!("C does not have it")).expect_err("both are in use");
    println!("  a third closure is refused:\n  {refused}\n\n  main returns");
    assert_eq!(Arc::strong_count(diary), 3);
    Ok(())
}
