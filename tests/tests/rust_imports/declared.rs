//! Declarations, and the functions of the library: once linked by their block, and once of a module.

use std::ffi::{c_int, c_void};
use std::ops::ControlFlow;

use callback_runtime::{Check, Status, callback};

#[callback(
    extern "C" fn(item: c_int, context: *mut c_void) -> c_int,
    continue = 1, break = 0, fallback = 0,
)]
pub(crate) type Visit<B> = dyn FnMut(c_int) -> ControlFlow<B>;

#[callback(
    extern "C" fn(item: c_int, context: *mut c_void) -> c_int,
    ok = 1, err = 0, fallback = 0,
)]
pub(crate) type Attempt<E> = dyn FnMut(c_int) -> Result<(), E>;

#[callback(extern "C", fallback = -1)]
pub(crate) type Add = dyn FnMut(c_int) -> c_int;

#[callback(extern "C", fallback = -1)]
pub(crate) type AddSend = dyn FnMut(c_int) -> c_int + Send;

#[callback(extern "C", fallback = -1)]
pub(crate) type Shared = dyn Fn(c_int) -> c_int;

#[callback(extern "C", fallback = -1)]
pub(crate) type SharedSync = dyn Fn(c_int) -> c_int + Send + Sync;

#[callback(extern "C", fallback = -1)]
pub(crate) type Finish = dyn FnOnce(c_int) -> c_int;

/// The result of the library's functions: 0, or a code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Code(pub(crate) c_int);

impl Status for Code {
    type C = c_int;

    fn check(raw: c_int) -> Result<(), Self> {
        if raw == 0 { Ok(()) } else { Err(Self(raw)) }
    }
}

impl Check<c_int> for Code {
    fn check(raw: c_int) -> Result<c_int, Self> {
        if raw >= 0 { Ok(raw) } else { Err(Self(raw)) }
    }
}

impl Check<*mut c_void> for Code {
    fn check(raw: *mut c_void) -> Result<*mut c_void, Self> {
        if raw.is_null() { Err(Self(0)) } else { Ok(raw) }
    }
}

blocks! {
    from = crate::library;

    pub(crate) safe fn imports_each<B>(count: c_int, #[scope] step: Visit<B>, context: *mut c_void) -> c_int;

    #[link_name = "imports_each"]
    pub(crate) safe fn attempt_each<E>(count: c_int, #[scope] step: Attempt<E>, context: *mut c_void) -> c_int;

    #[link_name = "imports_once"]
    pub(crate) safe fn answer_of(context: *mut c_void, #[scope] step: Finish, item: c_int) -> c_int;

    #[link_name = "imports_each"]
    pub(crate) safe fn share(count: c_int, #[scope] step: Shared, context: *mut c_void) -> c_int;

    #[link_name = "imports_try"]
    pub(crate) safe fn try_visit<B>(item: c_int, #[scope] step: Visit<B>, context: *mut c_void) -> Result<(), Code>;

    #[link_name = "imports_try"]
    pub(crate) safe fn try_attempt<E>(item: c_int, #[scope] step: Attempt<E>, context: *mut c_void) -> Result<c_int, Code>;

    #[link_name = "imports_keep"]
    pub(crate) safe fn keep_once(#[once] step: Finish, context: *mut c_void) -> Result<(), Code>;

    pub(crate) safe fn imports_keep_all(
        #[notified] step: Add,
        context: *mut c_void,
        destroy: Option<unsafe extern "C" fn(*mut c_void)>,
    ) -> Result<(), Code>;

    #[link_name = "imports_keep_all"]
    pub(crate) safe fn keep_notified_send(
        #[notified] step: AddSend,
        context: *mut c_void,
        destroy: Option<callback_runtime::RawDestroy<AddSend>>,
    ) -> Result<(), Code>;

    #[link_name = "imports_keep"]
    pub(crate) safe fn keep_registered(
        #[register(unset = imports_forget())] step: Add,
        context: *mut c_void,
    ) -> Result<(), Code>;

    #[link_name = "imports_keep"]
    pub(crate) safe fn keep_shared(
        #[register(unset = imports_forget())] step: SharedSync,
        context: callback_runtime::RawContext<SharedSync>,
    ) -> Result<(), Code>;

    #[link_name = "imports_keep"]
    pub(crate) safe fn keep_owned(#[register(unset = Ok(()))] step: Add, context: *mut c_void) -> Result<(), Code>;

    #[link_name = "imports_keep"]
    pub(crate) safe fn keep_forever(#[forever] step: Add, context: *mut c_void) -> c_int;

    pub(crate) safe fn imports_forget() -> Result<(), Code>;
}
