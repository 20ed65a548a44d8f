//! Models of the lock-free parts of `register`: loom runs them in every order of their threads.
//!
//! What is modelled are the runtime's own files, `entry`, `hazards`, `settle`, `table`, `thread` and
//! `visit`, compiled against another `sync`, `local`, `barrier` and `sizes`. `cargo test --release`,
//! here, runs them in some minutes; `-- --nocapture` says how many orders there were.
//!
//! | models | what they hold |
//! |---|---|
//! | `tables` | a handle is given once, and finds its own callback or none; generations that have gone round retire the place |
//! | `running` | a closure ends after the calls on other threads, one inside another or one after another; who waits is told |
//! | `itself` | unregistered inside itself, it is buried once, after the last call, and by its owner where there is one |
//! | `mutual` | two that unregister each other, three in a ring, and owners that others wait for, one that takes its closure back: nobody waits for ever |
//! | `hazards` | threads that end and begin hand hazard pointers over while a third one scans |
//! | `owner` | what belongs to one thread ends after the calls of that, and after the reports of others |
//! | `reuse` | a late call with an old handle, or with one that C made up, or with one that came without synchronisation |
//!
//! Each is run four times: with [`Fences::Asymmetric`](model::Fences), where a light fence has nothing
//! to do with another light one, as with membarrier(2), and with full fences; and with hazard pointers
//! of the threads' own, and of the stock. Where a model gives a
//! number to [`check`](model::check), so many times at most is a thread interrupted that could go
//! on; where it gives none, that is not limited.
//!
//! Not modelled: a signal handler that makes a call, `exit` inside a call, a condition variable that
//! wakes without a reason, `lodged.rs`, which is generic over the declaration, and the system
//! calls. A full fence of loom's does more than it has to: it synchronises, as in no memory model.
//!
//! # Mutations
//!
//! Each guard was taken out once. For each, one of the models that noticed, and the fences with which
//! it did; the asymmetric ones come first, so they hide the others.
//!
//! | file | the guard | noticed by | with fences | what was seen |
//! |---|---|---|---|---|
//! | `entry.rs` | closing has a heavy fence | `a_closure_outlives_a_call_on_another_thread` | asymmetric | the end comes during a call |
//! | `visit.rs` | a light fence before the key is loaded | `a_closure_outlives_a_call_on_another_thread` | asymmetric | the end comes during a call |
//! | `visit.rs` | a light fence after the hazard is cleared | `a_closure_outlives_a_call_on_another_thread` | asymmetric | waits for ever |
//! | `visit.rs` | the hazard is cleared before `watched` is loaded | `a_closure_outlives_a_call_on_another_thread` | asymmetric | waits for ever |
//! | `visit.rs` | the hazard is cleared before others are told | `a_closure_outlives_a_call_on_another_thread` | asymmetric | waits for ever |
//! | `entry.rs` | the key is loaded with `Acquire` | `who_enters_with_a_handle_sees_the_context` | asymmetric | the context is not seen |
//! | `entry.rs` | the key is stored with `Release` | `who_enters_with_a_handle_sees_the_context` | asymmetric | the context is not seen |
//! | `entry.rs` | `confirms` has a full fence | `a_closure_outlives_a_call_on_another_thread` | full | the end comes during a call |
//! | `entry.rs` | `confirms` loads the key with `Acquire` | `who_enters_with_a_handle_sees_the_context` | full | the context is not seen |
//! | `entry.rs` | closing watches | `a_closure_outlives_a_call_on_another_thread` | asymmetric | waits for ever |
//! | `entry.rs` | closing makes the key vacant | `a_closure_outlives_a_call_on_another_thread` | asymmetric | the end comes during a call |
//! | `entry.rs` | `is_closed` has a full fence | `a_closure_outlives_a_call_on_another_thread` | full | waits for ever |
//! | `entry.rs` | an entry that was never opened is watched | `a_call_that_never_had_a_callback_keeps_nobody_waiting` | full | waits for ever |
//! | `entry.rs` | with full fences, each call goes to `confirms` | `a_closure_outlives_a_call_on_another_thread` | full | the end comes during a call |
//! | `entry.rs` | with full fences, each call looks when it leaves | `a_closure_outlives_a_call_on_another_thread` | full | waits for ever |
//! | `hazards.rs` | a hazard is written with `Release` | `a_thread_that_ends_leaves_its_own_blocks` | asymmetric | waits for ever |
//! | `hazards.rs` | a hazard is cleared with `Release` | `a_closure_outlives_a_call_on_another_thread` | asymmetric | the end comes during a call |
//! | `hazards.rs` | hazards are read with `Acquire` | `a_closure_outlives_a_call_on_another_thread` | asymmetric | the end comes during a call |
//! | `hazards.rs` | a call inside a call has a hazard of its own | `the_outermost_call_buries_what_the_innermost_unregistered` | asymmetric | a crash |
//! | `hazards.rs` | a block is taken by an exchange | `a_thread_goes_on_in_a_block_of_its_own` | asymmetric | a call is not written down |
//! | `hazards.rs` | a block is taken with `Acquire` | `a_closure_outlives_calls_on_two_threads` | asymmetric | waits for ever |
//! | `hazards.rs` | a block is left with `Release` | `a_closure_outlives_calls_on_two_threads` | asymmetric | waits for ever |
//! | `hazards.rs` | a block is listed with `Release` | `a_thread_goes_on_in_a_block_of_its_own` | asymmetric | a block is not seen |
//! | `hazards.rs` | the list is read with `Acquire` | `a_thread_goes_on_in_a_block_of_its_own` | asymmetric | a block is not seen |
//! | `hazards.rs` | a thread that ends knows its blocks | `a_thread_whose_number_has_ended_leaves_its_own_blocks` | asymmetric | a block has two owners |
//! | `hazards.rs` | a thread that ends leaves its blocks | `a_block_is_used_again` | asymmetric | the list grows |
//! | `hazards.rs` | a block that is left leads nowhere | `a_thread_goes_on_in_a_block_of_its_own` | asymmetric | a block has two users |
//! | `settle.rs` | who leaves is crossed out | `a_closure_outlives_a_call_on_another_thread` | asymmetric | waits for ever |
//! | `settle.rs` | who leaves notifies | `a_closure_outlives_a_call_on_another_thread` | asymmetric | waits for ever |
//! | `settle.rs` | who begins to wait notifies | `who_takes_back_waits_for_a_call_that_waits_for_it` | asymmetric | waits for ever |
//! | `settle.rs` | nobody waits for a thread that waits for it | `two_callbacks_unregister_each_other` | asymmetric | waits for ever |
//! | `settle.rs` | who waits by way of a third thread is seen | `three_callbacks_unregister_each_other_in_a_ring` | asymmetric | waits for ever |
//! | `settle.rs` | who has waited waits no more | `the_last_of_two_calls_buries_what_one_of_them_unregistered` | asymmetric | a call counts as waiting |
//! | `settle.rs` | who closes waits | `a_closure_outlives_a_call_on_another_thread` | asymmetric | the end comes during a call |
//! | `settle.rs` | who takes back waits for all | `who_takes_back_waits_for_a_call_that_waits_for_it` | asymmetric | the end comes during a call |
//! | `settle.rs` | a call that comes later does not count | `a_late_call_does_not_enter_the_next_callback` | asymmetric | the end is left to a late call |
//! | `settle.rs` | the owner that waits buries | `an_owner_waits_for_a_call_that_has_waited_for_it` | asymmetric | another buries |
//! | `settle.rs` | the owner waits | `an_owner_waits_for_a_call_that_has_waited_for_it` | asymmetric | another buries |
//! | `settle.rs` | a thread leaves with its outermost call | `the_outermost_call_buries_what_the_innermost_unregistered` | asymmetric | the end comes during a call |
//! | `settle.rs` | the last one buries | `the_last_of_two_calls_buries_what_one_of_them_unregistered` | asymmetric | the end comes during a call |
//! | `table.rs` | a chunk is stored with `Release` | `a_call_that_never_had_a_callback_keeps_nobody_waiting` | asymmetric | a chunk is not seen |
//! | `table.rs` | a chunk is loaded with `Acquire` | `a_call_that_never_had_a_callback_keeps_nobody_waiting` | asymmetric | a chunk is not seen |
//! | `table.rs` | a place that is given back has another generation | `handles_are_used_up` | asymmetric | no handle is left |
//! | `table.rs` | a place whose generations have gone round stays empty | `handles_are_used_up` | asymmetric | a handle comes again |
//! | `table.rs` | no made-up handle is that of an entry without a callback | `a_call_that_never_had_a_callback_keeps_nobody_waiting` | asymmetric | a call without a callback |
#![cfg(test)]

mod alive;
mod barrier;
mod local;
mod model;
mod models;
mod sizes;
mod sync;

// The runtime asks for more than there is here.
#[allow(dead_code, unreachable_pub)]
#[path = "../../../callback-runtime/src/entry.rs"]
mod entry;
#[allow(dead_code, clippy::modulo_one)]
#[path = "../../../callback-runtime/src/hazards.rs"]
mod hazards;
#[path = "../../../callback-runtime/src/settle.rs"]
mod settle;
#[allow(dead_code, clippy::modulo_one)]
#[path = "../../../callback-runtime/src/table.rs"]
mod table;
// The gate asks for the number too, and there is none here.
#[allow(unused_imports)]
#[path = "../../../callback-runtime/src/thread.rs"]
mod thread;
#[allow(dead_code, unreachable_pub)]
#[path = "../../../callback-runtime/src/visit.rs"]
mod visit;
