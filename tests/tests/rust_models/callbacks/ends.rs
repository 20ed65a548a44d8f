//! Ends a callback, and asks for its faults before that.

use callback_runtime::Fault;

use crate::callbacks::closure::catch;
use crate::callbacks::declared::Raw;
use crate::callbacks::model::Shut;
use crate::callbacks::world::{World, me};

impl World {
    /// Ends a registration, an `Owned` or a slot, in one way or another.
    pub(crate) fn end_one(&self) {
        let me = me();
        let ended = {
            let state = &mut *self.state();
            let models = state.models.iter().enumerate();
            let may = models.filter(|(_, model)| model.holder.is_some() && model.may_end(me));
            let numbers: Vec<usize> = may.map(|(number, _)| number).collect();
            let number = state.random.choice(numbers);
            number.map(|number| (number, state.models[number].holder.take().unwrap()))
        };
        let Some((number, Shut(holder))) = ended else { return };
        let tells = self.rarely(2);
        self.note(&format!("ends {number}, tells: {tells}"));
        let told = if tells {
            Some(catch(|| holder.end()))
        } else {
            drop(holder);
            None
        };
        let unset = self.with(number, |model, reports| {
            if !tells && model.unset != Ok(Ok(())) {
                reports.push((model.name, Fault::StillRegistered, false));
            }
            model.close(reports);
            model.unset
        });
        assert!(told.is_none_or(|told| told == unset), "{told:?}");
    }

    pub(crate) fn destroy_one(&self) {
        let me = me();
        let chosen = {
            let state = &mut *self.state();
            let models = state.models.iter().enumerate();
            let numbers: Vec<usize> =
                models.filter(|(_, model)| model.may_destroy()).map(|(number, _)| number).collect();
            let chosen = state.random.choice(numbers);
            chosen.and_then(|number| state.models[number].raw.map(|raw| (number, raw)))
        };
        let Some((number, Raw::Pair(_, user, Some(destroy)))) = chosen else { return };
        self.note(&format!("destroys {number}"));
        // SAFETY: C has it, and neither calls nor destroys it again.
        unsafe { destroy(user) };
        self.with(number, |model, reports| model.destroy(me, reports));
    }

    /// Asks a holder for its faults.
    pub(crate) fn look(&self) {
        let me = me();
        let takes = self.rarely(2);
        let state = &mut *self.state();
        for model in &mut state.models {
            // A value that belongs to one thread is not used on another.
            if !model.may_end(me) && model.kind.is_bound() {
                continue;
            }
            let Some(Shut(holder)) = &model.holder else { continue };
            assert_eq!(holder.fault(), model.fault());
            assert_eq!(holder.is_running(), !model.running.is_empty());
            if takes {
                assert_eq!(holder.take_panic().is_some(), model.payload == Some(true));
                model.payload = model.payload.map(|_| false);
            }
        }
    }
}
