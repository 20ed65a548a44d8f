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

#[doc = include_str!("glib.md")]
pub mod glib {}

#[doc = include_str!("gobject.md")]
pub mod gobject {}

#[doc = include_str!("sqlite.md")]
pub mod sqlite {}

#[doc = include_str!("sqlite_hooks.md")]
pub mod sqlite_hooks {}

#[doc = include_str!("curl.md")]
pub mod curl {}

#[doc = include_str!("curl_multi.md")]
pub mod curl_multi {}
