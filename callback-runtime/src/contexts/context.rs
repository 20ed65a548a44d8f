//! The context: what C's user data points to.

use core::cell::UnsafeCell;
use core::fmt;
use core::marker::PhantomPinned;

use crate::contexts::header::Header;
use crate::contexts::record::Record;
use crate::contexts::set_once::SetOnce;
use crate::contract::callback::{Callback, Escape};
use crate::contract::kind::Kind;
use crate::faults::unwind::{self, Payload};

/// The part of a context that every holder of it can name.
#[repr(C)]
pub(crate) struct Core<C: Callback> {
    pub(crate) header: Header<C::Return>,
    pub(crate) escape: SetOnce<Escape<C>>,
}

impl<C: Callback> Core<C> {
    /// Before any call. A constant, which is copied, is less code than what makes it.
    #[expect(clippy::declare_interior_mutable_const, reason = "a context is a copy of its own")]
    const NEW: Self = Self {
        // SAFETY: it is a constant's value.
        header: unsafe { Header::new(C::SITE, C::FALLBACK) },
        escape: SetOnce::new(),
    };

    /// Ends a scope in which something went wrong.
    ///
    /// A panic of the closure goes before the others, which followed from it, and those go
    /// before the message that a fault of another sort makes.
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

/// [`Core::raise`], for all declarations that let an `E` escape.
#[cold]
#[inline(never)]
#[track_caller]
fn raise<E>(
    record: &Record,
    escape: &SetOnce<E>,
    first: Option<Payload>,
    second: Option<Payload>,
) -> ! {
    // It is lost, as any result is to a panic.
    unwind::drop_quietly(escape.take());
    record.raise(first, second)
}

/// A closure of the type `F`, ready to be handed to C as a callback of the declaration `C`.
///
/// Made by the `new` of a declaration. Which of its methods to call depends on how long C keeps the
/// two raw parts:
///
/// | C calls it | method | where the context lives | freed |
/// |---|---|---|---|
/// | only during this call | [`scope`](Self::scope) | the stack; the closure may borrow | when `scope` returns |
/// | the same, in a struct of yours | [`bind`](Self::bind) | where it was pinned | with its owner |
/// | once, later | [`once`](Self::once) | heap | by the trampoline, or at once if C refused it |
/// | until it runs a destroy function | [`notified`](Self::notified) | heap | by that function |
/// | until unregistered | [`register`](Self::register) | heap, behind a handle | with the registration |
/// | the same, on threads of its own | [`dispatch`](Self::dispatch) | the same | the same |
/// | once, and a future waits | [`completion`](Self::completion) | the same | with the future |
/// | for ever | [`forever`](Self::forever) | leaked | never |
///
/// # Threads
///
/// A context belongs to the thread that hands it over, unless the declaration says `Send`. A call
/// on another thread is a [`Fault::WrongThread`](crate::Fault::WrongThread).
///
/// # What C promises
///
/// Under "Safety duties", each method lists what C has to keep for its lifetime. Whatever the lifetime, the
/// `unsafe` that calls the C function also promises that C
///
/// - calls the function by the type that the declaration gives it, and while the library that contains the
///   declaration is loaded;
/// - passes in each argument what [`FromC::from_c`](crate::FromC::from_c) asks for, or, where nothing is
///   converted, a valid value of the type in the prototype;
/// - passes to a parameter whose lifetime the declaration names, such as `&'a T` or `&'static T`, what
///   lives for that lifetime, and to a `&'a mut T` nothing twice;
/// - passes arguments in which `context = <expression>`, if the declaration has one, finds null or the context
///   that came with the function;
/// - synchronizes its threads: what it does on one thread with the function and the context, from the hand-over
///   to the last call, happens before what it does with them on the next, as by a lock, a queue or a join;
/// - returns from a call on the thread on which it made the call, and leaves it in no other way: see below;
/// - without the feature `std`, which checks this, calls a closure without `Send`, and runs its destroy
///   function, on its own thread alone.
///
/// # Calls that do not return
///
/// A call that is left in another way than by its return skips the destructors of the closure, which is
/// undefined behavior; and the callback stays in that call for ever: a `FnMut` refuses all others, and who
/// drops its registration waits. What C libraries ask for instead:
///
/// | the library | does | write |
/// |---|---|---|
/// | has `longjmp` in functions that a callback calls, as Lua, libpng and libjpeg do for errors | skips the trampoline | no call of such a function in the closure: return an error by `err =`, and raise it in a function in C that calls the trampoline, when that has returned |
/// | has a callback that must not return, as the error handlers of libpng and Xlib | continues where it must not | a closure that ends the process, with nothing in it that may panic before that; or a function in C that calls the trampoline and then `longjmp` |
/// | throws C++ exceptions through callbacks, or expects them to throw | ends the process at the trampoline, also with an `-unwind` convention | a function in C++ that catches, and returns a code |
/// | ends threads from inside, by `pthread_exit` or `pthread_cancel` | skips the trampoline | a flag for the thread to look at |
/// | moves a call to another thread while it is inside, as some coroutines do | leaves it on another thread | no switch between the call and its return |
/// | has a variadic callback, as loggers with `const char *format, ...` | passes what Rust cannot receive | a function in C that formats by `vsnprintf` and calls the trampoline with the string |
///
/// A panic of the closure is none of these: it ends in the trampoline, and never unwinds through C.
///
/// # Arguments of refused calls
///
/// A call that does not enter the closure, whatever the [`Fault`](crate::Fault), converts none of its
/// arguments, and after an argument that cannot be converted, none of those that follow. What C gives away in
/// a pointer or a number, such as a buffer to free or a file to close, is then nobody's. If C gives something
/// away, write a type that owns it into the prototype, one with a destructor and of the same layout:
/// a refused call drops that, as a call that enters moves it into the closure.
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
// C knows its address as that of the `core`, and the cold paths as that of the header.
#[repr(C)]
pub struct Context<C: Callback, F> {
    pub(crate) core: Core<C>,
    pub(crate) closure: UnsafeCell<<C::Kind as Kind>::Stored<F>>,
    /// C holds its address while it is bound.
    _pinned: PhantomPinned,
}

impl<C: Callback, F> fmt::Debug for Context<C, F> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Context").field(&self.core.header.record).finish()
    }
}

impl<C: Callback, F> Context<C, F> {
    #[inline]
    pub(crate) fn new(closure: F) -> Self {
        // Before the core: there is none then that would have to be dropped if this panicked, which
        // it does not.
        let closure = UnsafeCell::new(C::Kind::store(closure));
        Self { core: Core::NEW, closure, _pinned: PhantomPinned }
    }

    /// Makes the calling thread the owner, if the contract has one.
    #[inline]
    pub(crate) fn bind_to_thread(&mut self) {
        if C::Kind::THREAD_BOUND {
            self.core.header.record.gate.bind();
        }
    }
}
