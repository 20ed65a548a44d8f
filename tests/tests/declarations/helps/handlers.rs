//! Helps about traits.

use core::ffi::{c_int, c_void};
use core::mem::size_of;

use callback_runtime::{RawFn, callback};

// #[callback(extern "C" fn(c_int, context: *mut c_void))]
// trait Prototype {
//     fn called(&mut self, value: c_int);
// }
// help: write the calling convention here, and `#[callback(fn(..))]` on the method
#[callback(extern "C")]
trait Prototype {
    #[callback(fn(c_int, context: *mut c_void))]
    fn called(&mut self, value: c_int);
}

// #[callback]
// trait Convention {
//     #[callback(fn(context: *mut c_void))]
//     fn called(&mut self);
// }
// help: write `extern "system"` or `extern "C"` in the attribute of the trait
#[callback(extern "system")]
trait Convention {
    #[callback(fn(context: *mut c_void))]
    fn called(&mut self);
}
#[callback(extern "C")]
trait OtherConvention {
    #[callback(fn(context: *mut c_void))]
    fn called(&mut self);
}

type Typedef = unsafe extern "C" fn(c_int, *mut c_void);

// #[callback(extern "C", matches = Typedef)]
// trait Matches {
//     fn called(&mut self, value: c_int);
// }
// help: write it on a method
#[callback(extern "C")]
trait Matches {
    #[callback(fn(c_int, context: *mut c_void), matches = Typedef)]
    fn called(&mut self, value: c_int);
}

// #[callback(extern "C", slots = 4)]
// trait InSlots {
//     #[callback(slots = 4)]
//     fn called(&mut self);
// }
// help: remove `slots`
#[callback(extern "C")]
trait InSlots {
    #[callback]
    fn called(&mut self);
}

// #[callback(extern "C", context = none)]
// trait WithoutUserData {
//     fn called(&mut self);
// }
// help: remove the key, or declare a closure for each function: `type Name = dyn FnMut(..)`
#[callback(extern "C")]
trait WithoutUserData {
    fn called(&mut self);
}
#[callback(extern "C", context = none)]
type Called = dyn FnMut();

// #[callback(extern "C")]
// trait UserData {
//     #[callback(fn(user: *mut c_void))]
//     fn called(&mut self);
// }
// help: name the user-data parameter `context`, or write `context = ..` with an expression that finds it
#[callback(extern "C")]
trait UserData {
    #[callback(fn(context: *mut c_void))]
    fn called(&mut self);
}
#[callback(extern "C")]
trait LocatedUserData {
    #[callback(fn(user: *mut c_void), context = user)]
    fn called(&mut self, user: *mut c_void);
}

// #[callback(extern "C", references = all)]
// trait References {
//     fn called(&mut self);
// }
// help: write `references = none`, or remove the key
#[callback(extern "C", references = none)]
trait References {
    fn called(&mut self);
}

// #[callback(extern "C")]
// trait Lives: 'static {
//     fn called(&mut self);
// }
// help: remove `'static`
#[callback(extern "C")]
trait Lives {
    fn called(&mut self);
}

// #[callback(extern "C")]
// trait Overlaps: Send {
//     fn called(&self);
// }
// help: add `+ Sync` if C calls from several threads at once, or take `&mut self` if it calls from one at a time
#[callback(extern "C")]
trait Overlaps: Send + Sync {
    fn called(&self);
}
#[callback(extern "C")]
trait DoesNotOverlap: Send {
    fn called(&mut self);
}

// #[callback(extern "C")]
// trait Shared: Send + Sync {
//     fn called(&mut self);
// }
// help: remove `Sync`, or take `&self` in each method
#[callback(extern "C")]
trait Shared: Send {
    fn called(&mut self);
}
#[callback(extern "C")]
trait SharedSelf: Send + Sync {
    fn called(&self);
}

// #[callback(extern "C")]
// trait FromThreads: Sync {
//     fn called(&self);
// }
// help: write `Send + Sync`
#[callback(extern "C")]
trait FromThreads: Send + Sync {
    fn called(&self);
}

// #[callback(extern "C")]
// trait Cloned: Clone {
//     fn called(&mut self);
// }
// help: remove `Clone`
#[callback(extern "C")]
trait Cloned {
    fn called(&mut self);
}

// #[callback(extern "C")]
// trait Empty {}
// help: add one, such as `fn called(&mut self);`
#[callback(extern "C")]
trait Empty {
    fn called(&mut self);
}

#[test]
fn they_are_declarations() {
    assert!(size_of::<RawFn<dyn Prototype>>() > 0);
}

// #[callback(extern "C")]
// trait Conditions where Self: Send {
//     fn called(&mut self);
// }
// help: write it as a supertrait, or remove it
#[callback(extern "C")]
trait Conditions: Send {
    fn called(&mut self);
}
