//! C functions that take closures, in blocks of `#[import]`: those of the tests' own libraries, of the C
//! library, of the system, and of libraries that are loaded at run time. See `csrc/misbehaving.c`,
//! `arguments.c`, `registered.c`, `timers.c` and `loaded.c`.

mod declared;
mod hosted;
mod loaded;
mod missing;
#[cfg(unix)]
mod posix;
mod registered;
mod sorted;
mod stored;
#[cfg(unix)]
mod threads;
mod timers;
mod variadic;
#[cfg(all(target_os = "linux", target_env = "gnu"))]
mod walks;
#[cfg(windows)]
mod win32;
