//! Making callbacks, and handing them over to C.

use std::ffi::c_int;
use std::panic::{AssertUnwindSafe, catch_unwind, panic_any};
use std::sync::Arc;
use std::thread;

use callback_tests::{keep_reachable, message};

use crate::callbacks::closure::{Inside, Panic, Seen, catch};
use crate::callbacks::declared::{Kind, Raw, Unset};
use crate::callbacks::model::{Lifetime, Model, Shut, Told};
use crate::callbacks::world::{World, me};

/// The maximum number of callbacks at once.
const CALLBACKS: usize = 20;

impl World {
    pub(crate) fn make(self: &Arc<Self>) {
        let me = me();
        let seen = Arc::new(Seen::default());
        let (number, kind, lifetime, bomb) = {
            let state = &mut *self.state();
            let kind = state.random.choice(Kind::ALL).unwrap();
            let lifetime = state.random.choice(Lifetime::ALL).unwrap();
            if state.models.iter().filter(|model| !model.over).count() >= CALLBACKS
                || (matches!(lifetime, Lifetime::Register | Lifetime::Owned) && kind.is_once())
            {
                return;
            }
            // A capture of a `FnOnce` would be dropped while the closure unwinds, and one of a pinned closure
            // while `finish` does. Both would end the process.
            let bomb = state.random.u8(..) < 20 && !kind.is_once() && lifetime != Lifetime::Bind;
            let (_, name, slot) = kind.declaration();
            let name = if lifetime == Lifetime::Slot { slot } else { name };
            let model = Model::new((kind, lifetime, name), me, bomb, Arc::clone(&seen));
            state.models.push(model);
            (state.models.len() - 1, kind, lifetime, bomb)
        };
        self.note(&format!("makes {number}: {kind:?}, {lifetime:?}, bomb: {bomb}"));
        let inside = Inside { world: Arc::downgrade(self), number, seen, bomb };
        let (declared, ..) = kind.declaration();
        let hand_over = &mut |raw| self.hand_over(number, raw);
        match lifetime {
            Lifetime::Scope => self.scope(number, inside),
            Lifetime::Bind => self.bind(number, inside),
            Lifetime::Forever | Lifetime::Slot | Lifetime::Owned => {
                let (raw, holder) = match lifetime {
                    Lifetime::Forever => (declared.forever(inside), None),
                    Lifetime::Slot => declared.slot(inside),
                    _ => declared.owned(inside),
                };
                self.with(number, |model, reports| {
                    (model.raw, model.holder) = (Some(raw), holder.map(Shut));
                    model.handed_over(true, reports);
                });
            }
            Lifetime::Once => {
                let result = catch(|| declared.once(inside, hand_over));
                self.handed_over(number, result);
            }
            Lifetime::Notified => {
                let result = catch(|| declared.notified(inside, hand_over));
                self.handed_over(number, result);
            }
            Lifetime::Register => self.register(number, inside),
        }
    }

    /// C gets a callback. Returns what C answers.
    fn hand_over(self: &Arc<Self>, number: usize, raw: Raw) -> Result<(), c_int> {
        self.with(number, |model, _| model.raw = Some(raw));
        if let Raw::Pair(_, user, _) = raw {
            // A closure that C never calls is leaked.
            keep_reachable(user);
        }
        self.run_some(2);
        match self.below(10) {
            0 => panic_any(Panic::HandOver),
            1 | 2 => Err(21),
            _ => Ok(()),
        }
    }

    fn handed_over(&self, number: usize, result: Result<Result<(), c_int>, Panic>) {
        self.note(&format!("{number} is handed over: {result:?}"));
        // A hand-over that panics has not said that C refused.
        let taken = !matches!(result, Ok(Err(_)));
        self.with(number, |model, reports| model.handed_over(taken, reports));
    }

    fn register(self: &Arc<Self>, number: usize, inside: Inside) {
        const ANSWERS: [(Told, Unset); 3] = [
            (Ok(Ok(())), || Ok(())),
            (Ok(Err(7)), || Err(7)),
            (Err(Panic::Unset), || panic_any(Panic::Unset)),
        ];
        let (answer, unset) = ANSWERS[if self.rarely(4) { 1 + self.below(2) } else { 0 }];
        self.with(number, |model, _| model.unset = answer);
        let (declared, ..) = self.with(number, |model, _| model.kind).declaration();
        let set = &mut |raw| self.hand_over(number, raw);
        let result = catch(|| declared.register(inside, set, unset));
        let (told, holder) = match result {
            Ok(Ok(holder)) => (Ok(Ok(())), Some(Shut(holder))),
            Ok(Err(code)) => (Ok(Err(code)), None),
            Err(panic) => (Err(panic), None),
        };
        self.note(&format!("{number} is registered: {told:?}"));
        self.with(number, |model, reports| {
            let taken = holder.is_some();
            model.holder = holder;
            model.handed_over(taken, reports);
        });
    }

    fn scope(self: &Arc<Self>, number: usize, inside: Inside) {
        let (declared, ..) = self.with(number, |model, _| model.kind).declaration();
        let panics = self.rarely(10);
        let call = &mut |raw| {
            self.with(number, |model, _| model.raw = Some(raw));
            self.run_some(4);
            self.with(number, |model, _| model.over = true);
            if panics {
                panic_any(Panic::HandOver);
            }
        };
        let result = catch_unwind(AssertUnwindSafe(|| declared.scope(inside, call)));
        self.scope_ends(number, result, panics);
    }

    fn bind(self: &Arc<Self>, number: usize, inside: Inside) {
        let (declared, ..) = self.with(number, |model, _| model.kind).declaration();
        let panics = self.rarely(20);
        let call = &mut |raw| {
            self.with(number, |model, _| model.raw = Some(raw));
            self.run_some(3);
            // C has dropped what belongs to this binding.
            self.with(number, |model, _| model.raw = None);
            if panics {
                panic_any(Panic::HandOver);
            }
        };
        let result = catch_unwind(AssertUnwindSafe(|| declared.bind(inside, call)));
        self.with(number, |model, _| {
            model.over = true;
            // The panic came before `finish`, which would have resumed the panic of the closure.
            model.payload = model.payload.filter(|_| !panics);
        });
        self.scope_ends(number, result, panics);
    }

    /// The end of a scope: with a panic of the closure, of the caller of C, or of a capture; or with the
    /// message of another fault.
    fn scope_ends(&self, number: usize, result: thread::Result<()>, panics: bool) {
        self.note(&format!("the scope of {number} ends"));
        let (fault, payload, bomb) = self.with(number, |model, _| {
            let bomb = model.drop_closure();
            (model.fault(), model.payload, bomb)
        });
        let expected = match (payload, panics, bomb) {
            (Some(_), ..) => Some(Panic::Closure),
            (None, true, _) => Some(Panic::HandOver),
            (None, false, true) => Some(Panic::Capture),
            (None, false, false) => None,
        };
        match (result, expected, fault) {
            (Ok(()), None, None) => {}
            (Err(payload), Some(expected), _) => {
                assert_eq!(payload.downcast_ref::<Panic>(), Some(&expected));
            }
            (Err(payload), None, Some(fault)) => {
                let message = message(&*payload);
                assert!(message.ends_with(&fault.to_string()), "{message}");
            }
            (result, expected, fault) => {
                panic!("a scope ends in {result:?}, and not in {expected:?} or {fault:?}")
            }
        }
    }
}
