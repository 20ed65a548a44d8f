//! Helps about the alias and its parameters.

use callback_runtime::callback;

// #[callback(extern "C", fallback = 0)]
// struct Compare { _left: u32 }
// help: write `type Name = dyn FnMut(..) -> ..;`
#[callback(extern "C", fallback = 0)]
type Compare = dyn FnMut(&u32, &u32) -> i32;

// #[callback(extern "C")]
// impl Called for u32 {
//     fn called(&mut self) {}
// }
// help: put it on the trait, and implement that for the handler
#[callback(extern "C")]
trait Called {
    fn called(&mut self);
}
impl Called for u32 {
    fn called(&mut self) {}
}

// #[callback(extern "C")]
// #[callback(extern "C")]
// type Doubled = dyn FnMut(u32);
// help: remove one of the two
#[callback(extern "C")]
type Doubled = dyn FnMut(u32);

// #[callback(extern "C", fallback = 0)]
// type WithoutType;
// help: write `= dyn FnMut(..) -> ..`
#[callback(extern "C", fallback = 0)]
type WithoutType = dyn FnMut(u32) -> i32;

// #[callback(extern "C")]
// type WithoutDyn = FnMut(u32);
// help: add `dyn` in front of it
#[callback(extern "C")]
type WithoutDyn = dyn FnMut(u32);

// #[callback(extern "C")]
// type UnnamedParameter<_> = dyn FnMut(u32);
// help: write its name
#[callback(extern "C")]
type UnnamedParameter<T> = dyn FnMut(&T);

// #[callback(extern "C")]
// type Unused<const N: usize> = dyn FnMut(u32);
// help: remove `N`
#[callback(extern "C")]
type Unused = dyn FnMut(u32);

// #[callback(extern "C" fn(*const u32, context: usize))]
// type Undeclared = dyn FnMut(&'a u32);
// help: write `dyn for<'a> FnMut(..)` if each call has its own, or make it a parameter of `Undeclared`
#[callback(extern "C" fn(*const u32, context: usize))]
type UndeclaredLifetime = dyn for<'a> FnMut(&'a u32);
#[callback(extern "C" fn(*const u32, context: usize))]
type Undeclared<'a> = dyn FnMut(&'a u32);
