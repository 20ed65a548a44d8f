//! Index: sixty functions of Win32, POSIX, GLib, SQLite and curl, each with its declaration.
