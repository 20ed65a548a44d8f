//! `atexit` calls closures when the process ends: their slots are never given back.

use std::ffi::c_int;
use std::fs;
use std::io;
use std::path::PathBuf;
use std::sync::{Arc, Mutex};

use callback_runtime::{RawFn, callback};

// int atexit(void (*function)(void));
//
// `FnOnce`, since it is called once; `Send`, since any thread may call `exit`. ISO C has room for 32.
#[callback(extern "C" fn(), context = none, slots = 2)]
type AtExit = dyn FnOnce() + Send;

unsafe extern "C" {
    fn atexit(function: RawFn<AtExit>) -> c_int;
}

/// Has `closure` called when the process ends, by `exit` or by the end of `main`.
///
/// The last one comes first. None of them may use thread-locals, which may be gone.
///
/// # Errors
///
/// When there are no slots left, or C has no memory. The closure is dropped.
fn at_exit(closure: impl FnOnce() + Send + 'static) -> io::Result<()> {
    let slot = AtExit::new(closure).slot().map_err(io::Error::other)?;
    // SAFETY: the function may be called at any time.
    if unsafe { atexit(slot.function()) } != 0 {
        return Err(io::Error::other("atexit has no room for another function"));
    }
    // C cannot be told to forget it. Were the slot given back, C would call the closure that is
    // there by then, or nothing. A slot that is dropped, at the end of this function or in a value
    // of `main`'s, is one given back.
    slot.leak();
    Ok(())
}

/// Registers two closures, for the diary and for the directory; and one too many.
pub(crate) fn show(directory: PathBuf, diary: &Arc<Mutex<Vec<String>>>) -> io::Result<()> {
    let read = Arc::clone(diary);
    at_exit(move || {
        println!("  the directory is removed");
        fs::remove_dir_all(&directory).expect("it is ours");
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

    let refused = at_exit(|| unreachable!("C has never heard of it")).expect_err("both are in use");
    println!("  a third closure is refused:\n  {refused}\n\n  main returns");
    assert_eq!(Arc::strong_count(diary), 3);
    Ok(())
}
