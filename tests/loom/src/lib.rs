//! Models of the lock-free parts of `register`, `owned` and `notified`: loom runs them in every order of their
//! threads.
//!
//! The models run the runtime's own files, all of `entries` but `sizes`, and `sys::thread`. These are compiled
//! against another `sync`, `local`, `barrier`, `alive` and `sizes`. `cargo test --release` in this directory
//! runs the models in some minutes. `-- --nocapture` prints how many orders there were.
//!
//! | models | what they check |
//! |---|---|
//! | `tables` | a handle is given once, and finds its own callback or none; a place whose generations are used up is retired |
//! | `running` | a closure ends after the calls on other threads, nested or one after another; waiting threads are notified |
//! | `itself` | a callback that is unregistered inside itself is dropped once, after the last call, and by its owner if it has one |
//! | `mutual` | two that unregister each other, three in a ring, owners that others wait for, one that takes its closure back: none waits forever |
//! | `hazards` | threads that end and begin hand hazard pointers over while a third one scans; a thread that has notified does not notify again |
//! | `owner` | a callback that belongs to one thread ends after the calls of that thread, and after the reports of others |
//! | `signals` | a call of a signal handler, after a call has left and before it checks for waiting threads, leaves none waiting |
//! | `slots` | a stub, which knows no handle, enters the current callback, only on its owner's thread, until a panic or the end |
//! | `panics` | a panic closes a callback that any thread may call, a second panic does not open it, the next callback in its place is open, and the end still waits for calls on other threads |
//! | `refused` | a call that does not enter reports to the callback that is there, while that ends or another one comes |
//! | `holds` | a context that C has by its address is freed once, after the calls, the hand-over, and its end by a destroy function or by a method that consumes the handler |
//! | `reuse` | a late call with an old handle, with a made-up one, or with one that came without synchronization |
//!
//! Each model runs five times. It runs with [`Fences::Asymmetric`](model::Fences), where a light fence does not
//! synchronize with another light one, as with membarrier(2), and with full fences. It runs with hazard pointers
//! of the threads' own, with those of the stock, and with those that a thread keeps until the system reports
//! that it has ended. If a model passes a number to [`check`](model::check), a thread that could go on is
//! interrupted at most that many times. Otherwise there is no limit.
//!
//! Not modeled are a `fork`, a signal handler that calls at another moment than in `signals`, a condition
//! variable that wakes without a reason, the system calls, and `installed.rs` and `slots/cell.rs`, which are
//! generic over the declaration. Loom's full fence synchronizes more than that of any memory model. Loom also
//! allows a store of another thread between the read and the write of an exchange, which no memory model does.
//! So a store to an `AtomicUsize` is an exchange here (`sync.rs`).
//!
//! `pairs.rs` lists which operations can meet on an entry, and which model has each pair of them.
//!
//! # Mutations
//!
//! Each guard was removed once. For each, the table has one of the models that failed, and the fences with
//! which it did. The asymmetric fences run first, so they hide the full ones. "Lent" and "kept" mean that the
//! model noticed with that sort of hazard pointers.
//!
//! No model can detect some mutations:
//!
//! - A thread that inherits a hazard pointer checks whether its keeper is in a call. That is for threads that end
//!   inside a call, which the models do not have.
//! - Some code only saves time: a thread compares owner and keeper before it asks, uses a kept hazard pointer
//!   again, loads the owner of a hazard pointer before it exchanges it, and checks whether it was watched when it
//!   leaves. The threads in an entry are listed once each, and a thread does not look for itself among those
//!   that wait for it.
//! - Opening stores the owner before the key. Apart from opening and closing, only a panic writes the owner, and
//!   where another thread may panic, no thread reads it.
//!
//! | file | the guard | noticed by | with fences | what was seen |
//! |---|---|---|---|---|
//! | `entry.rs` | closing has a heavy fence | `a_closure_outlives_a_call_on_another_thread` | asymmetric | the end comes during a call |
//! | `entry.rs` | closing after a panic has a heavy fence | `a_closure_outlives_a_call_that_panics_on_another_thread` | asymmetric | the end comes during a call |
//! | `entry.rs` | closing changes the key before that fence | `a_closure_outlives_a_call_on_another_thread` | asymmetric | the end comes during a call |
//! | `entry.rs` | closing an entry with an owner has a full fence | `a_closure_outlives_the_reports_of_two_foreign_calls` | asymmetric | the end comes during a call |
//! | `entry.rs` | closing makes the key vacant | `a_panic_closes_it_to_all` | asymmetric | a call after the end |
//! | `entry.rs` | closing closes the entry to the stubs of its owner | `a_stub_finds_the_callback_that_is_there` | asymmetric | a call after the end |
//! | `entry.rs` | closing marks the calls of its owner that are inside | `a_call_that_is_alone_lets_no_other_in` | asymmetric | the closure is never dropped |
//! | `entry.rs` | the key is stored with `Release` | `who_enters_with_a_handle_sees_the_context` | asymmetric | the context is not seen |
//! | `entry.rs` | with full fences, each call goes to `Lent::enter` | `a_closure_outlives_a_call_on_another_thread` | full | the end comes during a call |
//! | `entry.rs` | opening resets the count of calls | `a_call_that_is_alone_lets_no_other_in` | asymmetric | no call enters |
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
//! | `entry.rs` | a panic exchanges the key with `Release` | `who_is_refused_after_a_panic_finds_that` | asymmetric, kept | the panic of the context is not seen |
//! | `entry.rs` | a panic closes the entry to the stubs of its owner | `a_panic_closes_it_to_a_stub` | asymmetric | a call enters after the panic |
//! | `entry.rs` | the owner is compared | `a_stub_finds_the_callback_that_is_there` | asymmetric | a call after the end |
//! | `entry.rs` | a call that has to be alone is alone | `a_call_that_is_alone_lets_no_other_in` | asymmetric | two calls are inside |
//! | `entry.rs` | a call of the owner is counted | `a_stub_finds_the_callback_that_is_there` | asymmetric | the end is left to no call |
//! | `entry.rs` | a call of the owner is not counted after it has left | `a_stub_finds_the_callback_that_is_there` | asymmetric | the end is left to no call |
//! | `entry.rs` | a call of the owner sees that the entry is closed | `a_call_that_is_alone_lets_no_other_in` | asymmetric | the closure is never dropped |
//! | `entry.rs` | closing reads the hazard pointers | `who_has_told_tells_no_more` | asymmetric | the end comes during a call |
//! | `entry.rs` | closing reads the count of the owner's calls | `a_call_that_is_alone_lets_no_other_in` | asymmetric | the end comes during a call |
//! | `entry.rs` | `is_running_here` reads the count of the owner's calls | `the_owner_ends_it_inside_itself` | asymmetric | the end comes during a call |
//! | `entry.rs` | `is_running_here` reads the hazard pointers | `a_hazard_is_used_again` | asymmetric | a call is not found |
//! | `entry.rs` | `is_running_here` reads only those of this thread | `the_outermost_call_buries_what_the_innermost_unregistered` | asymmetric | the closure is never dropped |
//! | `entry.rs` | only the owner reads `inside` | `the_owner_ends_it_inside_itself` | asymmetric | waits forever |
//! | `entry.rs` | the owner recognizes itself when the entry is closed | `a_call_that_is_alone_lets_no_other_in` | asymmetric | the end comes during a call |
//! | `entry.rs` | `CLOSED` is not counted | `a_call_that_is_alone_lets_no_other_in` | asymmetric | the end comes during a call |
//! | `entry_guard.rs` | a light fence before the key is loaded | `a_closure_outlives_a_call_on_another_thread` | asymmetric | the end comes during a call |
//! | `entry_guard.rs` | that fence is after the hazard is written | `a_closure_outlives_a_call_on_another_thread` | asymmetric | the end comes during a call |
//! | `entry_guard.rs` | a call that does not enter clears its hazard | `who_enters_with_a_handle_sees_the_context` | asymmetric | waits forever |
//! | `entry_guard.rs` | a call that did not enter checks whether it was watched | `a_closure_outlives_a_call_on_another_thread` | asymmetric | waits forever |
//! | `entry_guard.rs` | a light fence before `watched` is loaded | `a_closure_outlives_a_call_on_another_thread` | asymmetric | waits forever |
//! | `entry_guard.rs` | that fence is after the hazard is cleared | `a_closure_outlives_a_call_on_another_thread` | asymmetric | waits forever |
//! | `entry_guard.rs` | the hazard is cleared before `watched` is loaded | `a_closure_outlives_a_call_on_another_thread` | asymmetric | waits forever |
//! | `entry_guard.rs` | a lent hazard is given back after `is_watched` | `a_closure_outlives_a_call_on_another_thread` | asymmetric | waits forever |
//! | `entry_guard.rs` | a lent hazard is given back after `drain::after_exit` | `a_closure_outlives_a_call_on_another_thread` | asymmetric | waits forever |
//! | `entry_guard.rs` | a slow call that does not enter leaves | `a_panic_closes_it_to_all` | asymmetric | waits forever |
//! | `entry_guard.rs` | a slow call that does not enter notifies watching threads | `a_place_goes_to_another_owner` | asymmetric | waits forever |
//! | `entry_guard.rs` | the owner's call compares the key | `a_place_goes_to_another_owner` | asymmetric | a call with an old handle |
//! | `entry_guard.rs` | the owner's call notifies when it leaves | `a_call_that_is_alone_lets_no_other_in` | asymmetric | the closure is never dropped |
//! | `hazards.rs` | a hazard pointer is claimed by an exchange | `a_thread_that_ends_leaves_its_own` | asymmetric, lent | waits forever |
//! | `hazards.rs` | a hazard pointer is claimed with `Acquire` | `a_thread_that_ends_leaves_its_own` | asymmetric | a call of the one before is seen |
//! | `hazards.rs` | a hazard pointer is left to others | `handles_are_used_up` | asymmetric | the stock is used up |
//! | `hazards.rs` | a hazard pointer is left with `Release` | `a_thread_that_ends_leaves_its_own` | asymmetric | a call of the one before is seen |
//! | `hazards.rs` | a nested call has its own hazard | `the_outermost_call_buries_what_the_innermost_unregistered` | asymmetric | a call after the end |
//! | `hazards.rs` | a hazard is written with `Release` | `a_closure_outlives_a_call_before_that_of_another` | asymmetric | the end comes during a call |
//! | `hazards.rs` | a hazard of the stock is written | `a_hazard_is_used_again` | asymmetric, lent | a call is not found |
//! | `hazards.rs` | a hazard of the stock is written with `Release` | `a_thread_that_ends_leaves_its_own` | asymmetric | waits forever |
//! | `hazards.rs` | a hazard of the stock is lent | `handles_are_used_up` | asymmetric | the stock is used up |
//! | `hazards.rs` | `last_cleared` is not a call that is running | `a_closure_outlives_a_call_inside_a_call` | asymmetric | waits forever |
//! | `hazards.rs` | a hazard is cleared | `a_panic_closes_it_to_a_stub` | asymmetric | waits forever |
//! | `hazards.rs` | a hazard is cleared with `Release` | `a_closure_outlives_a_call_on_another_thread` | asymmetric | the end comes during a call |
//! | `hazards.rs` | a thread has one hazard pointer of its own | `handles_are_used_up` | asymmetric | the list grows |
//! | `hazards.rs` | a thread takes a hazard pointer that another has left | `a_hazard_is_used_again` | asymmetric | the list grows |
//! | `hazards.rs` | a lent hazard pointer can become a thread's own | `what_was_lent_becomes_a_threads_own` | asymmetric | it has two users |
//! | `hazards.rs` | a thread that ends recognizes its own | `a_hazard_is_used_again` | asymmetric | the list grows |
//! | `hazards.rs` | a call that leaves checks whether it is watched | `a_place_goes_to_another_owner` | asymmetric | waits forever |
//! | `entry_guard.rs` | with a lent hazard, a fence precedes the load of `watched` | `a_closure_outlives_a_call_on_another_thread` | asymmetric | waits forever |
//! | `hazards.rs` | a call that was watched notifies | `a_place_goes_to_another_owner` | asymmetric | waits forever |
//! | `hazards.rs` | a call that has notified is not watched anymore | `who_has_told_tells_no_more` | asymmetric | it notifies again |
//! | `hazards.rs` | a lent hazard pointer is given back | `handles_are_used_up` | asymmetric | the stock is used up |
//! | `hazards.rs` | one that is not lent is not given back | `the_outermost_call_buries_what_the_innermost_unregistered` | full | waits forever |
//! | `hazards.rs` | a watching thread marks the hazard pointer | `a_place_goes_to_another_owner` | asymmetric | waits forever |
//! | `hazards.rs` | a heavy fence follows that mark | `a_closure_outlives_a_call_on_another_thread` | asymmetric | waits forever |
//! | `hazards.rs` | a thread that has looked removes the marks that no call has to see | `who_has_left_is_watched_no_more` | asymmetric | it notifies again |
//! | `hazards.rs` | it looks again after that | `a_late_call_does_not_enter_the_next_callback` | asymmetric | waits forever |
//! | `hazards.rs` | the second look is with `Acquire` | `a_closure_outlives_a_call_whose_hazard_was_handed_over` | asymmetric | the end comes during a call |
//! | `hazards.rs` | the stock is searched | `a_hazard_is_used_again` | asymmetric, lent | a call is not found |
//! | `hazards.rs` | the hazard pointers that were allocated are searched | `a_hazard_is_used_again` | asymmetric | a call is not found |
//! | `hazards.rs` | hazards are read with `Acquire` | `a_closure_outlives_a_call_on_another_thread` | asymmetric | the end comes during a call |
//! | `hazards.rs` | the list is read with `Acquire` | `a_thread_that_ends_leaves_its_own` | asymmetric | one is not seen |
//! | `hazards.rs` | an allocated hazard pointer has an owner | `a_thread_that_ends_leaves_its_own` | asymmetric | waits forever |
//! | `hazards.rs` | an allocated hazard pointer is listed with `Release` | `a_thread_that_ends_leaves_its_own` | asymmetric | one is not seen |
//! | `hazards.rs` | a thread that has ended does not use what was its own | `a_thread_may_call_when_its_variables_have_ended` | asymmetric | it has two users |
//! | `hazards.rs` | a thread that ends leaves its own | `a_hazard_is_used_again` | asymmetric | the list grows |
//! | `hazards.rs` | a thread that ends does not leave it while in a call | `a_call_may_end_the_variables_of_its_thread` | asymmetric | a call is not found |
//! | `hazards.rs` | a thread inherits only after it asked whether the keeper has ended | `a_late_call_has_the_hazard_of_one_that_is_awaited` | asymmetric, kept | a call of another thread is seen |
//! | `hazards.rs` | a kept hazard pointer is not given back | `a_call_may_end_the_variables_of_its_thread` | asymmetric, kept | a call is not found |
//! | `hazards.rs` | a watching thread has a heavy fence after the mark | `a_closure_outlives_a_call_on_another_thread` | asymmetric | waits forever |
//! | `entry_guard.rs` | a lent hazard is given back after watching threads were notified | `a_closure_outlives_a_call_on_another_thread` | asymmetric, lent | waits forever |
//! | `drain.rs` | a call that leaves looks for threads that wait for it | `an_owner_waits_for_a_call_that_has_waited_for_it` | asymmetric | another thread drops the closure |
//! | `drain.rs` | a thread leaves with its outermost call | `the_owner_ends_it_inside_itself` | asymmetric | the end comes during a call |
//! | `drain.rs` | waiting threads are notified | `a_closure_outlives_a_call_on_another_thread` | asymmetric | waits forever |
//! | `drain.rs` | the deferred cleanup is found | `a_call_that_is_alone_lets_no_other_in` | asymmetric | the closure is never dropped |
//! | `drain.rs` | a thread that leaves is removed from the list | `a_call_that_is_alone_lets_no_other_in` | asymmetric | the closure is never dropped |
//! | `drain.rs` | it is removed where threads wait | `a_place_goes_to_another_owner` | asymmetric | waits forever |
//! | `drain.rs` | it is removed from deferred cleanups | `a_call_that_is_alone_lets_no_other_in` | asymmetric | the closure is never dropped |
//! | `drain.rs` | it is removed only for that entry | `an_owner_does_not_wait_for_a_call_that_waits_for_it` | asymmetric | the end comes during a call |
//! | `drain.rs` | only that thread is removed | `the_owner_ends_it_inside_itself` | asymmetric | the end comes during a call |
//! | `drain.rs` | a thread that leaves notifies | `a_place_goes_to_another_owner` | asymmetric | waits forever |
//! | `drain.rs` | the owner waits | `an_owner_waits_for_a_call_that_has_waited_for_it` | asymmetric | another thread drops the closure |
//! | `drain.rs` | the owner that waits drops the closure | `an_owner_waits_for_a_call_that_has_waited_for_it` | asymmetric | another thread drops the closure |
//! | `drain.rs` | the last call drops the closure | `an_owner_waits_for_a_call_that_has_waited_for_it` | asymmetric | the end comes during a call |
//! | `drain.rs` | a thread that begins to wait notifies | `who_takes_back_waits_for_a_call_that_waits_for_it` | asymmetric | waits forever |
//! | `drain.rs` | a thread that has waited is not listed as waiting | `the_last_of_two_calls_buries_what_one_of_them_unregistered` | asymmetric | a call counts as waiting |
//! | `drain.rs` | closing waits | `a_closure_outlives_a_call_on_another_thread` | asymmetric | the end is left to a call |
//! | `drain.rs` | taking back waits for all | `who_takes_back_waits_for_a_call_that_waits_for_it` | asymmetric | the end comes during a call |
//! | `drain.rs` | a thread does not wait for one that waits for it | `two_callbacks_unregister_each_other` | asymmetric | waits forever |
//! | `drain.rs` | waiting by way of a third thread is recognized | `three_callbacks_unregister_each_other_in_a_ring` | asymmetric | waits forever |
//! | `drain.rs` | a thread that has left notifies for all calls that it has left | `who_waits_for_the_call_before_a_signal_is_told` | asymmetric | waits forever |
//! | `table.rs` | a chunk is loaded with `Acquire` | `a_call_may_come_as_its_chunk_is_made` | asymmetric | a chunk is not seen |
//! | `table.rs` | a chunk is stored with `Release` | `a_call_may_come_as_its_chunk_is_made` | asymmetric | a chunk is not seen |
//! | `table.rs` | a place that is given back gets another generation | `a_stub_finds_the_callback_that_is_there` | asymmetric | the place is lost |
//! | `table.rs` | a place whose generations are used up stays empty | `handles_are_used_up` | asymmetric | a handle is given twice |
//! | `table.rs` | no callback is where null leads | `handles_are_used_up` | asymmetric | a handle too many |
//! | `table.rs` | a place that is given back is taken again | `a_stub_finds_the_callback_that_is_there` | asymmetric | the place is lost |
//! | `holds.rs` | a call releases its hold with `AcqRel` | `a_context_outlives_a_call_and_the_destroy_function` | asymmetric | the end comes during a call |
//! | `holds.rs` | C's hold is released with `AcqRel` | `a_context_outlives_a_call_during_the_hand_over` | asymmetric | the end comes during a call |
//! | `holds.rs` | the hand-over releases its hold with `AcqRel` | `a_context_outlives_a_call_during_the_hand_over` | asymmetric | the end comes during a call |
//! | `holds.rs` | a method takes C's hold with `Acquire` | `a_method_consumes_no_handler_that_a_call_uses` | asymmetric | the handler goes during a call |
//! | `holds.rs` | a method does not consume the handler of a running call | `a_context_outlives_two_calls_and_the_method_that_comes_too_early` | asymmetric | the handler goes during a call |
//! | `holds.rs` | a method takes C's hold away | `a_context_outlives_two_calls_and_the_method_that_comes_too_early` | asymmetric | the context is never freed |
//! | `holds.rs` | a second end finds no hold of C | `the_owner_counts_as_all_threads_do` | asymmetric | the context is freed twice |
//! | `holds.rs` | a call's hold is added by an exchange | `a_context_outlives_a_call_during_the_hand_over` | asymmetric | a hold is lost |
//! | `holds.rs` | a call that excludes others gets its hold with `Acquire` | `of_two_calls_that_exclude_each_other_the_second_sees_the_first` | asymmetric | two calls at once |
//! | `holds.rs` | a call that excludes others is refused while another has a hold | `of_two_calls_that_exclude_each_other_the_second_sees_the_first` | asymmetric | two calls at once |
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

// The runtime uses more than the models have.
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

#[path = "../../../callback-runtime/src/lifetimes"]
mod lifetimes {
    pub(crate) mod holds;
}

/// What `holds` needs to know of a kind.
mod contract {
    pub(crate) mod kind {
        #[derive(Clone, Copy, PartialEq, Eq)]
        pub(crate) enum Affinity {
            AnyThread,
            OneThread,
        }
    }
}

#[path = "../../../callback-runtime/src/sys"]
mod sys {
    pub(crate) use crate::{alive, barrier, local, sync, sync as atomic};
    // Only the gate uses the number, and the models have no gate.
    #[allow(unused_imports)]
    pub(crate) mod thread;
}
