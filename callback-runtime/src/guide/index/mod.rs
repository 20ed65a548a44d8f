//! Index: eighty-three functions of Win32, POSIX, GLib, SQLite, curl and others, and forty-one groups of functions
//! that share one user data, each with its declaration.
//!
//! Each entry gives the C prototype, the kind or the receiver, the lifetime with the reason for it, the value
//! that C gets after a panic, and the source of the contract. The declaration and the hand-over are in the
//! block of Rust that follows. All blocks are compiled on every target of the crate. Most of those of the C
//! library and of POSIX also run.
//!
//! # How to read a block
//!
//! - C's own types are in the block, or in a block of types at the top of the page: copy that, too. A type whose fields
//!   nobody needs is declared as `#[repr(C)] pub struct sqlite3 { _private: [u8; 0] }`. You can take the types from a
//!   `-sys` crate instead.
//! - The C functions are declared in the block, with [`RawFn`](crate::RawFn) and [`RawContext`](crate::RawContext).
//!   If the alias has generics, the declaration may name any: `RawFn<Compare<()>>` is the type for all of them.
//! - If a crate has the C functions already, use its functions, and pass `Some(function)` where they take an `Option`.
//!   If such a crate takes a safe `extern "C" fn`, as `libc` does for `atexit` and `pthread_create`, and curl-sys for
//!   all, convert the function pointer with [`safe_fn`](crate::safe_fn).
//! - A comment `matches = NAME` names the typedef of windows-sys, or of the crate in its path. As a key of
//!   the attribute, it makes the compiler compare the two.
//! - Wrappers that depend on a promise of their caller are `unsafe`, and kept short. The chapter on
//!   [`wrappers`](crate::guide::wrappers) makes them safe.
//!
//! # The functions
//!
//! [Win32: windows, monitors, fonts](win32_windows):
//! [`EnumWindows`](crate::guide::index::win32_windows#enumwindows),
//! [`EnumChildWindows`](crate::guide::index::win32_windows#enumchildwindows),
//! [`EnumThreadWindows`](crate::guide::index::win32_windows#enumthreadwindows),
//! [`EnumDisplayMonitors`](crate::guide::index::win32_windows#enumdisplaymonitors),
//! [`EnumFontFamiliesExW`](crate::guide::index::win32_windows#enumfontfamiliesexw),
//! [`LineDDA`](crate::guide::index::win32_windows#linedda).
//!
//! [Win32: procedures](win32_procedures):
//! [`RegisterClassExW`](crate::guide::index::win32_procedures#registerclassexw),
//! [`SetWindowSubclass`](crate::guide::index::win32_procedures#setwindowsubclass),
//! [`DialogBoxParamW`](crate::guide::index::win32_procedures#dialogboxparamw).
//!
//! [Win32: resources, locales, symbols, copies](win32_services):
//! [`EnumResourceNamesW`](crate::guide::index::win32_services#enumresourcenamesw),
//! [`EnumSystemLocalesEx`](crate::guide::index::win32_services#enumsystemlocalesex),
//! [`SymEnumSymbolsW`](crate::guide::index::win32_services#symenumsymbolsw),
//! [`CopyFileExW`](crate::guide::index::win32_services#copyfileexw),
//! [`InitOnceExecuteOnce`](crate::guide::index::win32_services#initonceexecuteonce).
//!
//! [Win32: timers, hooks, threads](win32_kept):
//! [`SetTimer`](crate::guide::index::win32_kept#settimer),
//! [`SetWindowsHookExW`](crate::guide::index::win32_kept#setwindowshookexw),
//! [`SetWinEventHook`](crate::guide::index::win32_kept#setwineventhook),
//! [`SetConsoleCtrlHandler`](crate::guide::index::win32_kept#setconsolectrlhandler),
//! [`CreateThread`](crate::guide::index::win32_kept#createthread),
//! [`QueueUserWorkItem`](crate::guide::index::win32_kept#queueuserworkitem),
//! [`TrySubmitThreadpoolCallback`](crate::guide::index::win32_kept#trysubmitthreadpoolcallback).
//!
//! [Win32: waits, notifications, overlapped reads](win32_pool):
//! [`RegisterWaitForSingleObject`](crate::guide::index::win32_pool#registerwaitforsingleobject),
//! [`CreateTimerQueueTimer`](crate::guide::index::win32_pool#createtimerqueuetimer),
//! [`NotifyIpInterfaceChange`](crate::guide::index::win32_pool#notifyipinterfacechange),
//! [`ReadFileEx`](crate::guide::index::win32_pool#readfileex).
//!
//! [The C library](c_library):
//! [`qsort`](crate::guide::index::c_library#qsort),
//! [`bsearch`](crate::guide::index::c_library#bsearch),
//! [`qsort_r`](crate::guide::index::c_library#qsort_r),
//! [`tsearch`](crate::guide::index::c_library#tsearch),
//! [`twalk`](crate::guide::index::c_library#twalk),
//! [`atexit`](crate::guide::index::c_library#atexit),
//! [`on_exit`](crate::guide::index::c_library#on_exit).
//!
//! [POSIX: threads, signals, timers](posix):
//! [`pthread_create`](crate::guide::index::posix#pthread_create),
//! [`pthread_once`](crate::guide::index::posix#pthread_once),
//! [`pthread_key_create`](crate::guide::index::posix#pthread_key_create),
//! [`sigaction`](crate::guide::index::posix#sigaction),
//! [`timer_create`](crate::guide::index::posix#timer_create).
//!
//! [POSIX: files and loaded objects](posix_files):
//! [`nftw`](crate::guide::index::posix_files#nftw),
//! [`scandir`](crate::guide::index::posix_files#scandir),
//! [`glob`](crate::guide::index::posix_files#glob),
//! [`dl_iterate_phdr`](crate::guide::index::posix_files#dl_iterate_phdr).
//!
//! [Linux: streams](posix_streams):
//! [`fopencookie`](crate::guide::index::posix_streams#fopencookie).
//!
//! [GLib: lists and sources](glib):
//! [`g_list_foreach`](crate::guide::index::glib#g_list_foreach),
//! [`g_list_sort_with_data`](crate::guide::index::glib#g_list_sort_with_data),
//! [`g_hash_table_foreach`](crate::guide::index::glib#g_hash_table_foreach),
//! [`g_hash_table_foreach_remove`](crate::guide::index::glib#g_hash_table_foreach_remove),
//! [`g_idle_add_full`](crate::guide::index::glib#g_idle_add_full),
//! [`g_timeout_add_full`](crate::guide::index::glib#g_timeout_add_full),
//! [`g_timeout_add`](crate::guide::index::glib#g_timeout_add),
//! [`g_source_set_callback`](crate::guide::index::glib#g_source_set_callback),
//! [`g_child_watch_add_full`](crate::guide::index::glib#g_child_watch_add_full).
//!
//! [GLib, GObject, GIO: threads, signals, logs, asynchronous calls](gobject):
//! [`g_thread_try_new`](crate::guide::index::gobject#g_thread_try_new),
//! [`g_signal_connect_data`](crate::guide::index::gobject#g_signal_connect_data),
//! [`g_log_set_handler`](crate::guide::index::gobject#g_log_set_handler),
//! [`g_file_load_contents_async`](crate::guide::index::gobject#g_file_load_contents_async).
//!
//! [SQLite: functions](sqlite):
//! [`sqlite3_exec`](crate::guide::index::sqlite#sqlite3_exec),
//! [`sqlite3_progress_handler`](crate::guide::index::sqlite#sqlite3_progress_handler),
//! [`sqlite3_create_function_v2`](crate::guide::index::sqlite#sqlite3_create_function_v2),
//! [`sqlite3_create_collation_v2`](crate::guide::index::sqlite#sqlite3_create_collation_v2),
//! [`sqlite3_collation_needed`](crate::guide::index::sqlite#sqlite3_collation_needed),
//! [`sqlite3_set_authorizer`](crate::guide::index::sqlite#sqlite3_set_authorizer),
//! [`sqlite3_config`](crate::guide::index::sqlite#sqlite3_config).
//!
//! [SQLite: hooks](sqlite_hooks):
//! [`sqlite3_busy_handler`](crate::guide::index::sqlite_hooks#sqlite3_busy_handler),
//! [`sqlite3_commit_hook`](crate::guide::index::sqlite_hooks#sqlite3_commit_hook),
//! [`sqlite3_rollback_hook`](crate::guide::index::sqlite_hooks#sqlite3_rollback_hook),
//! [`sqlite3_update_hook`](crate::guide::index::sqlite_hooks#sqlite3_update_hook),
//! [`sqlite3_wal_hook`](crate::guide::index::sqlite_hooks#sqlite3_wal_hook),
//! [`sqlite3_trace_v2`](crate::guide::index::sqlite_hooks#sqlite3_trace_v2).
//!
//! [curl: transfers](curl):
//! [`CURLOPT_WRITEFUNCTION`](crate::guide::index::curl#curlopt_writefunction),
//! [`CURLOPT_READFUNCTION`](crate::guide::index::curl#curlopt_readfunction),
//! [`CURLOPT_HEADERFUNCTION`](crate::guide::index::curl#curlopt_headerfunction),
//! [`CURLOPT_XFERINFOFUNCTION`](crate::guide::index::curl#curlopt_xferinfofunction),
//! [`CURLOPT_SEEKFUNCTION`](crate::guide::index::curl#curlopt_seekfunction),
//! [`CURLOPT_DEBUGFUNCTION`](crate::guide::index::curl#curlopt_debugfunction),
//! [`CURLOPT_SOCKOPTFUNCTION`](crate::guide::index::curl#curlopt_sockoptfunction).
//!
//! [curl: event loops and shares](curl_multi):
//! [`CURLMOPT_SOCKETFUNCTION`](crate::guide::index::curl_multi#curlmopt_socketfunction),
//! [`CURLMOPT_TIMERFUNCTION`](crate::guide::index::curl_multi#curlmopt_timerfunction),
//! [`CURLSHOPT_LOCKFUNC`](crate::guide::index::curl_multi#curlshopt_lockfunc),
//! [`CURLSHOPT_UNLOCKFUNC`](crate::guide::index::curl_multi#curlshopt_unlockfunc).
//!
//! [libpng: pictures](libpng):
//! [`png_set_read_fn`](crate::guide::index::libpng#png_set_read_fn).
//!
//! [libuv: handles](libuv):
//! [`uv_close`](crate::guide::index::libuv#uv_close).
//!
//! [Exported functions: PAM, Java](exported):
//! [`pam_sm_authenticate`](crate::guide::index::exported#pam_sm_authenticate),
//! [`JNIEXPORT`](crate::guide::index::exported#jniexport).
//!
//! [Several functions with one user data](groups): forty-one traits, on separate pages.
//!
//! [The same functions under `import`](imports): fifty of them, as functions that take closures.

#[doc = include_str!("win32_windows.md")]
#[doc(alias = "EnumWindows")]
#[doc(alias = "EnumChildWindows")]
#[doc(alias = "EnumThreadWindows")]
#[doc(alias = "EnumDisplayMonitors")]
#[doc(alias = "EnumFontFamiliesExW")]
#[doc(alias = "LineDDA")]
pub mod win32_windows {}

#[doc = include_str!("win32_procedures.md")]
#[doc(alias = "RegisterClassExW")]
#[doc(alias = "WNDPROC")]
#[doc(alias = "SetWindowSubclass")]
#[doc(alias = "SUBCLASSPROC")]
#[doc(alias = "DialogBoxParamW")]
#[doc(alias = "DLGPROC")]
pub mod win32_procedures {}

#[doc = include_str!("win32_services.md")]
#[doc(alias = "EnumResourceNamesW")]
#[doc(alias = "EnumSystemLocalesEx")]
#[doc(alias = "SymEnumSymbolsW")]
#[doc(alias = "CopyFileExW")]
#[doc(alias = "InitOnceExecuteOnce")]
pub mod win32_services {}

#[doc = include_str!("win32_kept.md")]
#[doc(alias = "SetTimer")]
#[doc(alias = "SetWindowsHookExW")]
#[doc(alias = "SetWinEventHook")]
#[doc(alias = "SetConsoleCtrlHandler")]
#[doc(alias = "CreateThread")]
#[doc(alias = "QueueUserWorkItem")]
#[doc(alias = "TrySubmitThreadpoolCallback")]
pub mod win32_kept {}

#[doc = include_str!("win32_pool.md")]
#[doc(alias = "RegisterWaitForSingleObject")]
#[doc(alias = "CreateTimerQueueTimer")]
#[doc(alias = "NotifyIpInterfaceChange")]
#[doc(alias = "ReadFileEx")]
pub mod win32_pool {}

#[doc = include_str!("c_library.md")]
#[doc(alias = "qsort")]
#[doc(alias = "bsearch")]
#[doc(alias = "qsort_r")]
#[doc(alias = "tsearch")]
#[doc(alias = "twalk")]
#[doc(alias = "atexit")]
#[doc(alias = "on_exit")]
pub mod c_library {}

#[doc = include_str!("posix.md")]
#[doc(alias = "pthread_create")]
#[doc(alias = "pthread_once")]
#[doc(alias = "pthread_key_create")]
#[doc(alias = "sigaction")]
#[doc(alias = "timer_create")]
pub mod posix {}

#[doc = include_str!("posix_files.md")]
#[doc(alias = "nftw")]
#[doc(alias = "scandir")]
#[doc(alias = "glob")]
#[doc(alias = "dl_iterate_phdr")]
pub mod posix_files {}

#[doc = include_str!("posix_streams.md")]
#[doc(alias = "fopencookie")]
pub mod posix_streams {}

#[doc = include_str!("glib.md")]
#[doc(alias = "g_list_foreach")]
#[doc(alias = "g_list_sort_with_data")]
#[doc(alias = "g_hash_table_foreach")]
#[doc(alias = "g_hash_table_foreach_remove")]
#[doc(alias = "g_idle_add_full")]
#[doc(alias = "g_timeout_add_full")]
#[doc(alias = "g_source_set_callback")]
#[doc(alias = "g_child_watch_add_full")]
pub mod glib {}

#[doc = include_str!("gobject.md")]
#[doc(alias = "g_thread_try_new")]
#[doc(alias = "g_signal_connect_data")]
#[doc(alias = "g_log_set_handler")]
#[doc(alias = "g_file_load_contents_async")]
pub mod gobject {}

#[doc = include_str!("sqlite.md")]
#[doc(alias = "sqlite3_exec")]
#[doc(alias = "sqlite3_progress_handler")]
#[doc(alias = "sqlite3_create_function_v2")]
#[doc(alias = "sqlite3_create_collation_v2")]
#[doc(alias = "sqlite3_collation_needed")]
#[doc(alias = "sqlite3_set_authorizer")]
#[doc(alias = "sqlite3_config")]
pub mod sqlite {}

#[doc = include_str!("sqlite_hooks.md")]
#[doc(alias = "sqlite3_busy_handler")]
#[doc(alias = "sqlite3_commit_hook")]
#[doc(alias = "sqlite3_rollback_hook")]
#[doc(alias = "sqlite3_update_hook")]
#[doc(alias = "sqlite3_wal_hook")]
#[doc(alias = "sqlite3_trace_v2")]
pub mod sqlite_hooks {}

#[doc = include_str!("curl.md")]
#[doc(alias = "CURLOPT_WRITEFUNCTION")]
#[doc(alias = "CURLOPT_READFUNCTION")]
#[doc(alias = "CURLOPT_HEADERFUNCTION")]
#[doc(alias = "CURLOPT_XFERINFOFUNCTION")]
#[doc(alias = "CURLOPT_SEEKFUNCTION")]
#[doc(alias = "CURLOPT_DEBUGFUNCTION")]
#[doc(alias = "CURLOPT_SOCKOPTFUNCTION")]
pub mod curl {}

#[doc = include_str!("curl_multi.md")]
#[doc(alias = "CURLMOPT_SOCKETFUNCTION")]
#[doc(alias = "CURLMOPT_TIMERFUNCTION")]
#[doc(alias = "CURLSHOPT_LOCKFUNC")]
#[doc(alias = "CURLSHOPT_UNLOCKFUNC")]
pub mod curl_multi {}

#[doc = include_str!("libpng.md")]
#[doc(alias = "png_set_read_fn")]
pub mod libpng {}

#[doc = include_str!("libuv.md")]
#[doc(alias = "uv_close")]
pub mod libuv {}

#[doc = include_str!("exported.md")]
#[doc(alias = "pam_sm_authenticate")]
#[doc(alias = "JNIEXPORT")]
#[doc(alias = "JNIEnv")]
pub mod exported {}

pub mod groups;
pub mod imports;
