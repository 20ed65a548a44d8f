//! Parameters of the alias.

use core::cmp::Ordering;
use core::ops::ControlFlow;

use callback_runtime::callback;

/// What a bound brings.
pub trait Code {
    /// What C gets for it.
    const STOP: u8;
    /// The same, as an order.
    const ORDER: i32 = 0;
}

impl Code for u8 {
    const STOP: Self = 1;
}

impl Code for u32 {
    const STOP: u8 = 1;
}

/// A `where` clause before the type, as the language has it.
#[callback(extern "C", fallback = T::ORDER)]
pub type Compare<T>
where
    T: Code,
= dyn FnMut(&T, &T) -> Ordering;

/// A `where` clause behind the type, as of old.
#[callback(
    extern "C" fn(*const T, context: usize) -> u8,
    continue = 0, break = 1, fallback = T::STOP,
)]
pub type Visit<T, B = ()>
    = dyn FnMut(&T) -> ControlFlow<B>
where
    T: Code;

/// An array's length.
#[callback(extern "C" fn(*const [u8; N], context: usize))]
pub type Hash<const N: usize> = dyn FnMut(&[u8; N]);

/// A type without a size, behind a thin pointer.
#[callback(extern "C" fn(*const core::marker::PhantomData<T>, context: usize))]
pub type Marked<T: ?Sized> = dyn FnMut(&core::marker::PhantomData<T>);

/// A lifetime that outlives the calls.
#[callback(extern "C" fn(*const u32, context: usize))]
pub type Collect<'a> = dyn FnMut(&'a u32);

/// A reference that comes out of a reference.
#[callback(
    extern "C" fn(*const u32, context: usize) -> *const u32,
    fallback = core::ptr::null(),
)]
pub type Pick = dyn for<'a> FnMut(&'a u32) -> &'a u32;

/// The same, elided.
#[callback(extern "C", fallback = core::ptr::null())]
pub type PickElided = dyn FnMut(&u32) -> &u32;

/// A lifetime of each call's, in a struct, and in what is behind references.
#[callback(extern "C")]
pub type Measure =
    dyn for<'a> FnMut(Borrowing<'a>, &'a Borrowing<'a>, &'a [Borrowing<'a>], Option<&'a u8>);

/// What C fills with pointers.
#[repr(C)]
#[derive(Clone, Copy, Debug)]
pub struct Borrowing<'a>(&'a u8);

#[test]
fn each_calls() {
    // SAFETY: each callback is called here alone, with its own context and valid pointers.
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
    // SAFETY: as above; and the item outlives what it is collected in.
    Collect::new(|item| seen.push(item)).scope(|f, cx| unsafe { f(&raw const three, cx) });
    assert_eq!(seen, [&3]);
    // SAFETY: as above.
    let picked = Pick::new(|n| n).scope(|f, cx| unsafe { f(&raw const three, cx) });
    assert_eq!(picked, &raw const three);
    // SAFETY: as above.
    let picked = PickElided::new(|n| n).scope(|f, cx| unsafe { f(&raw const three, cx) });
    assert_eq!(picked, &raw const three);
}
