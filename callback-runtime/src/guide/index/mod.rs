//! Index: sixty functions of Win32, POSIX, GLib, SQLite and curl, each with its declaration.

/// Win32, the functions that call before they return.
pub mod win32_enumerations {}
/// Win32, the functions that keep a callback.
pub mod win32_kept {}
/// The C library: sorting, searching, the end of the process.
pub mod c_library {}
/// POSIX and Linux: threads, files, signals, timers.
pub mod posix {}
/// GLib, GObject and GIO.
pub mod glib {}
/// SQLite, the functions.
pub mod sqlite {}
/// SQLite, the hooks.
pub mod sqlite_hooks {}
/// curl.
pub mod curl {}
