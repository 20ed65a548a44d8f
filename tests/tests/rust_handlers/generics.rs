//! Traits with parameters, methods with lifetimes, and supertraits.

use std::cell::Cell;
use std::ffi::{CStr, c_char, c_int, c_void};
use std::fmt::{self, Debug, Display};
use std::ops::AddAssign;

use callback_runtime::{Fault, RawFn, callback};
use callback_tests::{Drops, Token, accept, keep_all, listen, message, panic_of, removed};

use crate::declared::call;

/// The prototype names `T` and `N`, and not `'a` and `E`.
#[callback(extern "C", ok = 0, err = 1, fallback = 2)]
trait Sink<'a, T, E, const N: usize = 2>
where
    T: Copy + AddAssign + Debug + 'static,
    [T; N]: Default,
{
    #[callback(fn(*const [T; N], context: *mut c_void) -> c_int)]
    fn block(&mut self, block: &[T; N]) -> Result<(), E>;
    #[callback(fn(*const T, c_int, context: *mut c_void) -> c_int)]
    fn items(&mut self, items: &[T]) -> Result<(), E>
    where
        T: Clone;
    fn name(&mut self, name: &'a CStr);
    #[callback(fn(*const c_char, *const T, context: *mut c_void) -> *const c_char, fallback = std::ptr::null())]
    fn longer<'b, 'c: 'b>(&'c mut self, text: &'b CStr, _: &T) -> *const c_char;
}

struct Sum<'s, 'a, T> {
    total: &'s mut T,
    name: &'s Cell<Option<&'a CStr>>,
    token: Token,
}

impl<'a, T, const N: usize> Sink<'a, T, String, N> for Sum<'_, 'a, T>
where
    T: Copy + AddAssign + Debug + Display + 'static,
    [T; N]: Default,
{
    fn block(&mut self, block: &[T; N]) -> Result<(), String> {
        self.token.touch();
        for &item in block {
            *self.total += item;
        }
        Ok(())
    }

    fn items(&mut self, items: &[T]) -> Result<(), String>
    where
        T: Clone,
    {
        Err(format!("{items:?} after {}", self.total))
    }

    fn name(&mut self, name: &'a CStr) {
        self.name.set(Some(name));
    }

    fn longer<'b, 'c: 'b>(&'c mut self, text: &'b CStr, _: &T) -> *const c_char {
        text.as_ptr()
    }
}

#[test]
fn a_handler_borrows_and_its_trait_is_generic() {
    let drops = Drops::new();
    let (mut total, name) = (1.5, Cell::new(None));
    let sum = Sum { total: &mut total, name: &name, token: drops.token() };
    let result = Sink::<f32, String, 2>::new(sum).scope(|functions, user| {
        assert_eq!(call!(functions.block(&[2.0, 3.0], user)), 0);
        call!(functions.name(c"sum".as_ptr(), user));
        assert_eq!(call!(functions.items([7.0, 8.0].as_ptr(), 2, user)), 1);
        let text = c"text".as_ptr();
        assert_eq!(call!(functions.longer(text, &0.0, user)), text);
    });
    assert_eq!(result, Err(String::from("[7.0, 8.0] after 6.5")));
    assert_eq!((total, name.get(), drops.count()), (6.5, Some(c"sum"), 1));
}

#[test]
fn the_functions_are_generic_over_what_the_prototypes_name() {
    let drops = Drops::new();
    let (mut total, name) = (0, Cell::new(None));
    let sum = Sum { total: &mut total, name: &name, token: drops.token() };
    let mut sink = Box::pin(Sink::<i64, String, 3>::new(sum));
    let bound = sink.as_mut().bind();
    let functions: SinkFunctions<i64, 3> = bound.function();
    assert_eq!(call!(functions.block(&[1, 2, 3], bound.context())), 0);
    assert_eq!(bound.finish(()), Ok(()));
    drop(sink);
    assert_eq!((total, drops.count()), (6, 1));
}

/// The supertraits are requirements on the handler.
#[callback(extern "C", fallback = -1)]
trait Shown: Display + Debug + Send + Sync + Named<c_int> {
    #[callback(fn(context: *mut c_void) -> c_int)]
    fn show(&self) -> c_int {
        self.to_string().len().try_into().unwrap()
    }
    #[callback(fn(context: *mut c_void) -> c_int, fallback = -2)]
    fn named(&self) -> c_int {
        self.name() + 1
    }
}

trait Named<T> {
    fn name(&self) -> T;
}

impl<T, H: Named<T> + ?Sized> Named<T> for &H {
    fn name(&self) -> T {
        H::name(self)
    }
}

#[derive(Debug)]
struct Word(&'static str);

impl Display for Word {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0)
    }
}

impl Named<c_int> for Word {
    fn name(&self) -> c_int {
        40
    }
}

impl Shown for Word {}

fn show(functions: RawFn<dyn Shown>, user: *mut c_void) -> [c_int; 2] {
    [call!(functions.show(user)), call!(functions.named(user))]
}

#[test]
fn supertraits_hold_for_references_too() {
    Shown::new(Word("four")).scope(|functions, user| assert_eq!(show(functions, user), [4, 41]));
    Shown::new(&Word("three")).scope(|functions, user| assert_eq!(show(functions, user), [5, 41]));
    let registration = Shown::new(&Word("static")).register(accept, removed).unwrap();
    assert_eq!(show(registration.function(), registration.context()), [6, 41]);
    let object: &dyn Shown = &Word("object");
    Shown::new(object).scope(|functions, user| assert_eq!(show(functions, user), [6, 41]));
}

#[callback(extern "C", fallback = -1)]
trait Count {
    #[callback(fn(context: *mut c_void) -> c_int)]
    fn next(&mut self) -> c_int;
    /// It has a default, which a reference does not use.
    #[callback(fn(context: *mut c_void) -> c_int)]
    fn what(&self) -> c_int {
        1
    }
}

struct Counter(c_int, Token);

impl Count for Counter {
    fn next(&mut self) -> c_int {
        assert!(self.0 != 13, "thirteen");
        self.0 += 1;
        self.0
    }

    fn what(&self) -> c_int {
        self.1.touch();
        2
    }
}

#[test]
fn a_reference_is_a_handler_and_drops_nothing() {
    let ear = listen("Count");
    let drops = Drops::new();
    let mut counter = Counter(0, drops.token());
    Count::new(&mut counter).scope(|functions, user| {
        assert_eq!([call!(functions.next(user)), call!(functions.what(user))], [1, 2]);
    });
    let object: &mut dyn Count = &mut counter;
    Count::new(&mut *object).scope(|functions, user| {
        assert_eq!([call!(functions.next(user)), call!(functions.what(user))], [2, 2]);
    });
    // A reference to a reference.
    Count::new(&mut &mut *object).scope(|functions, user| {
        assert_eq!([call!(functions.next(user)), call!(functions.what(user))], [3, 2]);
    });
    assert_eq!((counter.0, drops.count()), (3, 0));
    // The poison belongs to the context, not to the handler.
    counter.0 = 13;
    let payload = panic_of(|| {
        Count::new(&mut counter).scope(|functions, user| {
            assert_eq!([call!(functions.next(user)), call!(functions.what(user))], [-1, -1]);
        });
    });
    assert_eq!((message(&*payload), drops.count()), ("thirteen", 0));
    counter.0 = 14;
    Count::new(&mut counter).scope(|functions, user| assert_eq!(call!(functions.next(user)), 15));
    let leaked: &'static mut Counter = Box::leak(Box::new(counter));
    let address = &raw mut *leaked;
    let (functions, user, destroy) = Count::new(leaked).notified(keep_all).unwrap();
    assert_eq!(call!(functions.next(user)), 16);
    // SAFETY: once, and no call follows.
    unsafe { destroy(user) };
    assert_eq!(drops.count(), 0);
    // SAFETY: the reference to the counter is gone.
    drop(unsafe { Box::from_raw(address) });
    assert_eq!((drops.count(), ear.named()), (1, vec![("Count::next", Fault::Panicked)]));
}

/// The macro's own implementation would conflict with the one below.
#[callback(extern "C", references = none, fallback = -1)]
trait Own {
    #[callback(fn(context: *mut c_void) -> c_int)]
    fn own(&self) -> c_int;
}

impl Own for Counter {
    fn own(&self) -> c_int {
        self.0
    }
}

impl<H: Own + ?Sized> Own for &H {
    fn own(&self) -> c_int {
        100 + H::own(self)
    }
}

/// The macro does not implement it for references, since its implementor makes a promise.
///
/// # Safety
///
/// - `own` returns a number that is not zero.
#[callback(extern "C", fallback = 1)]
unsafe trait Promised {
    #[callback(fn(context: *mut c_void) -> c_int)]
    fn own(&mut self) -> c_int;
}

// SAFETY: it returns a number above 0.
unsafe impl Promised for Counter {
    fn own(&mut self) -> c_int {
        self.0.max(1)
    }
}

// SAFETY: it returns a number above 0.
unsafe impl<H: Promised + ?Sized> Promised for &mut H {
    fn own(&mut self) -> c_int {
        H::own(self).saturating_abs().saturating_add(10)
    }
}

#[test]
fn implementations_for_references_can_be_written() {
    let drops = Drops::new();
    let mut counter = Counter(-5, drops.token());
    Own::new(&counter).scope(|functions, user| assert_eq!(call!(functions.own(user)), 95));
    Promised::new(&mut counter).scope(|functions, user| assert_eq!(call!(functions.own(user)), 11));
    Promised::new(counter).scope(|functions, user| assert_eq!(call!(functions.own(user)), 1));
    assert_eq!(drops.count(), 1);
}

/// Names that generated code might use, and keywords.
#[callback(extern "C", fallback = 0)]
trait Handler<H, L, C, F, D, P> {
    #[callback(fn(handler: c_int, user: c_int, context: *mut c_void) -> c_int)]
    fn r#type(&mut self, handler: c_int, functions: c_int) -> c_int;
    #[callback(fn(context: *mut c_void, call: c_int, result: c_int) -> c_int)]
    fn functions(&mut self, mut outward: c_int, escapes: c_int) -> c_int {
        outward += escapes;
        outward
    }
    fn function(&self, base: c_int) -> c_int {
        base
    }
    fn scope(&self);
    fn drop(&mut self);
}

struct Any;

impl<H, L, C, F, D, P> Handler<H, L, C, F, D, P> for Any {
    fn r#type(&mut self, handler: c_int, functions: c_int) -> c_int {
        handler - functions
    }

    fn scope(&self) {}

    fn drop(&mut self) {
        panic!("drop")
    }
}

#[test]
fn names_do_not_collide() {
    let ear = listen("Handler");
    let handler = Handler::<u8, u16, u32, u64, (), [c_int; 2]>::new(Any).owned();
    let (functions, user): (HandlerFunctions, _) = (handler.function(), handler.context());
    assert_eq!(call!(functions.r#type(7, 3, user)), 4);
    assert_eq!(call!(functions.functions(user, 7, 3)), 10);
    assert_eq!(call!(functions.function(6, user)), 6);
    call!(functions.scope(user));
    call!(functions.drop(user));
    assert_eq!(call!(functions.r#type(7, 3, user)), 0);
    assert_eq!(ear.named(), [("Handler::drop", Fault::Panicked)]);
}
