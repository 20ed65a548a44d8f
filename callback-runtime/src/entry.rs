//! Where a callback is that C may call at any time, if it is still there.

use core::ptr::{self, NonNull};

use crate::barrier;
use crate::hazards;
use crate::sync::{AtomicBool, AtomicPtr, AtomicUsize, Ordering, constructor, fence};

/// Flipped in the key where each call needs a full fence.
const FENCED: usize = 1;

/// A place for one callback at a time, which calls enter with its key. It is never freed.
///
/// # Invariants
///
/// - `key` is that of the callback that is here, perhaps with `FENCED` flipped, or `vacant`.
/// - Nobody enters with `vacant`, nor with a key that has `FENCED` flipped, be that `vacant`'s.
/// - While `key` is not `vacant`, `context` is not null.
pub(crate) struct Entry {
    key: AtomicUsize,
    context: AtomicPtr<()>,
    /// Whether a call that ends has to look what has happened meanwhile.
    watched: AtomicBool,
    vacant: usize,
}

impl Entry {
    constructor! {
        /// An entry without a callback.
        pub(crate) fn new(vacant: usize) -> Self {
            Self {
                key: AtomicUsize::new(vacant),
                context: AtomicPtr::new(ptr::null_mut()),
                // Here too, for a call that C has made up: see `open`.
                watched: AtomicBool::new(true),
                vacant,
            }
        }
    }

    /// Puts a callback into this entry, which has none.
    pub(crate) fn open(&self, key: usize, context: NonNull<()>) {
        let fenced = !barrier::is_asymmetric();
        self.context.store(context.as_ptr(), Ordering::Relaxed);
        // With fences it is set all the time: there is none before it is read.
        self.watched.store(fenced, Ordering::Relaxed);
        self.key.store(if fenced { key ^ FENCED } else { key }, Ordering::Release);
    }

    /// Refuses calls from now on. All that have entered can be seen by [`Entry::threads`], until
    /// they leave, and find it closed when they leave.
    pub(crate) fn close(&self) {
        self.key.store(self.vacant, Ordering::Relaxed);
        self.watched.store(true, Ordering::Relaxed);
        barrier::heavy();
    }

    /// What a thread writes down that is in a call.
    pub(crate) fn address(&self) -> *const () {
        ptr::from_ref(self).cast()
    }

    /// The threads that are in a call, once for each call.
    pub(crate) fn threads(&self) -> impl Iterator<Item = usize> + use<> {
        hazards::threads_in(self.address())
    }

    /// The context of the callback that has `key`, if it is here.
    ///
    /// It stays alive as long as the calling thread has written down that it is in this entry, if
    /// it has done so before, with a [`barrier::light`] after it.
    #[inline(always)]
    pub(crate) fn context(&self, key: usize) -> Option<NonNull<()>> {
        if self.key.load(Ordering::Acquire) != key && !self.confirms(key) {
            return None;
        }
        let context = self.context.load(Ordering::Relaxed);
        // SAFETY: not null, see the invariants.
        Some(unsafe { NonNull::new_unchecked(context) })
    }

    /// The context of the callback that is here, or was the last.
    pub(crate) fn last_context(&self) -> *mut () {
        self.context.load(Ordering::Relaxed)
    }

    /// Whether the callback is here after all, and a full fence is needed to know.
    #[cold]
    #[inline(never)]
    fn confirms(&self, key: usize) -> bool {
        fence(Ordering::SeqCst);
        self.key.load(Ordering::Acquire) == key ^ FENCED
    }

    /// Whether a call that ends has to ask [`Entry::is_closed`].
    ///
    /// To be asked once the thread has written down that it is in the entry no more, and after a
    /// [`barrier::light`].
    #[inline(always)]
    pub(crate) fn is_watched(&self) -> bool {
        self.watched.load(Ordering::Relaxed)
    }

    /// Whether the callback is here no more.
    pub(crate) fn is_closed(&self) -> bool {
        fence(Ordering::SeqCst);
        self.key.load(Ordering::Relaxed) == self.vacant
    }
}

/// An entry, and how it is given back when nobody is in it any more.
#[derive(Clone, Copy)]
pub(crate) struct Place {
    pub(crate) entry: &'static Entry,
    /// What `vacate` knows it by.
    pub(crate) number: usize,
    pub(crate) vacate: fn(usize),
}

impl Place {
    /// Gives the entry back.
    pub(crate) fn vacate(self) {
        (self.vacate)(self.number);
    }
}
