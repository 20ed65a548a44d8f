//! The functions of windows-sys that this program calls, with closures in place of function pointers and user data.
//!
//! Each block promises that a `safe fn` is sound for all arguments of these types: Win32 looks handles up and does not
//! follow them, keeps no pointer past the call, and calls a closure during the call, or later on the same thread.

use std::ffi::c_void;
use std::ptr::{null, null_mut};

use callback_runtime::{LastError, RawFn, import};
use windows_sys::Win32::Foundation::{HINSTANCE, HMODULE, HWND, LPARAM, WPARAM};
use windows_sys::Win32::Graphics::Gdi::{HDC, LOGFONTW};
use windows_sys::Win32::UI::WindowsAndMessaging::{HHOOK, WINDOWS_HOOK_ID};
use windows_sys::core::{BOOL, PCWSTR, PWSTR};

use crate::fonts::EnumFontFamExProc;
use crate::locales::EnumLocalesProcEx;
use crate::message_hook::GetMsgProc;
use crate::procedures::subclass::{SubclassProc, unset};
use crate::resources::{EnumResNameProc, Kind, Module};
use crate::timers::TimerProc;
use crate::top_windows::EnumWindowsProc;

#[import(from = windows_sys::Win32::UI::WindowsAndMessaging)]
unsafe extern "system" {
    /// Calls `each` for each top-level window, until it breaks.
    pub(crate) safe fn EnumWindows<B>(
        #[scope] each: EnumWindowsProc<B>,
        context: LPARAM,
    ) -> Result<(), LastError>;

    /// Calls `each` for the descendants of a window, until it breaks.
    ///
    /// Its documentation says that the return value is not used. So nothing distinguishes a window without children
    /// from one that does not exist.
    pub(crate) safe fn EnumChildWindows<B>(
        parent: HWND,
        #[scope] each: EnumWindowsProc<B>,
        context: LPARAM,
    ) -> BOOL;

    /// Calls `tick` repeatedly, when this thread dispatches its messages. Returns the number of the timer.
    pub(crate) safe fn SetTimer(
        #[c(HWND = null_mut())] _: (),
        #[c(usize = 0)] _: (),
        millis: u32,
        #[slot] tick: TimerProc,
    ) -> Result<usize, LastError>;

    pub(crate) safe fn KillTimer(#[c(HWND = null_mut())] _: (), id: usize) -> BOOL;

    /// Hooks the messages of a thread of this process.
    pub(crate) safe fn SetWindowsHookExW(
        kind: WINDOWS_HOOK_ID,
        #[slot] hook: GetMsgProc,
        #[c(HINSTANCE = null_mut())] _: (),
        thread: u32,
    ) -> Result<HHOOK, LastError>;

    pub(crate) safe fn UnhookWindowsHookEx(hook: HHOOK) -> BOOL;

    pub(crate) safe fn IsWindow(window: HWND) -> BOOL;
    pub(crate) safe fn DestroyWindow(window: HWND) -> BOOL;
    pub(crate) safe fn EndDialog(dialog: HWND, result: isize) -> BOOL;

    pub(crate) safe fn InternalGetWindowText(
        window: HWND,
        #[c(PWSTR, i32)] buffer: &mut [u16],
    ) -> i32;
    pub(crate) safe fn GetClassNameW(window: HWND, #[c(PWSTR, i32)] buffer: &mut [u16]) -> i32;
    pub(crate) safe fn GetWindowTextW(window: HWND, #[c(PWSTR, i32)] buffer: &mut [u16]) -> i32;
    pub(crate) safe fn GetDlgItemTextW(
        dialog: HWND,
        control: i32,
        #[c(PWSTR, i32)] buffer: &mut [u16],
    ) -> u32;

    /// # Safety
    ///
    /// - The text ends in a NUL.
    pub(crate) fn SetWindowTextW(window: HWND, text: PCWSTR) -> Result<(), LastError>;

    /// # Safety
    ///
    /// - The procedure of the window accepts these parameters for this message.
    pub(crate) fn PostMessageW(
        window: HWND,
        message: u32,
        w: WPARAM,
        l: LPARAM,
    ) -> Result<(), LastError>;
}

#[import(from = windows_sys::Win32::Graphics::Gdi)]
unsafe extern "system" {
    /// Calls `each` for the fonts like `wanted`, until it breaks. Returns what the callback returned last.
    pub(crate) safe fn EnumFontFamiliesExW<B>(
        device: HDC,
        wanted: &LOGFONTW,
        #[scope] each: EnumFontFamExProc<B>,
        context: LPARAM,
        #[c(u32 = 0)] _: (),
    ) -> i32;
}

#[import(from = windows_sys::Win32::Globalization)]
unsafe extern "system" {
    /// Calls `each` for the locales, until it breaks.
    pub(crate) safe fn EnumSystemLocalesEx<B>(
        #[scope] each: EnumLocalesProcEx<B>,
        flags: u32,
        context: LPARAM,
        #[c(*const c_void = null())] _: (),
    ) -> Result<(), LastError>;
}

#[import(from = windows_sys::Win32::System::LibraryLoader)]
unsafe extern "system" {
    /// Calls `each` for the resources of a kind, until it breaks.
    pub(crate) safe fn EnumResourceNamesW<B>(
        #[c(HMODULE)] module: &Module,
        #[c(PCWSTR)] kind: Kind,
        #[scope] each: EnumResNameProc<B>,
        context: isize,
    ) -> Result<(), LastError>;
}

#[import(from = windows_sys::Win32::System::Threading)]
unsafe extern "system" {
    pub(crate) safe fn GetCurrentThreadId() -> u32;
}

#[import(from = windows_sys::Win32::UI::Shell)]
unsafe extern "system" {
    /// Calls `procedure` for each message of a control of this thread, until the registration ends. Function and `id`
    /// identify a subclass.
    pub(crate) safe fn SetWindowSubclass(
        control: HWND,
        #[register(unset = unset(control, function, id))] procedure: SubclassProc,
        id: usize,
        context: usize,
    ) -> Result<(), LastError>;

    /// # Safety
    ///
    /// - `procedure` came from a call that set a subclass.
    pub(crate) fn RemoveWindowSubclass(
        control: HWND,
        procedure: Option<RawFn<SubclassProc>>,
        id: usize,
    ) -> Result<(), LastError>;
}
