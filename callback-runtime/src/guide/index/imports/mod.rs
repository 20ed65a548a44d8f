//! Index of imports: fifty of these functions, each as a line in a block of [`import`](macro@crate::import).
//!
//! The other pages of the index hand a closure over by a method of its context. A block of `import` does that
//! once, for all callers: the function then takes the closure itself. The declarations here are those of the
//! other pages. The word before the callback is the lifetime. The other pages give the reason for it.
//!
//! | C does this with the callback | word | the result is | the caller gets |
//! |---|---|---|---|
//! | calls it before the function returns | `#[scope]` | anything | what escapes from the closure, or C's result |
//! | the same, without user data | `#[scope]`, and no `context` | anything | the same |
//! | calls it once, later | `#[once]` | a `Result` | C's result |
//! | keeps it until it runs a destroy function | `#[notified]`, and a `destroy` | a `Result` | C's result |
//! | keeps it until it is told to forget it | `#[register(unset = ..)]` | a `Result` | a [`Registration`](crate::Registration) |
//! | keeps it, without user data | `#[slot]` | anything | a [`Slot`](crate::Slot) |
//!
//! - `-> Result<(), E>` and `-> Result<T, E>` name the error by which C refuses: [`LastError`](crate::LastError),
//!   [`Errno`](crate::Errno), [`Hresult`](crate::Hresult), an error of your own, or
//!   [`Infallible`](core::convert::Infallible).
//! - A `safe fn` is sound for all arguments of its types. If a pointer, a handle or a generic is the caller's promise,
//!   the function is an `unsafe fn`.
//! - If a crate has the functions, write `#[import(from = path::of::its::module)]`. The rest of the block
//!   does not change.
//! - A callback that is set in a struct, or by a variadic function, has no import: `RegisterClassExW`, `sigaction`,
//!   `curl_easy_setopt`. Nor has one whose `unset` needs a value that C writes to an out-parameter, such as that of
//!   `RegisterWaitForSingleObject`. Hand these over by a method of the context.
//!
//! # The functions
//!
//! [Win32](win32): `EnumWindows`, `EnumChildWindows`, `EnumThreadWindows`, `EnumDisplayMonitors`,
//! `EnumFontFamiliesExW`, `LineDDA`, `EnumResourceNamesW`, `EnumSystemLocalesEx`, `SymEnumSymbolsW`, `CopyFileExW`,
//! `InitOnceExecuteOnce`.
//!
//! [Win32: callbacks that C keeps](win32_kept): `SetTimer`, `SetWindowsHookExW`, `SetWinEventHook`,
//! `SetConsoleCtrlHandler`, `CreateThread`, `QueueUserWorkItem`, `TrySubmitThreadpoolCallback`, `SetWindowSubclass`.
//!
//! [C and POSIX](c_and_posix): `qsort`, `bsearch`, `qsort_r`, `twalk`, `atexit`, `on_exit`, `nftw`, `dl_iterate_phdr`,
//! `pthread_create`, `pthread_once`.
//!
//! [GLib](glib): `g_list_foreach`, `g_list_sort_with_data`, `g_hash_table_foreach`, `g_hash_table_foreach_remove`,
//! `g_idle_add_full`, `g_timeout_add_full`, `g_timeout_add`, `g_source_set_callback`, `g_child_watch_add_full`,
//! `g_thread_try_new`, `g_signal_connect_data`, `g_log_set_handler`.
//!
//! [SQLite](sqlite): `sqlite3_exec`, `sqlite3_create_function_v2`, `sqlite3_create_collation_v2`,
//! `sqlite3_set_authorizer`, `sqlite3_busy_handler`, `sqlite3_commit_hook`, `sqlite3_rollback_hook`,
//! `sqlite3_update_hook`, `sqlite3_trace_v2`.

#[doc = include_str!("win32.md")]
pub mod win32 {}

#[doc = include_str!("win32_kept.md")]
pub mod win32_kept {}

#[doc = include_str!("c_and_posix.md")]
pub mod c_and_posix {}

#[doc = include_str!("glib.md")]
pub mod glib {}

#[doc = include_str!("sqlite.md")]
pub mod sqlite {}
