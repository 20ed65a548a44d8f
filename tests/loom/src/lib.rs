//! Models of the lock-free parts of `register`: loom runs them in every order of their threads.
//!
//! What is modelled are the runtime's own files, all of `entries` but `sizes`, and `sys::thread`, compiled
//! against another `sync`, `local`, `barrier`, `alive` and `sizes`. `cargo test --release`,
//! here, runs them in some minutes; `-- --nocapture` says how many orders there were.
//!
//! | models | what they hold |
//! |---|---|
//! | `tables` | a handle is given once, and finds its own callback or none; generations that have gone round retire the place |
//! | `running` | a closure ends after the calls on other threads, one inside another or one after another; who waits is told |
//! | `itself` | unregistered inside itself, it is buried once, after the last call, and by its owner where there is one |
//! | `mutual` | two that unregister each other, three in a ring, and owners that others wait for, one that takes its closure back: nobody waits for ever |
//! | `hazards` | threads that end and begin hand hazard pointers over while a third one scans; who has told tells no more |
//! | `owner` | what belongs to one thread ends after the calls of that, and after the reports of others |
//! | `signals` | a signal handler's call, between a call's end and its look at who waits, leaves nobody waiting |
//! | `slots` | a stub, which knows no handle, enters what is there, on its owner's thread alone, until a panic or the end |
//! | `panics` | a panic closes what any thread may call, a second panic does not open it, the next callback in its place is open, and the end still waits for calls on other threads |
//! | `refused` | a call that does not enter reports to what is there, while that ends or another comes |
//! | `reuse` | a late call with an old handle, or with one that C made up, or with one that came without synchronisation |
//!
//! Each is run five times: with [`Fences::Asymmetric`](model::Fences), where a light fence has nothing
//! to do with another light one, as with membarrier(2), and with full fences; and with hazard pointers
//! of the threads' own, with those of the stock, and with those that a thread keeps until the system
//! says that it has ended. Where a model gives a number to [`check`](model::check), so many times at
//! most is a thread interrupted that could go on; where it gives none, that is not limited.
//!
//! Not modelled: a `fork`, a signal handler that makes a call at another moment than that of `signals`, a
//! condition variable that wakes without a reason,
//! `installed.rs` and `slots/cell.rs`, which are generic over the declaration, and the system calls. A full fence of
//! loom's does more than it has to: it synchronises, as in no memory model. And an exchange of loom's may
//! have another thread's store between what it reads and what it writes, as in no memory model either; so
//! a store to an `AtomicUsize` is an exchange here (`sync.rs`).
//!
//! Which operations can meet on an entry, and which model has each pair of them, is in `pairs.rs`.
//!
//! # Mutations
//!
//! Each guard was taken out once. For each, one of the models that noticed, and the fences with which
//! it did; the asymmetric ones come first, so they hide the others. "Lent" and "kept" say that it took
//! the hazard pointers of that sort.
//!
//! Some things are there that no model can miss. That who inherits looks whether the keeper is in a call
//! is for threads that end in one, which none does here; that it compares owner and keeper before it asks,
//! and that what is kept is used again, save time. That a hazard pointer's owner is loaded before it is
//! exchanged, that who leaves asks whether it was watched, that the threads in an entry are listed once
//! each, and that a thread is not looked for among those that wait for it where it is that thread itself:
//! without them the same is done in more time. That opening stores the owner before the key: but for opening
//! and closing, only a panic writes the owner, and where another thread may panic, nobody reads it.
//!
//! | file | the guard | noticed by | with fences | what was seen |
//! |---|---|---|---|---|
//! | `entry.rs` | closing has a heavy fence | `a_closure_outlives_a_call_on_another_thread` | asymmetric | the end comes during a call |
//! | `entry.rs` | and so has closing after a panic | `a_closure_outlives_a_call_that_panics_on_another_thread` | asymmetric | the end comes during a call |
//! | `entry.rs` | closing changes the key before that fence | `a_closure_outlives_a_call_on_another_thread` | asymmetric | the end comes during a call |
//! | `entry.rs` | closing what one thread owns has a full fence | `a_closure_outlives_the_reports_of_two_foreign_calls` | asymmetric | the end comes during a call |
//! | `entry.rs` | closing makes the key vacant | `a_panic_closes_it_to_all` | asymmetric | a call after the end |
//! | `entry.rs` | closing closes the entry to a stub of its owner's | `a_stub_finds_the_callback_that_is_there` | asymmetric | a call after the end |
//! | `entry.rs` | closing tells the calls of its owner that are inside | `a_call_that_is_alone_lets_no_other_in` | asymmetric | nobody buries |
//! | `entry.rs` | the key is stored with `Release` | `who_enters_with_a_handle_sees_the_context` | asymmetric | the context is not seen |
//! | `entry.rs` | with full fences, each call goes to `Lent::enter` | `a_closure_outlives_a_call_on_another_thread` | full | the end comes during a call |
//! | `entry.rs` | opening begins to count anew | `a_call_that_is_alone_lets_no_other_in` | asymmetric | no call enters |
//! | `entry.rs` | the key is compared | `a_panic_closes_it_to_all` | asymmetric | a call enters after the panic |
//! | `entry.rs` | the key is loaded with `Acquire` | `who_enters_with_a_handle_sees_the_context` | asymmetric | the context is not seen |
//! | `entry.rs` | `has_after_fence` has a full fence | `a_closure_outlives_a_call_on_another_thread` | asymmetric, lent | the end comes during a call |
//! | `entry.rs` | `has_after_fence` loads the key with `Acquire` | `who_enters_with_a_handle_sees_the_context` | asymmetric | the context is not seen |
//! | `entry.rs` | `has_after_fence` compares the key | `a_panic_closes_it_to_all` | asymmetric | a call enters after the panic |
//! | `entry.rs` | no made-up handle is that of an entry without a callback | `a_call_does_not_enter_an_empty_entry` | asymmetric | a call without a callback |
//! | `entry.rs` | null does not enter where it leads | `a_call_that_never_had_a_callback_keeps_nobody_waiting` | asymmetric | a call without a callback |
//! | `entry.rs` | `has_after_fence` knows a key with `FENCED` flipped | `handles_are_used_up` | full | no call enters |
//! | `entry.rs` | `has_after_fence` does not know a key with `POISONED` flipped | `a_panic_closes_it_to_all` | asymmetric | a call enters after the panic |
//! | `entry.rs` | `has_even_poisoned` knows a key with `FENCED` flipped | `a_panic_closes_it_to_all` | full | the panic is not found |
//! | `entry.rs` | `has_even_poisoned` knows a key with `POISONED` flipped | `a_panic_closes_it_to_all` | asymmetric | the panic is not found |
//! | `entry.rs` | `has_even_poisoned` compares the key | `a_refused_call_does_not_find_the_next_callback` | asymmetric | the next callback is found |
//! | `entry.rs` | `has_even_poisoned` has a full fence | `a_closure_outlives_the_reports_of_two_foreign_calls` | asymmetric | the end comes during a call |
//! | `entry.rs` | a panic flips `POISONED` | `a_panic_closes_it_to_all` | asymmetric | a call enters after the panic |
//! | `entry.rs` | a panic flips `POISONED` where `FENCED` is flipped | `a_panic_closes_it_to_all` | full | a call enters after the panic |
//! | `entry.rs` | a panic compares the key | `a_panic_closes_it_to_all` | asymmetric | a call enters after the second panic |
//! | `entry.rs` | a panic exchanges the key | `a_closure_is_given_back_after_a_call_that_panics_on_another_thread` | asymmetric | a call after the end |
//! | `entry.rs` | a panic does so with `Release` | `who_is_refused_after_a_panic_finds_that` | asymmetric, kept | the panic of the context is not seen |
//! | `entry.rs` | a panic closes the entry to a stub of its owner's | `a_panic_closes_it_to_a_stub` | asymmetric | a call enters after the panic |
//! | `entry.rs` | the owner is compared | `a_stub_finds_the_callback_that_is_there` | asymmetric | a call after the end |
//! | `entry.rs` | a call that is to be alone is | `a_call_that_is_alone_lets_no_other_in` | asymmetric | two calls are inside |
//! | `entry.rs` | a call of the owner's is counted | `a_stub_finds_the_callback_that_is_there` | asymmetric | the end is left to no call |
//! | `entry.rs` | and not when it has left | `a_stub_finds_the_callback_that_is_there` | asymmetric | the end is left to no call |
//! | `entry.rs` | a call of the owner's sees that the entry is closed | `a_call_that_is_alone_lets_no_other_in` | asymmetric | nobody buries |
//! | `entry.rs` | who closes looks at the hazard pointers | `who_has_told_tells_no_more` | asymmetric | the end comes during a call |
//! | `entry.rs` | who closes looks at its own calls | `a_call_that_is_alone_lets_no_other_in` | asymmetric | the end comes during a call |
//! | `entry.rs` | `is_running_here` looks at calls of the owner's | `the_owner_ends_it_inside_itself` | asymmetric | the end comes during a call |
//! | `entry.rs` | `is_running_here` looks at the hazard pointers | `a_hazard_is_used_again` | asymmetric | a call is not found |
//! | `entry.rs` | `is_running_here` looks at this thread's alone | `the_outermost_call_buries_what_the_innermost_unregistered` | asymmetric | nobody buries |
//! | `entry.rs` | the owner alone reads `inside` | `the_owner_ends_it_inside_itself` | asymmetric | waits for ever |
//! | `entry.rs` | the owner knows itself when the entry is closed | `a_call_that_is_alone_lets_no_other_in` | asymmetric | the end comes during a call |
//! | `entry.rs` | `CLOSED` is not counted | `a_call_that_is_alone_lets_no_other_in` | asymmetric | the end comes during a call |
//! | `entry_guard.rs` | a light fence before the key is loaded | `a_closure_outlives_a_call_on_another_thread` | asymmetric | the end comes during a call |
//! | `entry_guard.rs` | that fence is after the hazard is written | `a_closure_outlives_a_call_on_another_thread` | asymmetric | the end comes during a call |
//! | `entry_guard.rs` | a call that does not enter clears its hazard | `who_enters_with_a_handle_sees_the_context` | asymmetric | waits for ever |
//! | `entry_guard.rs` | a call that did not enter looks whether it was watched | `a_closure_outlives_a_call_on_another_thread` | asymmetric | waits for ever |
//! | `entry_guard.rs` | a light fence before `watched` is loaded | `a_closure_outlives_a_call_on_another_thread` | asymmetric | waits for ever |
//! | `entry_guard.rs` | that fence is after the hazard is cleared | `a_closure_outlives_a_call_on_another_thread` | asymmetric | waits for ever |
//! | `entry_guard.rs` | the hazard is cleared before `watched` is loaded | `a_closure_outlives_a_call_on_another_thread` | asymmetric | waits for ever |
//! | `entry_guard.rs` | what is lent is given back after `is_watched` | `a_closure_outlives_a_call_on_another_thread` | asymmetric | waits for ever |
//! | `entry_guard.rs` | what is lent is given back after `drain::after_exit` | `a_closure_outlives_a_call_on_another_thread` | asymmetric | waits for ever |
//! | `entry_guard.rs` | a slow call that does not enter leaves | `a_panic_closes_it_to_all` | asymmetric | waits for ever |
//! | `entry_guard.rs` | a slow call that does not enter tells who watches | `a_place_goes_to_another_owner` | asymmetric | waits for ever |
//! | `entry_guard.rs` | the owner's call compares the key | `a_place_goes_to_another_owner` | asymmetric | a call with an old handle |
//! | `entry_guard.rs` | the owner's call tells that it has left | `a_call_that_is_alone_lets_no_other_in` | asymmetric | nobody buries |
//! | `hazards.rs` | a hazard pointer is claimed by an exchange | `a_thread_that_ends_leaves_its_own` | asymmetric, lent | waits for ever |
//! | `hazards.rs` | it is claimed with `Acquire` | `a_thread_that_ends_leaves_its_own` | asymmetric | a call of the one before is seen |
//! | `hazards.rs` | it is left to others | `handles_are_used_up` | asymmetric | the stock is used up |
//! | `hazards.rs` | it is left with `Release` | `a_thread_that_ends_leaves_its_own` | asymmetric | a call of the one before is seen |
//! | `hazards.rs` | a call inside a call has a hazard of its own | `the_outermost_call_buries_what_the_innermost_unregistered` | asymmetric | a call after the end |
//! | `hazards.rs` | a hazard is written with `Release` | `a_closure_outlives_a_call_before_that_of_another` | asymmetric | the end comes during a call |
//! | `hazards.rs` | a hazard of the stock is written | `a_hazard_is_used_again` | asymmetric, lent | a call is not found |
//! | `hazards.rs` | a hazard of the stock is written with `Release` | `a_thread_that_ends_leaves_its_own` | asymmetric | waits for ever |
//! | `hazards.rs` | a hazard of the stock is lent | `handles_are_used_up` | asymmetric | the stock is used up |
//! | `hazards.rs` | `last_cleared` is not a call that is running | `a_closure_outlives_a_call_inside_a_call` | asymmetric | waits for ever |
//! | `hazards.rs` | a hazard is cleared | `a_panic_closes_it_to_a_stub` | asymmetric | waits for ever |
//! | `hazards.rs` | a hazard is cleared with `Release` | `a_closure_outlives_a_call_on_another_thread` | asymmetric | the end comes during a call |
//! | `hazards.rs` | a thread has one hazard pointer of its own | `handles_are_used_up` | asymmetric | the list grows |
//! | `hazards.rs` | a thread takes one that another has left | `a_hazard_is_used_again` | asymmetric | the list grows |
//! | `hazards.rs` | what was lent becomes a thread's own | `what_was_lent_becomes_a_threads_own` | asymmetric | it has two users |
//! | `hazards.rs` | a thread that ends knows its own | `a_hazard_is_used_again` | asymmetric | the list grows |
//! | `hazards.rs` | who leaves looks whether it is watched | `a_place_goes_to_another_owner` | asymmetric | waits for ever |
//! | `entry_guard.rs` | what is lent has a fence before `watched` is loaded | `a_closure_outlives_a_call_on_another_thread` | asymmetric | waits for ever |
//! | `hazards.rs` | who was watched tells | `a_place_goes_to_another_owner` | asymmetric | waits for ever |
//! | `hazards.rs` | who has told is watched no more | `who_has_told_tells_no_more` | asymmetric | it tells again |
//! | `hazards.rs` | what is lent is given back | `handles_are_used_up` | asymmetric | the stock is used up |
//! | `hazards.rs` | what is not lent is not | `the_outermost_call_buries_what_the_innermost_unregistered` | full | waits for ever |
//! | `hazards.rs` | who watches says so | `a_place_goes_to_another_owner` | asymmetric | waits for ever |
//! | `hazards.rs` | who watches has a heavy fence after that | `a_closure_outlives_a_call_on_another_thread` | asymmetric | waits for ever |
//! | `hazards.rs` | who has looked takes back what no call has to see | `who_has_left_is_watched_no_more` | asymmetric | it tells again |
//! | `hazards.rs` | and looks again then | `a_late_call_does_not_enter_the_next_callback` | asymmetric | waits for ever |
//! | `hazards.rs` | with `Acquire` | `a_closure_outlives_a_call_whose_hazard_was_handed_over` | asymmetric | the end comes during a call |
//! | `hazards.rs` | the stock is looked at | `a_hazard_is_used_again` | asymmetric, lent | a call is not found |
//! | `hazards.rs` | those that were made are looked at | `a_hazard_is_used_again` | asymmetric | a call is not found |
//! | `hazards.rs` | hazards are read with `Acquire` | `a_closure_outlives_a_call_on_another_thread` | asymmetric | the end comes during a call |
//! | `hazards.rs` | the list is read with `Acquire` | `a_thread_that_ends_leaves_its_own` | asymmetric | one is not seen |
//! | `hazards.rs` | one that is made has an owner | `a_thread_that_ends_leaves_its_own` | asymmetric | waits for ever |
//! | `hazards.rs` | one that is made is listed with `Release` | `a_thread_that_ends_leaves_its_own` | asymmetric | one is not seen |
//! | `hazards.rs` | a thread that has ended does not use what was its own | `a_thread_may_call_when_its_variables_have_ended` | asymmetric | it has two users |
//! | `hazards.rs` | a thread that ends leaves its own | `a_hazard_is_used_again` | asymmetric | the list grows |
//! | `hazards.rs` | and not if it is in a call | `a_call_may_end_the_variables_of_its_thread` | asymmetric | a call is not found |
//! | `hazards.rs` | who inherits has asked whether the keeper has ended | `a_late_call_has_the_hazard_of_one_that_is_awaited` | asymmetric, kept | a call of another thread's is seen |
//! | `hazards.rs` | what a thread keeps is not given back | `a_call_may_end_the_variables_of_its_thread` | asymmetric, kept | a call is not found |
//! | `hazards.rs` | who watches has a heavy fence after it has said so | `a_closure_outlives_a_call_on_another_thread` | asymmetric | waits for ever |
//! | `entry_guard.rs` | what is lent is given back when those have been told who watched | `a_closure_outlives_a_call_on_another_thread` | asymmetric, lent | waits for ever |
//! | `drain.rs` | who leaves looks for what waits for it | `an_owner_waits_for_a_call_that_has_waited_for_it` | asymmetric | another buries |
//! | `drain.rs` | a thread leaves with its outermost call | `the_owner_ends_it_inside_itself` | asymmetric | the end comes during a call |
//! | `drain.rs` | who waits is told | `a_closure_outlives_a_call_on_another_thread` | asymmetric | waits for ever |
//! | `drain.rs` | what is left to be done is found | `a_call_that_is_alone_lets_no_other_in` | asymmetric | nobody buries |
//! | `drain.rs` | who leaves is crossed out | `a_call_that_is_alone_lets_no_other_in` | asymmetric | nobody buries |
//! | `drain.rs` | where it was waited for | `a_place_goes_to_another_owner` | asymmetric | waits for ever |
//! | `drain.rs` | and in what is left to be done | `a_call_that_is_alone_lets_no_other_in` | asymmetric | nobody buries |
//! | `drain.rs` | of that entry alone | `an_owner_does_not_wait_for_a_call_that_waits_for_it` | asymmetric | the end comes during a call |
//! | `drain.rs` | that thread is, and no other | `the_owner_ends_it_inside_itself` | asymmetric | the end comes during a call |
//! | `drain.rs` | who leaves notifies | `a_place_goes_to_another_owner` | asymmetric | waits for ever |
//! | `drain.rs` | the owner waits | `an_owner_waits_for_a_call_that_has_waited_for_it` | asymmetric | another buries |
//! | `drain.rs` | the owner that waits buries | `an_owner_waits_for_a_call_that_has_waited_for_it` | asymmetric | another buries |
//! | `drain.rs` | the last one buries | `an_owner_waits_for_a_call_that_has_waited_for_it` | asymmetric | the end comes during a call |
//! | `drain.rs` | who begins to wait notifies | `who_takes_back_waits_for_a_call_that_waits_for_it` | asymmetric | waits for ever |
//! | `drain.rs` | who has waited waits no more | `the_last_of_two_calls_buries_what_one_of_them_unregistered` | asymmetric | a call counts as waiting |
//! | `drain.rs` | who closes waits | `a_closure_outlives_a_call_on_another_thread` | asymmetric | the end is left to a call |
//! | `drain.rs` | who takes back waits for all | `who_takes_back_waits_for_a_call_that_waits_for_it` | asymmetric | the end comes during a call |
//! | `drain.rs` | nobody waits for a thread that waits for it | `two_callbacks_unregister_each_other` | asymmetric | waits for ever |
//! | `drain.rs` | who waits by way of a third thread is seen | `three_callbacks_unregister_each_other_in_a_ring` | asymmetric | waits for ever |
//! | `drain.rs` | who has left tells all that it has left | `who_waits_for_the_call_before_a_signal_is_told` | asymmetric | waits for ever |
//! | `table.rs` | a chunk is loaded with `Acquire` | `a_call_may_come_as_its_chunk_is_made` | asymmetric | a chunk is not seen |
//! | `table.rs` | a chunk is stored with `Release` | `a_call_may_come_as_its_chunk_is_made` | asymmetric | a chunk is not seen |
//! | `table.rs` | a place that is given back has another generation | `a_stub_finds_the_callback_that_is_there` | asymmetric | the place is lost |
//! | `table.rs` | a place whose generations have gone round stays empty | `handles_are_used_up` | asymmetric | a handle comes again |
//! | `table.rs` | no callback is where null leads | `handles_are_used_up` | asymmetric | a handle too many |
//! | `table.rs` | a place that is given back is taken again | `a_stub_finds_the_callback_that_is_there` | asymmetric | the place is lost |
#![cfg(test)]

mod alive;
mod barrier;
mod calls;
mod local;
mod model;
mod models;
mod pairs;
mod sizes;
mod sync;

// The runtime asks for more than there is here.
#[allow(dead_code, unreachable_pub, clippy::modulo_one)]
#[path = "../../../callback-runtime/src/entries"]
mod entries {
    pub(crate) mod drain;
    pub(crate) mod entry;
    pub(crate) mod entry_guard;
    mod hazard;
    pub(crate) mod hazards;
    pub(crate) use crate::sizes;
    pub(crate) mod table;
}

#[path = "../../../callback-runtime/src/sys"]
mod sys {
    pub(crate) use crate::{alive, barrier, local, sync};
    // The gate asks for the number too, and there is none here.
    #[allow(unused_imports)]
    pub(crate) mod thread;
}
