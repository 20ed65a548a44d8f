//! Functions of Windows: linked as `raw-dylib`, or loaded at run time.

use std::ffi::c_void;
use std::io;
use std::ops::ControlFlow::{self, Break, Continue};
use std::ptr;

use callback_runtime::{LastError, callback, import};
use callback_tests::{Drops, listen, message, panic_of};

type Bool = i32;
type Lparam = isize;
type Handle = *mut c_void;

const ALL: u32 = 0;
const MODULE_NOT_FOUND: LastError = LastError(126);
const INVALID_HANDLE: LastError = LastError(6);
const INVALID_PARAMETER: LastError = LastError(87);

// BOOL LocaleEnumProcEx(LPWSTR name, DWORD flags, LPARAM context)
#[callback(
    extern "system" fn(name: *mut u16, flags: u32, context: Lparam) -> Bool,
    continue = 1, break = 0, fallback = 0,
)]
pub(crate) type Locales<B> = dyn FnMut(*mut u16, u32) -> ControlFlow<B>;

// DWORD ThreadProc(LPVOID)
#[callback(extern "system", fallback = 0)]
pub(crate) type Start = dyn FnOnce() -> u32 + Send;

#[import]
#[link(name = "kernel32", kind = "raw-dylib")]
unsafe extern "system" {
    safe fn EnumSystemLocalesEx<B>(
        #[scope] each: Locales<B>,
        flags: u32,
        context: Lparam,
        #[c(*const c_void = ptr::null())] _: (),
    ) -> Result<Bool, LastError>;

    fn GetModuleHandleW(name: *const u16) -> Result<Handle, LastError>;
    fn CloseHandle(handle: Handle) -> Result<(), LastError>;
    safe fn SetLastError(code: u32);

    #[link_name = "CreateThread"]
    safe fn spawn(
        #[c(*const c_void = ptr::null())] _: (),
        #[c(usize = 0)] _: (),
        #[once] start: Start,
        context: *mut c_void,
        #[c(u32 = 0)] _: (),
        #[c(*mut u32 = ptr::null_mut())] _: (),
    ) -> Result<Handle, LastError>;
    #[link_name = "WaitForSingleObject"]
    fn wait(handle: Handle, milliseconds: u32) -> u32;
    #[link_name = "GetExitCodeThread"]
    fn exit_code(thread: Handle, #[out] code: u32) -> Result<(), LastError>;
}

fn wide(text: &str) -> Vec<u16> {
    text.encode_utf16().chain([0]).collect()
}

#[test]
fn the_last_error_says_why() {
    let name = wide("callback-tests-have-no-such-module.dll");
    // SAFETY: the name ends in a NUL.
    assert_eq!(unsafe { GetModuleHandleW(name.as_ptr()) }, Err(MODULE_NOT_FOUND));
    let name = wide("kernel32.dll");
    SetLastError(5);
    // SAFETY: as above.
    let handle = unsafe { GetModuleHandleW(name.as_ptr()) }.unwrap();
    assert!(!handle.is_null());
    assert_eq!(io::Error::from(MODULE_NOT_FOUND).raw_os_error(), Some(126));
}

#[test]
fn a_boolean_that_is_false_is_an_error() {
    // SAFETY: no handle has this value, which the system finds out.
    let closed = unsafe { CloseHandle(ptr::without_provenance_mut(0x0012_3450)) };
    assert_eq!(closed, Err(INVALID_HANDLE));
}

#[test]
fn a_closure_is_called_for_each_locale() {
    let mut names = 0;
    let all = EnumSystemLocalesEx::<(), _>(
        |name, _| {
            names += usize::from(!name.is_null());
            Continue(())
        },
        ALL,
    );
    assert!(matches!(all, Ok(Continue(result)) if result != 0), "{all:?}");
    assert!(names > 10, "{names}");
    let mut calls = 0;
    let found = EnumSystemLocalesEx(
        |_, flags| {
            calls += 1;
            if calls == 3 { Break(flags) } else { Continue(()) }
        },
        ALL,
    );
    assert!(matches!(found, Ok(Break(_))) && calls == 3, "{found:?}");
}

#[test]
fn a_panic_goes_past_windows() {
    let _ear = listen("Locales");
    let payload = panic_of(|| EnumSystemLocalesEx::<(), _>(|_, _| panic!("at a locale"), ALL));
    assert_eq!(message(&*payload), "at a locale");
}

#[test]
fn a_closure_is_the_start_of_a_thread() {
    let drops = Drops::new();
    let token = drops.token();
    let thread = spawn(move || {
        token.touch();
        77
    })
    .unwrap();
    // SAFETY: the handle is one of a thread.
    assert_eq!(unsafe { wait(thread, u32::MAX) }, 0);
    // SAFETY: as above.
    assert_eq!((unsafe { exit_code(thread) }, drops.count()), (Ok(77), 1));
    // SAFETY: nobody else has it.
    assert_eq!(unsafe { CloseHandle(thread) }, Ok(()));
}

#[import(load = "kernel32.dll", as = Kernel)]
unsafe extern "system" {
    safe fn EnumSystemLocalesEx<B>(
        #[scope] each: Locales<B>,
        flags: u32,
        context: Lparam,
        #[c(*const c_void = SOMETHING)] _: (),
    ) -> Result<Bool, LastError>;
    #[optional]
    safe fn CallbackTestsHaveNoSuchFunction() -> Bool;
    #[optional]
    #[link_name = "GetCurrentProcessId"]
    safe fn process() -> u32;
}

/// The function takes nothing but null here.
const SOMETHING: *const c_void = ptr::without_provenance(8);

#[test]
fn the_system_finds_its_libraries() {
    let kernel = Kernel::load().unwrap();
    assert_eq!(kernel.process(), Some(std::process::id()));
    assert_eq!(kernel.CallbackTestsHaveNoSuchFunction(), None);
    let refused = kernel.EnumSystemLocalesEx::<(), _>(|_, _| Continue(()), ALL);
    assert_eq!(refused, Err(INVALID_PARAMETER));
}
