//! Parameters of the alias.

use core::cmp::Ordering;
use core::ops::ControlFlow;

use callback_runtime::callback;

/// A trait for a bound.
pub trait Code {
    /// What C gets for the value.
    const STOP: u8;
    /// The same, as an ordering.
    const ORDER: i32 = 0;
}

impl Code for u8 {
    const STOP: Self = 1;
}

impl Code for u32 {
    const STOP: u8 = 1;
}

/// A `where` clause before the type, the usual place.
#[callback(extern "C", fallback = T::ORDER)]
pub type Compare<T>
where
    T: Code,
= dyn FnMut(&T, &T) -> Ordering;

/// A `where` clause after the type, the old place.
#[callback(
    extern "C" fn(*const T, context: usize) -> u8,
    continue = 0, break = 1, fallback = T::STOP,
)]
pub type Visit<T, B = ()>
    = dyn FnMut(&T) -> ControlFlow<B>
where
    T: Code;

/// The length of an array.
#[callback(extern "C" fn(*const [u8; N], context: usize))]
pub type Hash<const N: usize> = dyn FnMut(&[u8; N]);

/// An unsized type that a thin pointer points to.
#[callback(extern "C" fn(*const core::marker::PhantomData<T>, context: usize))]
pub type Marked<T: ?Sized> = dyn FnMut(&core::marker::PhantomData<T>);

/// A lifetime that outlives the calls.
#[callback(extern "C" fn(*const u32, context: usize))]
pub type Collect<'a> = dyn FnMut(&'a u32);

/// A reference in a reference.
#[callback(
    extern "C" fn(*const u32, context: usize) -> *const u32,
    fallback = core::ptr::null(),
)]
pub type Pick = dyn for<'a> FnMut(&'a u32) -> &'a u32;

/// The same, with elided lifetimes.
#[callback(extern "C", fallback = core::ptr::null())]
pub type PickElided = dyn FnMut(&u32) -> &u32;

/// A lifetime of each call, in a struct and in references.
#[callback(extern "C")]
pub type Measure =
    dyn for<'a> FnMut(Borrowing<'a>, &'a Borrowing<'a>, &'a [Borrowing<'a>], Option<&'a u8>);

/// A buffer that C fills with pointers.
#[repr(C)]
#[derive(Clone, Copy, Debug)]
pub struct Borrowing<'a>(&'a u8);

#[test]
fn each_calls() {
    // SAFETY: each callback is only called here, with its own context and valid pointers.
    let order = Compare::new(u32::cmp).scope(|f, cx| unsafe { f(&3, &4, cx) });
    assert_eq!(order, -1);
    // SAFETY: as above.
    let visit = Visit::new(|n: &u8| ControlFlow::Break(*n)).scope(|f, cx| unsafe { f(&3, cx) });
    assert_eq!(visit, ControlFlow::Break(3));
    let mut hash = 0;
    // SAFETY: as above.
    Hash::new(|bytes: &[u8; 2]| hash = bytes[1]).scope(|f, cx| unsafe { f(&[3, 4], cx) });
    assert_eq!(hash, 4);
    // SAFETY: as above.
    Marked::<str>::new(|_| {}).scope(|f, cx| unsafe { f(&core::marker::PhantomData, cx) });
    let (one, two, mut sum) = (1, 2, 0);
    let (one, two) = (Borrowing(&one), Borrowing(&two));
    Measure::new(|first, second, others, last| {
        sum = [first, *second].iter().chain(others).map(|item| item.0).chain(last).sum();
    })
    // SAFETY: as above.
    .scope(|f, cx| unsafe { f(one, &raw const two, &raw const two, 1, one.0, cx) });
    assert_eq!(sum, 6);
    let (three, mut seen) = (3, Vec::new());
    // SAFETY: as above. The item outlives the collection.
    Collect::new(|item| seen.push(item)).scope(|f, cx| unsafe { f(&raw const three, cx) });
    assert_eq!(seen, [&3]);
    // SAFETY: as above.
    let picked = Pick::new(|n| n).scope(|f, cx| unsafe { f(&raw const three, cx) });
    assert_eq!(picked, &raw const three);
    // SAFETY: as above.
    let picked = PickElided::new(|n| n).scope(|f, cx| unsafe { f(&raw const three, cx) });
    assert_eq!(picked, &raw const three);
}
