//! Child windows: another function, with a callback of the same type.

use std::convert::Infallible;
use std::io;
use std::ops::ControlFlow::Continue;

use windows_sys::Win32::Foundation::HWND;

use crate::api::EnumChildWindows;
use crate::window::{self, Window, add_child};

// BOOL CALLBACK EnumChildProc(HWND hwnd, LPARAM lParam);
//
// `EnumWindows` takes the same `WNDENUMPROC`, so `top_windows.rs` has the declaration, and `api.rs` names
// it for both.

/// Returns the descendants of a window.
pub(crate) fn below(parent: HWND) -> Vec<HWND> {
    let mut children = Vec::new();
    let Continue(_unused) = EnumChildWindows::<Infallible, _>(parent, |child| {
        children.push(child);
        Continue(())
    });
    children
}

/// A window with its descendants, which are destroyed with it.
pub(crate) struct Family {
    pub parent: Window,
    pub children: [HWND; 2],
    pub grandchild: HWND,
}

impl Family {
    pub(crate) fn new() -> io::Result<Self> {
        let parent = Window::new("George")?;
        let children = [add_child(parent.handle(), "Ada")?, add_child(parent.handle(), "Allegra")?];
        let grandchild = add_child(children[0], "Anne")?;
        Ok(Self { parent, children, grandchild })
    }
}

/// Lists the descendants of a window, and of each of those.
pub(crate) fn show() -> io::Result<()> {
    let family = Family::new()?;
    let [ada, allegra] = family.children;
    for (window, expected) in
        [(family.parent.handle(), 3), (ada, 1), (allegra, 0), (family.grandchild, 0)]
    {
        let children = below(window);
        let titles: Vec<String> = children.iter().map(|&child| window::title(child)).collect();
        println!("  below {}: {}", window::title(window), crate::few(&titles));
        assert_eq!(children.len(), expected);
    }
    Ok(())
}
