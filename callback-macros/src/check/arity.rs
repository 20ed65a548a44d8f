//! The closure's parameters against the prototype's.
//!
//! Both lists have the same order. Each closure parameter takes one prototype parameter. A slice that is not
//! in parentheses takes two: a pointer and the length next to it.

use syn::Type;

use super::prototype::MOST_PARAMETERS;
use crate::errors::{Errors, list};
use crate::model::{Closure, Context, Passed, Prototype, Role, Value, display, tokens, ty};

/// Pairs the closure's parameters with the prototype's.
pub(super) fn check_arity(
    closure: &Closure,
    prototype: &Prototype,
    context: Option<&Context>,
    errors: &mut Errors,
) -> Option<Vec<Passed>> {
    if prototype.inputs.len() > MOST_PARAMETERS {
        return None;
    }
    let pairing = Pairing::new(closure, prototype, context);
    let taken: Vec<_> = closure.inputs.iter().collect();
    let Some(passed) = pairing.pair(&taken) else {
        pairing.report(errors);
        return None;
    };
    // The short form has a length after each pointer.
    (prototype.is_short || pairing.check_lengths(&passed, errors)).then_some(passed)
}

/// The C parameters that the closure has to take.
struct Pairing<'a> {
    closure: &'a Closure,
    prototype: &'a Prototype,
    context: Option<&'a Context>,
    /// C's parameters without the context and the ignored ones, each with its positions.
    units: Vec<Passed>,
}

impl<'a> Pairing<'a> {
    fn new(closure: &'a Closure, prototype: &'a Prototype, context: Option<&'a Context>) -> Self {
        let mut units = Vec::new();
        for (at, input) in prototype.inputs.iter().enumerate() {
            match input.role {
                Role::Alone => units.push(Passed::One(at)),
                Role::InTuple(tuple) if prototype.tuples[tuple].places.start == at => {
                    let places = prototype.tuples[tuple].places.clone();
                    units.push(Passed::Several(places.collect()));
                }
                _ => {}
            }
        }
        Self { closure, prototype, context, units }
    }

    /// Pairs parameters of these types with all units, in order.
    fn pair(&self, taken: &[&Type]) -> Option<Vec<Passed>> {
        let spelled = self.pair_by(taken, ty::is_pointer);
        // An alias may be the pointer, too.
        spelled.or_else(|| self.pair_by(taken, |ty| ty::is_pointer(ty) || ty::may_be_length(ty)))
    }

    fn pair_by(&self, taken: &[&Type], is_pointer: fn(&Type) -> bool) -> Option<Vec<Passed>> {
        let (mut passed, mut rest) = (Vec::new(), self.units.as_slice());
        for ty in taken {
            match *rest {
                [Passed::One(first), Passed::One(second), ..]
                    if ty::slice(ty).is_some() && self.are_slice(first, second, is_pointer) =>
                {
                    passed.push(Passed::Several(vec![first, second]));
                    rest = &rest[2..];
                }
                [ref unit, ..] if !self.is_pointer_alone(ty, unit) => {
                    passed.push(unit.clone());
                    rest = &rest[1..];
                }
                _ => return None,
            }
        }
        rest.is_empty().then_some(passed)
    }

    fn ty(&self, at: usize) -> &'a Type {
        &self.prototype.inputs[at].ty
    }

    /// Returns whether two prototype parameters may be a slice's pointer and length.
    fn are_slice(&self, first: usize, second: usize, is_pointer: fn(&Type) -> bool) -> bool {
        // An ignored parameter between the two separates them. The context does not.
        let between = &self.prototype.inputs[first + 1..second];
        let (first, second) = (self.ty(first), self.ty(second));
        between.iter().all(|input| input.role == Role::Context)
            && (is_pointer(first) && ty::may_be_length(second)
                || ty::may_be_length(first) && is_pointer(second))
    }

    /// Returns whether a slice would have to be made from only a pointer.
    fn is_pointer_alone(&self, taken: &Type, unit: &Passed) -> bool {
        match *unit {
            Passed::One(at) => ty::slice(taken).is_some() && ty::is_pointer(self.ty(at)),
            Passed::Several(_) => false,
        }
    }

    /// Checks that no other parameter next to a slice's pointer may be its length.
    ///
    /// The order of the closure's parameters determines which one it is, but an author who confuses the two
    /// gets a slice of the wrong length.
    fn check_lengths(&self, passed: &[Passed], errors: &mut Errors) -> bool {
        let is_taken = |at: usize| {
            let takes = |(passed, ty): (&Passed, &Type)| match passed {
                Passed::Several(places) => ty::slice(ty).is_some() && places.contains(&at),
                Passed::One(_) => false,
            };
            passed.iter().zip(&self.closure.inputs).any(takes)
        };
        let mut is_certain = true;
        for (passed, slice) in passed.iter().zip(&self.closure.inputs) {
            let Some((pointer, length)) = self.bare_slice(passed) else { continue };
            let run = self.run(pointer, length);
            if run.iter().all(|&at| is_taken(at)) {
                continue;
            }
            is_certain = false;
            let shown = |places: &[usize]| {
                list(&places.iter().map(|&at| display(self.ty(at))).collect::<Vec<_>>())
            };
            let (first, second) = (pointer.min(length), pointer.max(length));
            let others: Vec<_> = run.iter().copied().filter(|&at| at != length).collect();
            let message = format!(
                "{} next to the pointer may be the length of this slice\n\
                 help: write the pointer and its length in parentheses, such as `({}, {})`, and take {} \
                 as C passes it",
                shown(&run),
                display(self.ty(first)),
                display(self.ty(second)),
                shown(&others),
            );
            errors.report(slice, message);
        }
        is_certain
    }

    /// Returns the pointer and the length of a slice that is not in parentheses.
    fn bare_slice(&self, passed: &Passed) -> Option<(usize, usize)> {
        let Passed::Several(places) = passed else { return None };
        let [first, second] = places[..] else { return None };
        if self.prototype.inputs[first].role != Role::Alone {
            return None;
        }
        Some(if ty::is_pointer(self.ty(second)) { (second, first) } else { (first, second) })
    }

    /// Returns the parameters that may be lengths, from the pointer on, on both sides of it.
    ///
    /// A run stops at the context, unless the context is between the slice's pointer and its length.
    fn run(&self, pointer: usize, length: usize) -> Vec<usize> {
        let inputs = &self.prototype.inputs;
        let may_be =
            |&at: &usize| inputs[at].role == Role::Alone && ty::may_be_length(&inputs[at].ty);
        let (before, after) =
            if length < pointer { (length + 1, pointer + 1) } else { (pointer, length) };
        let mut run: Vec<_> = (0..before).rev().take_while(may_be).collect();
        run.reverse();
        run.extend((after..inputs.len()).take_while(may_be));
        run
    }

    /// Reports why the parameters cannot be paired.
    fn report(&self, errors: &mut Errors) {
        let taken: Vec<_> = self.closure.inputs.iter().collect();
        let slices = || taken.iter().enumerate().filter(|(_, ty)| ty::slice(ty).is_some());
        // The closure takes a slice and also its length, but C passes one length.
        for (at, _) in slices() {
            for other in [Some(at + 1), at.checked_sub(1)].into_iter().flatten() {
                let mut fewer = taken.clone();
                if taken.get(other).is_none_or(|ty| !ty::may_be_length(ty)) {
                    continue;
                }
                let length = fewer.remove(other);
                if self.pair(&fewer).is_some() {
                    let shown = display(length);
                    let message = format!("the slice takes the length\nhelp: remove `{shown}`");
                    return errors.report(length, message);
                }
            }
        }
        if let Some(context) = self.taken_context(&taken) {
            let shown = display(context);
            let message = format!("the closure does not take the context\nhelp: remove `{shown}`");
            return errors.report(context, message);
        }
        if let Some((slice, at)) = self.pointer_alone(&taken) {
            let raw = display(self.ty(at));
            let help = if taken.len() == self.units.len() {
                format!("help: take `{raw}`, as C passes it")
            } else {
                format!("help: take {}, as C passes them", self.shown_units())
            };
            let message =
                format!("no integer next to `{raw}` can be the length of this slice\n{help}");
            return errors.report(slice, message);
        }
        self.report_count(slices().count(), errors);
    }

    /// Returns the last parameter that has the context's type, if the closure takes all others.
    fn taken_context<'t>(&self, taken: &[&'t Type]) -> Option<&'t Type> {
        let Some(&Context::Parameter(context)) = self.context else { return None };
        let fits = |&at: &usize| {
            let mut others = taken.to_vec();
            tokens::same(others.remove(at), self.ty(context)) && self.pair(&others).is_some()
        };
        (0..taken.len()).rev().find(fits).map(|at| taken[at])
    }

    /// Returns the first slice that would have to be made from only a pointer, and the pointer.
    fn pointer_alone<'t>(&self, taken: &[&'t Type]) -> Option<(&'t Type, usize)> {
        let is_slice = |ty: &&Type| ty::slice(ty).is_some();
        let before = taken.iter().position(is_slice)?;
        // Each parameter before the first slice takes one unit.
        let (slice, unit) = (taken[before], self.units.get(before)?);
        match *unit {
            Passed::One(at) if self.is_pointer_alone(slice, unit) && !self.has_length(before) => {
                Some((slice, at))
            }
            _ => None,
        }
    }

    fn shown_units(&self) -> String {
        let inputs = &self.prototype.inputs;
        list(&self.units.iter().map(|unit| display(unit.raw(inputs))).collect::<Vec<_>>())
    }

    /// Returns whether the unit after this one may be its length.
    fn has_length(&self, unit: usize) -> bool {
        match (&self.units[unit], self.units.get(unit + 1)) {
            (Passed::One(first), Some(Passed::One(second))) => {
                self.are_slice(*first, *second, ty::is_pointer)
            }
            _ => false,
        }
    }

    fn report_count(&self, slices: usize, errors: &mut Errors) {
        let Self { closure, prototype, context, units } = self;
        let taken = closure.inputs.len();
        let plural = if taken == 1 { "" } else { "s" };
        let (excluded, help) = match context {
            Some(Context::Parameter(_)) => (" besides `context`", String::new()),
            Some(Context::Expression(value)) => ("", help_to_name(value, prototype)),
            Some(Context::Slots(_)) | None => ("", String::new()),
        };
        let note = match self.shown_units().as_str() {
            "" => "the prototype passes nothing else".to_owned(),
            types => format!("the prototype passes {types}"),
        };
        let slice_note = if slices > 0 {
            "\nnote: a slice takes two parameters, a pointer and a length"
        } else {
            ""
        };
        let message = format!(
            "the {} takes {taken} parameter{plural}, the prototype passes {}{excluded}\n\
             note: {note}{slice_note}{help}",
            closure.noun(),
            units.len(),
        );
        match closure.inputs.get(units.len()) {
            Some(surplus) => errors.report(surplus, message),
            None => errors.report_at(closure.paren, message),
        }
    }
}

/// Returns a help for a `context =` that only names a parameter, which may be the user data.
fn help_to_name(value: &Value, prototype: &Prototype) -> String {
    let Some(name) = value.name() else { return String::new() };
    if !prototype.inputs.iter().any(|input| input.name.as_ref() == Some(&name)) {
        return format!(
            "\nhelp: if `{name}` is the user data, write `context: *mut c_void` for it in the prototype, and remove \
             the key"
        );
    }
    format!(
        "\nhelp: if `{name}` is the user data alone, name it `context` in the prototype, and remove the \
         key"
    )
}
