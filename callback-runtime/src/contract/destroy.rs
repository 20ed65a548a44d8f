//! The destroy functions of declarations, as types: by the calling convention, or as the declaration says.

use crate::contract::user_data::UserData;

/// The effect of a destroy function.
pub trait Destructor {
    /// Ends C's use of the context.
    ///
    /// # Safety
    ///
    /// - `context` is null, or was handed to C together with this destroy function. C runs it once, when it will
    ///   make no further call.
    unsafe fn destroy(context: *mut ());
}

/// The form of a declaration's destroy function.
pub trait DestroyFunction {
    /// The function pointer. The user data of the callback is a `P`.
    type Pointer<P>: Copy;
    /// Returns the destroy function with the effect `D`.
    fn with_effect<D: Destructor, P: UserData>() -> Self::Pointer<P>;
}

macro_rules! abi {
    ($($(#[cfg($cfg:meta)])? $name:literal $marker:ident)*) => {$(
        $(#[cfg($cfg)])?
        abi! { @ $name $marker }
        $(
            // The compiler already refuses the declaration, because the target has no such convention.
            #[cfg(not($cfg))]
            pub use self::C as $marker;
        )?
    )*};
    (@ $name:literal $marker:ident) => {
        #[doc = concat!("The usual form, with the calling convention `extern ", stringify!($name), "`.")]
        pub enum $marker {}

        impl DestroyFunction for $marker {
            type Pointer<P> = unsafe extern $name fn(P);

            fn with_effect<D: Destructor, P: UserData>() -> Self::Pointer<P> {
                // No conversion is involved: the parameter is a pointer or an integer.
                #[allow(improper_ctypes_definitions, reason = "the type parameter hides it")]
                unsafe extern $name fn destroy<D: Destructor, P: UserData>(context: P) {
                    // SAFETY: C keeps its promises for a destroy function, which are the duties of the callee.
                    unsafe { D::destroy(context.into_ptr()) };
                }
                destroy::<D, P>
            }
        }
    };
}

abi! {
    "C" C
    "C-unwind" CUnwind
    "system" System
    "system-unwind" SystemUnwind
    #[cfg(target_arch = "x86")] "cdecl" Cdecl
    #[cfg(target_arch = "x86")] "cdecl-unwind" CdeclUnwind
    #[cfg(any(
        target_arch = "x86", target_arch = "x86_64", target_arch = "arm",
        target_arch = "aarch64", target_arch = "riscv32", target_arch = "riscv64"
    ))] "efiapi" Efiapi
    #[cfg(target_arch = "x86")] "stdcall" Stdcall
    #[cfg(target_arch = "x86")] "stdcall-unwind" StdcallUnwind
    #[cfg(target_arch = "x86")] "fastcall" Fastcall
    #[cfg(target_arch = "x86")] "fastcall-unwind" FastcallUnwind
    #[cfg(target_arch = "x86")] "thiscall" Thiscall
    #[cfg(target_arch = "x86")] "thiscall-unwind" ThiscallUnwind
    #[cfg(target_arch = "x86_64")] "sysv64" Sysv64
    #[cfg(target_arch = "x86_64")] "sysv64-unwind" Sysv64Unwind
    #[cfg(target_arch = "x86_64")] "win64" Win64
    #[cfg(target_arch = "x86_64")] "win64-unwind" Win64Unwind
    #[cfg(target_arch = "arm")] "aapcs" Aapcs
    #[cfg(target_arch = "arm")] "aapcs-unwind" AapcsUnwind
}
