//! The calling conventions that every target has, and those of x86-64.

use core::ffi::c_void;

use callback_runtime::callback;

macro_rules! declare {
    ($($abi:literal $name:ident)*) => {$(
        #[callback(extern $abi fn(u32, context: *mut c_void) -> i32, fallback = -1)]
        type $name = dyn FnMut(u32) -> i32;
    )*};
}

declare! { "C" C "C-unwind" CUnwind "system" System "system-unwind" SystemUnwind }
#[cfg(target_arch = "x86_64")]
declare! {
    "efiapi" Efi "sysv64" SysV "sysv64-unwind" SysVUnwind "win64" Win "win64-unwind" WinUnwind
}
#[cfg(target_arch = "x86")]
declare! {
    "cdecl" Cdecl "cdecl-unwind" CdeclUnwind "stdcall" Stdcall "stdcall-unwind" StdcallUnwind
    "fastcall" Fastcall "fastcall-unwind" FastcallUnwind
    "thiscall" Thiscall "thiscall-unwind" ThiscallUnwind
}
#[cfg(target_arch = "arm")]
declare! { "aapcs" Aapcs "aapcs-unwind" AapcsUnwind }

macro_rules! call {
    ($($name:ident)*) => {$(
        // SAFETY: the callback is only called here, with its own context.
        let got = $name::new(|item| i32::try_from(item).unwrap() + 1).scope(|f, cx| unsafe { f(4, cx) });
        assert_eq!(got, 5);
    )*};
}

#[test]
fn each_calls() {
    call! { C CUnwind System SystemUnwind }
    #[cfg(target_arch = "x86_64")]
    call! { Efi SysV SysVUnwind Win WinUnwind }
    #[cfg(target_arch = "x86")]
    call! {
        Cdecl CdeclUnwind Stdcall StdcallUnwind Fastcall FastcallUnwind Thiscall ThiscallUnwind
    }
    #[cfg(target_arch = "arm")]
    call! { Aapcs AapcsUnwind }
}
