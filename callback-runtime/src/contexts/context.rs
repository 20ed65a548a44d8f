//! The context: what C's user data points to.

#[cfg(feature = "alloc")]
use alloc::boxed::Box;
use core::cell::UnsafeCell;
use core::fmt;
use core::marker::{PhantomData, PhantomPinned};
#[cfg(feature = "alloc")]
use core::mem::ManuallyDrop;
use core::mem::offset_of;
#[cfg(feature = "alloc")]
use core::ptr;
use core::ptr::NonNull;

use crate::contexts::header::Header;
use crate::contexts::record::Record;
use crate::contexts::set_once::SetOnce;
use crate::contract::callback::{Callback, Escape};
use crate::contract::kind::Kind;
use crate::faults::unwind::{self, Payload};

/// The part of a context that does not depend on the closure's type.
#[repr(C)]
pub(crate) struct Core<C: Callback + ?Sized> {
    pub(crate) header: Header<C::Return>,
    pub(crate) escape: SetOnce<Escape<C>>,
}

impl<C: Callback + ?Sized> Core<C> {
    /// Returns the core of a context before any call.
    #[inline(always)]
    fn new() -> Self {
        Self {
            // SAFETY: `FALLBACK` is a constant.
            header: unsafe { Header::new(C::SITE, C::FALLBACK) },
            escape: SetOnce::new(),
        }
    }

    /// Ends a scope in which something went wrong.
    ///
    /// A panic of the closure takes precedence over `first` and `second`, which may have followed from it. All panics
    /// take precedence over the message of another fault.
    #[inline]
    #[track_caller]
    pub(crate) fn raise(&self, first: Option<Payload>, second: Option<Payload>) -> ! {
        if const { SetOnce::<Escape<C>>::NEVER_FULL } {
            self.header.record.raise(first, second)
        } else {
            raise(&self.header.record, &self.escape, first, second)
        }
    }
}

/// [`Core::raise`], for declarations that let an `E` escape.
#[cold]
#[inline(never)]
#[track_caller]
fn raise<E>(
    record: &Record,
    escape: &SetOnce<E>,
    first: Option<Payload>,
    second: Option<Payload>,
) -> ! {
    // What escaped is lost, as any result is to a panic.
    unwind::drop_quietly(escape.take());
    record.raise(first, second)
}

/// A closure or a handler of the type `F`, ready to be handed over to C as a callback of the declaration `C`.
///
/// The function `new` of a declaration makes a context from a closure. The methods below *hand it over*: they
/// give C two raw parts.
///
/// - The function pointer, a [`RawFn`](crate::RawFn), is that of the *trampoline*, the `extern` function
///   that the attribute generates. It finds the context, checks the call, converts the arguments and runs
///   the closure.
/// - The user data, a [`RawContext`](crate::RawContext), is what C passes back to the trampoline. It leads
///   to the context.
///
/// Which method to call depends on how long C keeps the two raw parts:
///
/// - for one call of C: [`scope`](Self::scope), or [`bind`](Self::bind) for a context in a struct of your
///   own;
/// - for one call of the closure, later: [`once`](Self::once), or [`completion`](Self::completion) for a
///   future;
/// - until C runs a destroy function: [`notified`](Self::notified);
/// - until you unregister the callback: [`register`](Self::register), after [`dispatch`](Self::dispatch) if
///   the closure has to run on another thread than the one on which C calls;
/// - for as long as a value of yours lives: [`owned`](Self::owned);
/// - until the process ends: [`forever`](Self::forever).
///
/// The chapter [`lifetimes`](crate::guide::lifetimes) of the guide has the table of lifetimes, with where each context
/// lives and who frees it.
///
/// # Handlers
///
/// With `#[callback]` on a trait, `C` is `dyn Trait`, and `F` is the type of the *handler*, a value that implements
/// the trait. The first raw part is then a struct with the functions of all methods, and C passes the one user data
/// to each of them. What these pages say about the closure holds for the handler: a call is a call of any of its
/// methods.
///
/// [`once`](Self::once), [`completion`](Self::completion) and [`dispatch`](Self::dispatch) are for closures. A handler with
/// a `base` has no handle, so it is not for [`register`](Self::register) and [`owned`](Self::owned).
///
/// The third parameter says who ends the handler: the runtime, by dropping it, or C, by a method with `self`. It is
/// [`Consumed`] if the trait has such a method. That context has one method, its own
/// [`notified`](#method.notified-1). Otherwise, and for closures, it is [`Dropped`], the default.
///
/// A call that gets no value from the closure gets the *fallback*, the value of the key `fallback` in the
/// declaration. The reason is a [`Fault`](crate::Fault).
///
/// # Threads
///
/// If the declaration does not say `Send`, the context belongs to the thread that hands it over, its *owner
/// thread*. A call on another thread is refused as a [`Fault::WrongThread`](crate::Fault::WrongThread).
///
/// If the declaration says `Send`, any thread may call.
///
/// # What C promises
///
/// You call the C function in an `unsafe` block, and this block makes promises on behalf of C. Each method
/// lists under "Safety duties" what C has to keep for its lifetime. In every lifetime, the block also
/// promises this:
///
/// - C calls the function, or each function of a trait, with the type that the declaration gives it, and only while
///   the library that contains the declaration is loaded.
/// - Each argument meets the safety requirements of [`FromC::from_c`](crate::FromC::from_c). If the argument is
///   not converted, C passes a valid value of the type in the prototype.
/// - If the declaration names the lifetime of a parameter, as in `&'a T` or `&'static T`, what C passes to
///   it lives for that lifetime. The same holds for a lifetime in a bound of such a type, as in
///   `struct Kept<'a: 'static>(&'a T)`. C passes nothing to a `&'a mut T` twice.
/// - If the declaration has a `context = <expression>`, C passes arguments in which the expression finds
///   `None`, null or the user data that came with the function.
/// - If the declaration has a `base`, C passes the pointer that came with the functions, and not one to a copy of the
///   struct. It reads and writes nothing past the struct, and uses the struct during a call only as the method expects.
/// - C synchronizes its threads. From the hand-over to the last call, what C does with the function and the
///   user data on one thread happens before what it does with them on the next. A lock, a queue or a join
///   ensures this.
/// - Each call ends by its return, on the thread on which C made it, and in no other way: see the next
///   section.
/// - Without the feature `std`: if the declaration does not say `Send`, C calls the closure, and runs its
///   destroy function, on the owner thread only. With `std`, this is checked, and C need not promise it.
///
/// # Calls that do not return
///
/// If control leaves a call other than by its return, the frames of Rust are discarded with their destructors
/// unrun, which is undefined behavior. The callback also stays in that call. A `FnMut` then refuses all other
/// calls, and the thread that drops the registration waits forever. If a library does one of the following,
/// use what the last column says:
///
/// | the library | what happens | instead |
/// |---|---|---|
/// | has `longjmp` in functions that a callback calls, as Lua, libpng and libjpeg do for errors | the jump skips the trampoline | a closure that calls no such function, and returns an error by `err =`; and a function in C that calls the trampoline and raises the error after the trampoline has returned |
/// | has a callback that must not return, as the error handlers of libpng and Xlib | the library continues where it must not | a closure that returns `!`, with `fallback = abort`; or a function in C that calls the trampoline and then `longjmp` |
/// | throws C++ exceptions through callbacks, or expects callbacks to throw | the process ends at the trampoline, also with an `-unwind` convention | a function in C++ that catches the exception and returns a code |
/// | ends threads from inside a callback, by `pthread_exit` or `pthread_cancel` | with glibc, the process ends with `FATAL: exception not rethrown`; elsewhere, the frames of Rust are discarded | a flag that the thread checks |
/// | moves a call to another thread while it is running, as some coroutines do | the call ends on another thread | no switch between the call and its return |
/// | has a variadic callback, as loggers with `const char *format, ...` | C passes what Rust cannot receive | a function in C that formats with `vsnprintf` and calls the trampoline with the string |
///
/// A panic of the closure is not one of these cases. It ends in the trampoline and never unwinds through C.
///
/// # Arguments of refused calls
///
/// A *refused call* is one that does not enter the closure. Its arguments are not converted, whatever the
/// [`Fault`](crate::Fault). There is one exception: if an argument cannot be converted, those before it
/// have been converted, and those after it are not. So if C gives something away in a pointer or a number,
/// such as a buffer to free or a file to close, nobody owns it after a refused call.
///
/// If C gives something away, write a type that owns it into the prototype: one that has a destructor, and
/// the same layout as what C passes. A refused call drops the value. A call that enters moves it into the
/// closure.
///
/// ```
/// use callback_runtime::callback;
/// use core::ffi::{c_int, c_void};
///
/// /// A connection that the library gives away, as an open file descriptor.
/// #[repr(transparent)]
/// pub struct Connection(c_int);
///
/// impl Drop for Connection {
///     fn drop(&mut self) {
///         // close(self.0)
///     }
/// }
///
/// // void (*on_accept)(int fd, void *user); the callback closes `fd`
/// #[callback(extern "C" fn(Connection, context: *mut c_void))]
/// pub type OnAccept = dyn FnMut(Connection);
/// ```
#[doc(alias = "trampoline")]
#[doc(alias = "thunk")]
#[doc(alias = "delegate")]
#[must_use = "a context does nothing until its raw parts are handed to C"]
// C has the address of the context, and the cold paths have that of `core`. Without a base, the two are equal.
#[repr(C)]
pub struct Context<C: Callback + ?Sized, F, D = Dropped> {
    /// A struct of C, or `()`. While C can reach the context, no reference to this is formed, since C reads and
    /// writes it.
    base: C::Base,
    pub(crate) core: Core<C>,
    pub(crate) closure: UnsafeCell<<C::Kind as Kind>::Stored<F>>,
    /// C holds the address while the context is bound.
    _pinned: PhantomPinned,
    _end: PhantomData<D>,
}

/// Says that the runtime drops the closure or the handler. The third parameter of most [`Context`]s.
///
/// It is a type without values, which occurs in the types of contexts alone.
#[derive(Debug)]
pub enum Dropped {}

/// Says that a method with `self` consumes the handler. The third parameter of the [`Context`] of a trait with such a
/// method.
///
/// The method is C's destroy function, so only a lifetime in which C has one makes sense:
/// [`notified`](Context#method.notified-1). It is a type without values, as [`Dropped`].
///
/// # Examples
///
/// ```
/// use callback_runtime::{Consumed, Context, callback};
/// use core::ffi::{c_int, c_void};
///
/// #[callback(extern "C", fallback = -1)]
/// pub trait Source {
///     #[callback(fn(context: *mut c_void) -> c_int)]
///     fn close(self) -> c_int;
/// }
///
/// impl Source for c_int {
///     fn close(self) -> c_int {
///         self
///     }
/// }
///
/// let context: Context<dyn Source, c_int, Consumed> = Source::new(3);
/// let closed = context.notified(|functions, user| Ok::<_, ()>(unsafe { (functions.close)(user) }));
/// assert_eq!(closed, Ok(3));
/// ```
#[derive(Debug)]
pub enum Consumed {}

impl<C: Callback + ?Sized, F, D> fmt::Debug for Context<C, F, D> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Context").field(&self.core.header.record).finish()
    }
}

impl<C: Callback + ?Sized, F, D> Context<C, F, D> {
    /// Where the core is. The cold paths have its address, and C that of the context.
    pub(crate) const CORE: usize = offset_of!(Self, core);

    #[inline]
    pub(crate) fn new(base: C::Base, closure: F) -> Self {
        // Before the core is made, so that no core would have to be dropped if this panicked, which it does not.
        let closure = UnsafeCell::new(C::Kind::store(closure));
        Self { base, core: Core::new(), closure, _pinned: PhantomPinned, _end: PhantomData }
    }

    /// Makes the calling thread the owner, if the kind has one.
    #[inline]
    pub(crate) fn set_owner(&mut self) {
        if C::Kind::THREAD_BOUND {
            self.core.header.record.gate.set_owner();
        }
    }
}

#[cfg(feature = "alloc")]
impl<C: Callback + ?Sized, F> Context<C, F, Consumed> {
    /// Returns the context with the type that the lifetimes use.
    pub(crate) fn into_dropped(self) -> Context<C, F> {
        let Self { base, core, closure, .. } = self;
        Context { base, core, closure, _pinned: PhantomPinned, _end: PhantomData }
    }
}

impl<C: Callback + ?Sized, F> Context<C, F> {
    /// Returns the address of the core of the context to which C's user data points, or null for null.
    #[inline(always)]
    pub(crate) fn core_of(raw: *mut ()) -> *mut () {
        if Self::CORE == 0 || raw.is_null() { raw } else { raw.wrapping_byte_add(Self::CORE) }
    }

    /// Returns the context that has its core at this address.
    ///
    /// # Safety
    ///
    /// - `core` is the address of the core of a context of this type.
    #[inline(always)]
    pub(crate) unsafe fn of_core(core: NonNull<()>) -> NonNull<Self> {
        // SAFETY: the core is so far from the beginning of its context (the caller's promise).
        unsafe { core.byte_sub(Self::CORE) }.cast()
    }
}

/// Moves a value into a box. Unlike `Box::new`, forgets the value if there is no memory, so the caller needs no drop flag
/// and no landing pad for it.
#[cfg(feature = "alloc")]
#[inline(always)]
pub(crate) fn boxed<T>(value: T) -> Box<T> {
    let value = ManuallyDrop::new(value);
    let mut place = Box::<T>::new_uninit();
    // Not by moves, each of which is a copy on the stack in an unoptimized program.
    // SAFETY: both pointers are valid for a `T`, and the two do not overlap.
    unsafe { ptr::from_ref(&*value).copy_to_nonoverlapping(place.as_mut_ptr(), 1) };
    // SAFETY: it has been written, and the value is not used anymore.
    unsafe { place.assume_init() }
}
