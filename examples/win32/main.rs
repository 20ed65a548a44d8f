//! Rust closures as the callbacks of Win32: windows, fonts, locales, resources, timers, hooks,
//! procedures.
//!
//! `cargo run --example win32`

#[cfg(windows)]
mod api;
#[cfg(windows)]
mod child_windows;
#[cfg(windows)]
mod fonts;
#[cfg(windows)]
mod linked;
#[cfg(windows)]
mod loaded;
#[cfg(windows)]
mod locales;
#[cfg(windows)]
mod message_hook;
#[cfg(windows)]
mod messages;
#[cfg(windows)]
mod panics;
#[cfg(windows)]
mod printers;
#[cfg(windows)]
mod procedures;
#[cfg(windows)]
mod resources;
#[cfg(all(windows, test))]
mod tests;
#[cfg(windows)]
mod timers;
#[cfg(windows)]
mod top_windows;
#[cfg(windows)]
mod wide;
#[cfg(windows)]
mod window;

#[cfg(windows)]
fn main() -> std::io::Result<()> {
    heading("Top-level windows: EnumWindows", "scope, and a Break that carries the window");
    top_windows::show()?;

    heading("A panic in the closure: EnumWindows", "scope: FALSE stops Win32, the panic goes on");
    panics::show()?;

    heading("Child windows: EnumChildWindows", "scope, and the same declaration again");
    child_windows::show()?;

    heading("Fonts: EnumFontFamiliesExW", "scope, references to structures");
    fonts::show()?;

    heading("Locales: EnumSystemLocalesEx", "scope, a wide string as a type of this program");
    locales::show()?;

    heading("A loaded library: kernel32.dll", "scope, and a function that may be missing");
    loaded::show()?;

    heading("Resources: EnumResourceNamesW", "scope, a number or a string as an enum");
    resources::show()?;

    heading("Timers: SetTimer", "slot, since there is no user data, and a late tick");
    timers::show()?;

    heading("A hook: SetWindowsHookExW", "slot, and a message loop; dropping it unhooks it");
    message_hook::show()?;

    heading("Printers: EnumPrintersW", "no callback, so no #[callback]: a buffer, in two calls");
    printers::show();

    heading("A window procedure: RegisterClassExW", "notified, and DefWindowProcW as the fallback");
    procedures::class::show()?;

    heading(
        "A subclassed control: SetWindowSubclass",
        "register, and DefSubclassProc as the fallback",
    );
    procedures::subclass::show()?;

    heading(
        "A dialog: DialogBoxIndirectParamW",
        "scope, and a Break that ends the dialog with its answer",
    );
    procedures::dialog::show()
}

#[cfg(not(windows))]
fn main() {
    println!("this example needs Windows");
}

#[cfg(windows)]
fn heading(title: &str, what: &str) {
    println!("\n{title}\n  ({what})\n");
}

/// Prints the first few lines, and the number of the others.
#[cfg(windows)]
fn list(lines: impl ExactSizeIterator<Item = String>) {
    const FEW: usize = 6;
    let more = lines.len().saturating_sub(FEW);
    lines.take(FEW).for_each(|line| println!("  {line}"));
    if more > 0 {
        println!("  and {more} more");
    }
}

/// Returns the first few names, and the number of the others, in one line.
#[cfg(windows)]
fn few(names: &[String]) -> String {
    match names {
        [] => "none".to_owned(),
        [first, second, third, more @ ..] if !more.is_empty() => {
            format!("{first}, {second}, {third} and {} more", more.len())
        }
        all => all.join(", "),
    }
}
