//! Helps about the words of parameters.

use core::ffi::{c_char, c_int, c_void};

use callback_runtime::{Errno, RawContext, RawDestroy, RawFn, callback, import};

#[callback(extern "C")]
type Visit = dyn FnMut(c_int);

#[callback(extern "C", context = none)]
type Bare = dyn FnMut(c_int);

type Free = unsafe extern "C" fn(*mut c_void);

// #[import]
// unsafe extern "C" {
//     fn misspelled(#[scop] each: Visit, context: *mut c_void);
// }
// help: did you mean `#[scope]`?
#[import]
unsafe extern "C" {
    fn misspelled(#[scope] each: Visit, context: *mut c_void);
}

// #[import]
// unsafe extern "C" {
//     fn unknown(#[nullable] each: Visit, context: *mut c_void);
// }
// help: the words are `c`, `context`, `destroy`, `forever`, `notified`, `once`, `out`, `register`, `scope` and `slot`
#[import]
unsafe extern "C" {
    fn unknown(#[scope] each: Visit, context: *mut c_void);
}

// #[import]
// unsafe extern "C" {
//     fn called_back(#[callback] each: Visit, context: *mut c_void);
// }
// help: say how long C keeps the callback: `#[forever]`, `#[notified]`, `#[once]`, `#[register]`, `#[scope]` and `#[slot]`
#[import]
unsafe extern "C" {
    fn called_back(#[forever] each: Visit, context: *mut c_void);
}

// #[import]
// unsafe extern "C" {
//     fn owned(#[owned] each: Visit, context: *mut c_void) -> Result<(), Errno>;
// }
// help: write `#[register(unset = Ok(()))]`, if there is nothing to tell C
#[import]
unsafe extern "C" {
    fn owned(#[register(unset = Ok(()))] each: Visit, context: *mut c_void) -> Result<(), Errno>;
}

// #[import]
// unsafe extern "C" {
//     fn dispatched(#[dispatch] each: Visit, context: *mut c_void);
// }
// help: a function with `dispatch` is called by hand: see `Context::dispatch`
#[import]
unsafe extern "C" {
    /// Takes what `Context::dispatch` made.
    fn dispatched(each: RawFn<Visit>, context: RawContext<Visit>);
}

// #[import]
// unsafe extern "C" {
//     fn marked(#[In] value: c_int);
// }
// help: remove it: every parameter without `#[out]` is passed to C
#[import]
unsafe extern "C" {
    fn marked(value: c_int);
}

// #[import]
// unsafe extern "C" {
//     fn marshalled(#[MarshalAs(UnmanagedType.Bool)] value: bool);
// }
// help: write C's types in `#[c(..)]`
#[import]
unsafe extern "C" {
    fn marshalled(#[c(c_int)] value: bool);
}

// #[import]
// unsafe extern "C" {
//     fn kept(#[forever(unset = stop())] each: Visit, context: *mut c_void) -> Result<(), Errno>;
// }
// help: write `#[register(unset = ..)]` in place of `#[forever(..)]`
#[import]
unsafe extern "C" {
    fn kept(#[register(unset = stop())] each: Visit, context: *mut c_void) -> Result<(), Errno>;
    safe fn stop() -> Result<(), Errno>;
}

// #[import]
// unsafe extern "C" {
//     fn scoped(#[scope()] each: Visit, context: *mut c_void);
// }
// help: write `#[scope]`
#[import]
unsafe extern "C" {
    fn scoped(#[scope] each: Visit, context: *mut c_void);
}

// #[import]
// unsafe extern "C" {
//     fn registered(#[register] each: Visit, context: *mut c_void) -> Result<(), Errno>;
// }
// help: write `#[register(unset = ..)]`, with the call that unregisters the callback, or `Ok(())` if C has none
#[import]
unsafe extern "C" {
    fn registered(
        #[register(unset = stop())] each: Visit,
        context: *mut c_void,
    ) -> Result<(), Errno>;
    fn registered_only(
        #[register(unset = Ok(()))] each: Visit,
        context: *mut c_void,
    ) -> Result<(), Errno>;
}

// #[import]
// unsafe extern "C" {
//     fn hidden(
//         user: c_int,
//         #[register(unset = close(user))] each: Visit,
//         context: *mut c_void,
//     ) -> Result<(), Errno>;
// }
// help: give the parameter another name
#[import]
unsafe extern "C" {
    fn hidden(
        number: c_int,
        #[register(unset = close(number))] each: Visit,
        context: *mut c_void,
    ) -> Result<(), Errno>;
    safe fn close(user: c_int) -> Result<(), Errno>;
}

// #[import]
// unsafe extern "C" {
//     fn typed(#[c] data: &[u8], mode: c_int);
// }
// help: write C's types, as in `#[c(*const u8, c_int)] data: &[u8]`, or a type and a value, as in `#[c(c_int = 0)] _: ()`
#[import]
unsafe extern "C" {
    fn typed(#[c(*const u8, c_int)] data: &[u8], #[c(c_int = 0)] _: ());
}

// #[import]
// unsafe extern "C" {
//     fn constant(#[c(c_int, c_int = 0)] _: ());
// }
// help: write a parameter for each
#[import]
unsafe extern "C" {
    fn constant(#[c(c_int = 0)] _: (), #[c(c_int = 0)] _: ());
}

// #[import]
// unsafe extern "C" {
//     fn fixed(#[c(c_int = 0)] flags: c_int);
// }
// help: write `_: ()` in place of `flags: c_int`, or remove the value in `#[c(..)]`
#[import]
unsafe extern "C" {
    fn fixed(#[c(c_int = 0)] _: ());
    fn given(#[c(c_int)] mode: c_int);
}

// #[import]
// unsafe extern "C" {
//     fn nothing(#[c(c_int)] _: ());
// }
// help: write a value, as in `#[c(c_int = 0)] _: ()`, or the type of the argument
#[import]
unsafe extern "C" {
    fn nothing(#[c(c_int = 0)] _: ());
    fn something(#[c(c_int)] on: bool);
}

// #[import]
// unsafe extern "C" {
//     fn reserved(_: ());
// }
// help: write C's type and the value that it gets, as in `#[c(c_int = 0)] _: ()`
#[import]
unsafe extern "C" {
    fn reserved(#[c(c_int = 0)] _: ());
}

// #[import]
// unsafe extern "C" {
//     fn given_user_data(#[scope] each: Visit, #[context] user: *mut c_void);
// }
// help: write `#[context(..)]` with the name of the callback's parameter, or name the parameter `context`
#[import]
unsafe extern "C" {
    fn given_user_data(#[scope] each: Visit, #[context(each)] user: *mut c_void);
    fn named_user_data(#[scope] each: Visit, context: *mut c_void);
}

// #[import]
// unsafe extern "C" {
//     fn twice(#[scope] each: Visit, context: *mut c_void, #[context(each)] user: *mut c_void);
// }
// help: rename one of the two parameters, or use `#[context(..)]` to say which callback it belongs to
#[import]
unsafe extern "C" {
    fn twice(#[scope] each: Visit, other: *mut c_void, #[context(each)] user: *mut c_void);
}

// #[import]
// unsafe extern "C" {
//     fn two(#[scope] first: Visit, #[scope] second: Bare, context: *mut c_void);
// }
// help: write `#[context(first)]` if it is that of `first`
#[import]
unsafe extern "C" {
    fn two(#[scope] first: Visit, #[scope] second: Bare, #[context(first)] user: *mut c_void);
}

// #[import]
// unsafe extern "C" {
//     safe fn safely(each: c_int, context: *mut c_void);
// }
// help: mark the callback with how long C keeps it, such as `#[scope]`, or write `unsafe fn`
#[import]
unsafe extern "C" {
    safe fn safely(#[scope] each: Visit, context: *mut c_void);
    unsafe fn with_care(each: c_int, context: *mut c_void);
}

// #[import]
// unsafe extern "C" {
//     fn later(#[once] each: Visit) -> Result<(), Errno>;
// }
// help: name C's parameter for the user data `context`, or write `#[slot]` if the API has none
#[import]
unsafe extern "C" {
    fn later(#[once] each: Visit, context: *mut c_void) -> Result<(), Errno>;
    fn later_in_a_slot(#[slot] each: Bare) -> Result<(), Errno>;
}

// #[import]
// unsafe extern "C" {
//     fn in_a_slot(#[slot] each: Visit, context: *mut c_void) -> Result<(), Errno>;
// }
// help: write `#[register(unset = ..)]`, `#[notified]` or `#[forever]`
#[import]
unsafe extern "C" {
    fn until_then(
        #[register(unset = stop())] each: Visit,
        context: *mut c_void,
    ) -> Result<(), Errno>;
    fn until_destroyed(
        #[notified] each: Visit,
        context: *mut c_void,
        destroy: RawDestroy<Visit>,
    ) -> Result<(), Errno>;
    fn always(#[forever] each: Visit, context: *mut c_void) -> Result<(), Errno>;
}

// #[import]
// unsafe extern "C" {
//     fn notified(#[notified] each: Visit, context: *mut c_void, free: Free) -> Result<(), Errno>;
// }
// help: name C's parameter for it `destroy`
#[import]
unsafe extern "C" {
    fn notified(#[notified] each: Visit, context: *mut c_void, destroy: Free) -> Result<(), Errno>;
}

// #[import]
// unsafe extern "C" {
//     fn freed(
//         #[once] each: Visit,
//         context: *mut c_void,
//         destroy: Option<Free>,
//     ) -> Result<(), Errno>;
// }
// help: write `#[notified]`, or `#[c(Option<Free> = None)] _: ()` to pass none
#[import]
unsafe extern "C" {
    fn freed(
        #[notified] each: Visit,
        context: *mut c_void,
        destroy: Option<Free>,
    ) -> Result<(), Errno>;
    fn not_freed(
        #[once] each: Visit,
        context: *mut c_void,
        #[c(Option<Free> = None)] _: (),
    ) -> Result<(), Errno>;
}

// #[import]
// unsafe extern "C" {
//     fn bytes(text: *const c_char, #[out] value: &mut c_int) -> Result<(), Errno>;
// }
// help: write `c_int`
#[import]
unsafe extern "C" {
    fn bytes(text: *const c_char, #[out] value: c_int) -> Result<(), Errno>;
}
