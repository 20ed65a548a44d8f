//! Helps about callbacks, what belongs to them and what ends them.

use core::ffi::{c_int, c_void};
use core::mem::MaybeUninit;

use callback_runtime::{Errno, callback, import};

#[callback(extern "C")]
type Visit = dyn FnMut(c_int);

#[callback(extern "C")]
type Finish = dyn FnMut(c_int);

// #[import]
// unsafe extern "C" {
//     #[scope]
//     fn each(each: Visit, context: *mut c_void);
// }
// help: move it to the parameter that it describes
#[import]
unsafe extern "C" {
    fn each(#[scope] each: Visit, context: *mut c_void);
}

// #[import]
// unsafe extern "C" {
//     fn lint(#[allow(unused)] #[scope] each: Visit, context: *mut c_void);
// }
// help: put it on the function
#[import]
unsafe extern "C" {
    #[allow(unused)]
    fn lint(#[scope] each: Visit, context: *mut c_void);
}

// #[import(load = "library", as = Library)]
// unsafe extern "C" {
//     fn keep(
//         #[register(unset = self.forget())] each: Visit,
//         context: *mut c_void,
//     ) -> Result<(), Errno>;
//     safe fn forget() -> Result<(), Errno>;
// }
// help: name the library, as in `Library::load()`
#[import(load = "library", as = Library)]
unsafe extern "C" {
    fn keep(
        #[register(unset = Library::load().map_or(Ok(()), Library::forget))] each: Visit,
        context: *mut c_void,
    ) -> Result<(), Errno>;
    safe fn forget() -> Result<(), Errno>;
}

// #[import]
// unsafe extern "C" {
//     fn start(
//         #[out] id: c_int,
//         #[scope] each: Visit,
//         #[context(each)] of_each: *mut c_void,
//         #[register(unset = stop(id))] finish: Finish,
//         #[context(finish)] of_finish: *mut c_void,
//     ) -> Result<(), Errno>;
// }
// help: declare two functions, or take `id` as `&mut MaybeUninit<..>`
#[import]
unsafe extern "C" {
    fn start(
        id: &mut MaybeUninit<c_int>,
        #[scope] each: Visit,
        #[context(each)] of_each: *mut c_void,
        // SAFETY: C has written the number if it has kept the callback.
        #[register(unset = stop(unsafe { id.assume_init_read() }))] finish: Finish,
        #[context(finish)] of_finish: *mut c_void,
    ) -> Result<(), Errno>;
    safe fn stop(id: c_int) -> Result<(), Errno>;
}
#[import]
unsafe extern "C" {
    fn start_only(
        #[out] id: c_int,
        #[register(unset = stop(id))] finish: Finish,
        context: *mut c_void,
    ) -> Result<(), Errno>;
    fn for_each(#[scope] each: Visit, context: *mut c_void) -> Result<(), Errno>;
}

// #[import]
// unsafe extern "C" {
//     fn shared(
//         #[scope] each: Visit,
//         #[scope] finish: Finish,
//         #[context(each, finish)] both: *mut c_void,
//     );
// }
// help: if C passes it to several functions, declare a trait, and hand the handler over with a method of its context
#[callback(extern "C")]
trait Visitor {
    fn each(&mut self, item: c_int);
    fn finish(&mut self, item: c_int);
}
#[import]
unsafe extern "C" {
    /// Takes what `Visitor::new(..).scope(..)` hands over.
    fn shared(
        each: unsafe extern "C" fn(c_int, *mut c_void),
        finish: unsafe extern "C" fn(c_int, *mut c_void),
        both: *mut c_void,
    );
}
