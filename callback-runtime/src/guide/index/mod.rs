//! Index: sixty functions of Win32, POSIX, GLib, SQLite and curl, each with its declaration.

#[doc = include_str!("win32_windows.md")]
pub mod win32_windows {}

#[doc = include_str!("win32_services.md")]
pub mod win32_services {}

#[doc = include_str!("win32_kept.md")]
pub mod win32_kept {}

#[doc = include_str!("win32_pool.md")]
pub mod win32_pool {}

#[doc = include_str!("c_library.md")]
pub mod c_library {}

#[doc = include_str!("posix.md")]
pub mod posix {}

#[doc = include_str!("posix_files.md")]
pub mod posix_files {}

/// GLib, GObject and GIO.
pub mod glib {}
/// SQLite, the functions.
pub mod sqlite {}
/// SQLite, the hooks.
pub mod sqlite_hooks {}
/// curl.
pub mod curl {}
