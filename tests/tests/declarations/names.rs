//! Names that could conflict with those of generated code.

#[allow(dead_code, reason = "its existence is the test")]
pub(crate) mod shadows {
    pub(crate) struct Send;
    pub(crate) struct Sync;
    pub(crate) struct Some;
    pub(crate) enum Option {}
    pub(crate) enum Result {}
    pub(crate) enum FnMut {}
    pub(crate) enum PhantomData {}
    pub(crate) enum Infallible {}
    pub(crate) mod core {}
    pub(crate) mod std {}
    pub(crate) mod callback_runtime {}
}

mod shadowed {
    #[allow(unused_imports, reason = "their existence is the test")]
    use super::shadows::{
        Infallible, Option, PhantomData, Result, Send, Some, Sync, callback_runtime, core, std,
    };

    #[derive(Clone, Copy)]
    #[repr(C)]
    pub(super) struct F(pub(super) u32);
    #[derive(Clone, Copy)]
    #[repr(C)]
    pub(super) struct L(pub(super) u32);

    #[::callback_runtime::callback(extern "C" fn(F, bool, context: usize) -> L, fallback = L(0))]
    pub(super) type Shadowed = dyn Fn(F, bool) -> L + Send + Sync;

    #[::callback_runtime::callback(extern "C", fallback = 0)]
    pub(super) type Generic<F, L> = dyn FnMut(&F, &L) -> u8;
}

#[no_implicit_prelude]
mod without_prelude {
    #[::callback_runtime::callback(
        extern "C" fn(u32, context: usize) -> bool,
        err = false, ok = true, fallback = false,
    )]
    pub(super) type Bare<E> = dyn FnMut(u32) -> ::core::result::Result<(), E> + Send;
}

#[allow(non_camel_case_types, reason = "the test is about a keyword")]
#[::callback_runtime::callback(
    extern "C" fn(type_: u8, r#type: u16, hWnd: usize, context: usize) -> u16,
    fallback = r#const,
)]
type r#match = dyn FnMut(u8, u16, usize) -> u16;

#[allow(non_upper_case_globals, reason = "the test is about a keyword")]
const r#const: u16 = 9;

#[::callback_runtime::callback(
    extern "C" fn(r#type: u8, argument_0: u16, call: usize, closure: u8) -> u16,
    context = call, fallback = 0,
)]
type Hygienic = dyn FnMut(u8, u16, usize, u8) -> u16;

/// Items of a header or of the crate, with names that variables and items of generated code could have.
mod in_the_way {
    #![allow(non_upper_case_globals, non_snake_case, dead_code, reason = "the names in C")]

    use core::ffi::c_void;
    use core::ops::ControlFlow;

    macro_rules! constants {
        ($($name:ident)*) => {$( pub(super) const $name: u8 = 1; )*};
    }
    macro_rules! statics {
        ($($name:ident)*) => {$( pub(super) static $name: u8 = 1; )*};
    }

    constants! { context result go_on stop ok err call escapes cell at argument_0 FALLBACK AT closure }
    statics! { converted_0 argument_1 shared STUBS CELLS SITE }

    pub(super) const fn trampoline<T>(user: T) -> T {
        user
    }

    pub(super) const fn stub() -> u8 {
        4
    }

    #[::callback_runtime::callback(
        extern "C" fn(*const [u8; AT as usize], bool, context: *mut c_void) -> u8,
        fallback = FALLBACK,
    )]
    pub(super) type Converts = dyn FnMut(&[u8; AT as usize], bool) -> bool;

    #[::callback_runtime::callback(
        extern "C" fn(u8, user: *mut c_void) -> u8,
        context = trampoline(user), continue = go_on, break = stop, fallback = FALLBACK,
    )]
    pub(super) type Finds = dyn FnMut(u8, *mut c_void) -> ControlFlow<u8>;

    #[::callback_runtime::callback(
        extern "C" fn(u8, context: *mut c_void) -> u8,
        ok = ok, err = err, fallback = FALLBACK,
    )]
    pub(super) type Fails = dyn FnMut(u8) -> Result<(), u8>;

    #[::callback_runtime::callback(
        extern "C" fn(u8, *const [u8; AT as usize], bool) -> u8,
        context = none, slots = 1, fallback = FALLBACK + stub() + shared_value(),
    )]
    pub(super) type InSlots = dyn FnMut(u8, *const [u8; AT as usize], bool) -> u8;

    const fn shared_value() -> u8 {
        2
    }

    #[::callback_runtime::callback(
        extern "C" fn(u8, u8, u8, u8, u8, u8, u8, u8, u8, u8, u8, u8, u8, context: usize) -> u8,
        fallback = FALLBACK,
    )]
    pub(super) type Many = dyn FnMut(u8, u8, u8, u8, u8, u8, u8, u8, u8, u8, u8, u8, u8) -> u8;
}

/// The other items with names that a pattern may take for a value.
mod more_in_the_way {
    #![allow(non_upper_case_globals, non_camel_case_types, dead_code, reason = "the names in C")]

    use core::ffi::c_void;

    pub(super) static closure: u8 = 1;
    pub(super) struct context;
    pub(super) struct call;

    #[::callback_runtime::callback(extern "C", fallback = 0)]
    pub(super) type Static = dyn Fn(u8) -> u8;

    #[::callback_runtime::callback(extern "C" fn(u8) -> u8, context = none, fallback = 0)]
    pub(super) type StaticInSlots = dyn Fn(u8) -> u8;

    pub(super) mod units {
        pub(in super::super) struct closure;

        #[::callback_runtime::callback(extern "C", fallback = 0)]
        pub(in super::super) type Unit = dyn Fn(u8) -> u8;

        #[::callback_runtime::callback(
            extern "C" fn(u8, user: *mut super::c_void) -> u8,
            context = user, fallback = 0,
        )]
        pub(in super::super) type Located = dyn Fn(u8, *mut super::c_void) -> u8;
    }
}

#[test]
fn each_calls() {
    use core::ops::ControlFlow;

    use shadowed::{F, L};
    // SAFETY: each callback is only called here, with its own context.
    let L(got) = shadowed::Shadowed::new(|F(n), more| L(n + u32::from(more)))
        .scope(|f, cx| unsafe { f(F(3), true, cx) });
    assert_eq!(got, 4);
    // SAFETY: as above.
    let got =
        shadowed::Generic::new(|a: &u8, b: &u8| a + b).scope(|f, cx| unsafe { f(&3, &4, cx) });
    assert_eq!(got, 7);
    // SAFETY: as above.
    let got = without_prelude::Bare::new(Err).scope(|f, cx| unsafe { f(3, cx) });
    assert_eq!(got, Err(3));
    // SAFETY: as above.
    let got = r#match::new(|a, b, _| u16::from(a) + b).scope(|f, cx| unsafe { f(3, 4, 5, cx) });
    assert_eq!(got, 7);
    // SAFETY: as above.
    let got = Hygienic::new(|a, b, _, d| u16::from(a) + b + u16::from(d))
        .scope(|f, cx| unsafe { f(3, 4, cx.expose_provenance(), 5) });
    assert_eq!(got, 12);
    // SAFETY: as above.
    let got = in_the_way::Converts::new(|bytes, more| more && bytes[0] == 3)
        .scope(|f, cx| unsafe { f(&[3], true, cx) });
    assert_eq!(got, 1);
    // SAFETY: as above.
    let got = in_the_way::Finds::new(|found, _| ControlFlow::Break(found))
        .scope(|f, cx| unsafe { f(3, cx) });
    assert_eq!(got, ControlFlow::Break(3));
    // SAFETY: as above.
    let got = in_the_way::Fails::new(Err).scope(|f, cx| unsafe { f(3, cx) });
    assert_eq!(got, Err(3));
    // SAFETY: as above.
    let got = in_the_way::Many::new(|a, _, _, _, _, _, _, _, _, _, _, _, z| a + z)
        .scope(|f, cx| unsafe { f(1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 2, cx) });
    assert_eq!(got, 3);
    let slots = in_the_way::InSlots::new(|a, bytes, more| {
        assert!(more);
        // SAFETY: C passes an array.
        a + unsafe { *bytes }[0]
    });
    // SAFETY: as above.
    let got = slots.scope(|f| unsafe { f(3, &[4], true) });
    assert_eq!(got, 7);
    // SAFETY: as above.
    let got = more_in_the_way::Static::new(|a| a + 1).scope(|f, cx| unsafe { f(3, cx) });
    assert_eq!(got, 4);
    // SAFETY: as above.
    let got = more_in_the_way::StaticInSlots::new(|a| a + 1).scope(|f| unsafe { f(3) });
    assert_eq!(got, 4);
    // SAFETY: as above.
    let got = more_in_the_way::units::Unit::new(|a| a + 1).scope(|f, cx| unsafe { f(3, cx) });
    assert_eq!(got, 4);
    // SAFETY: as above.
    let got = more_in_the_way::units::Located::new(|a, _| a + 1).scope(|f, cx| unsafe { f(3, cx) });
    assert_eq!(got, 4);
    assert_eq!(<in_the_way::InSlots as callback_runtime::Callback>::FALLBACK, 7);
}
