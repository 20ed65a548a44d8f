//! The operations on an entry, and which model has each pair of them.
//!
//! | operation | what it does to the entry |
//! |---|---|
//! | call | enters, runs the closure, leaves. A bad argument, and an overlap that the gate refuses, enter and leave in the same way |
//! | nested call | the same, inside a call on the same thread |
//! | refused call | enters with `Lent::enter_even_poisoned`, reads the record, leaves. It is a late call, a call after a panic, a call on the wrong thread, or a re-entrant call |
//! | panic | `Entry::poison`, inside a call |
//! | drop outside | `Installed::end` outside of the calls of its thread: closes the entry, watches the calls, waits, drops the closure |
//! | drop inside | the same inside a call, which drops the closure when it leaves |
//! | give back | `Installed::into_closure`, and the end of a scope in a slot: closes the entry, watches, waits for all calls |
//! | register | `Installed::new`, by which `owned` and `register` begin: opens the entry, which another callback had before |
//! | ask | `is_running` |
//! | end | a thread ends, and leaves its hazard pointer to others |
//!
//! Leaving is a part of each call, and watching a part of each drop, so they have no rows.
//! Each thread that a model spawns ends before it is joined. So an operation that meets calls on
//! another thread also meets the end of that thread.
//!
//! # Any thread may call
//!
//! | pair | models, or why the two cannot meet |
//! |---|---|
//! | call, call | `a_closure_outlives_calls_on_two_threads` |
//! | call, nested call | `a_closure_outlives_calls_inside_calls_on_two_threads`, `who_asks_finds_the_calls_that_are_running` |
//! | call, refused call | `a_late_call_has_the_hazard_of_one_that_is_awaited`, `the_last_call_buries_it_after_a_refused_one` |
//! | call, panic | `who_is_refused_after_a_panic_finds_that`, `a_closure_outlives_calls_on_two_threads_of_which_one_panics` |
//! | call, drop outside | `a_closure_outlives_a_call_on_another_thread`, `after_a_panic_a_closure_outlives_a_call_on_another_thread` |
//! | call, drop inside | `the_last_of_two_calls_buries_what_one_of_them_unregistered`, `the_owner_buries_what_it_unregistered_inside` |
//! | call, give back | `a_closure_is_given_back_after_calls_on_two_threads`, `after_a_panic_a_closure_is_given_back_after_a_call_on_another_thread` |
//! | call, register | `who_enters_with_a_handle_sees_the_context`, `a_late_call_does_not_enter_the_next_callback`, `a_call_enters_what_is_in_the_slot`. A call that has entered keeps the place |
//! | call, ask | `who_asks_finds_the_calls_that_are_running` |
//! | call, end | `a_thread_that_ends_leaves_its_own`, `a_thread_may_call_when_its_variables_have_ended`, `a_call_may_end_the_variables_of_its_thread` |
//! | nested call, nested call | `a_closure_outlives_calls_inside_calls_on_two_threads` |
//! | nested call, refused call | `a_closure_outlives_calls_inside_calls_on_two_threads`, `a_closure_outlives_a_call_around_one_that_is_refused` |
//! | nested call, panic | `a_closure_outlives_a_call_around_one_that_panics`, `a_call_inside_a_call_is_refused_after_a_panic` |
//! | nested call, drop outside | `a_closure_outlives_a_call_inside_a_call` |
//! | nested call, drop inside | `the_outermost_call_buries_what_the_innermost_unregistered`, `the_owner_buries_it_after_its_outermost_call` |
//! | nested call, give back | `a_closure_is_given_back_after_a_call_inside_a_call` |
//! | nested call, register | cannot meet: the call around it keeps the place |
//! | nested call, ask | `who_asks_finds_the_calls_that_are_running` |
//! | nested call, end | `a_closure_outlives_a_call_inside_a_call`, whose thread ends |
//! | refused call, refused call | `a_closure_outlives_refused_calls_on_two_threads` |
//! | refused call, panic | `who_is_refused_after_a_panic_finds_that` |
//! | refused call, drop outside | `a_closure_outlives_a_refused_call_on_another_thread`, `a_closure_outlives_a_call_that_comes_after_a_panic` |
//! | refused call, drop inside | `the_last_call_buries_it_after_a_refused_one`. Nothing ends inside the refused call itself, because the fault hook runs after it has left. `a_refused_call_buries_what_its_hook_unregistered` models it nevertheless |
//! | refused call, give back | `a_closure_is_given_back_after_a_refused_call_on_another_thread` |
//! | refused call, register | `a_refused_call_does_not_find_the_next_callback`, `a_refused_call_finds_what_is_in_the_slot`, `a_call_that_never_had_a_callback_keeps_nobody_waiting` |
//! | refused call, ask | `who_asks_finds_the_calls_that_are_running` |
//! | refused call, end | `a_closure_outlives_a_refused_call_on_another_thread`, whose thread ends |
//! | panic, panic | `a_closure_outlives_two_calls_that_panic` |
//! | panic, drop outside | `a_closure_outlives_a_call_that_panics_on_another_thread`; in a slot: `a_panic_closes_what_is_in_the_slot` |
//! | panic, drop inside | `the_last_call_buries_it_after_a_panic`; in one call: `a_call_may_panic_when_it_has_ended_the_callback` |
//! | panic, give back | `a_closure_is_given_back_after_a_call_that_panics_on_another_thread`; in a slot: `a_scope_in_a_slot_outlives_a_call_that_panics` |
//! | panic, register | `a_panic_closes_what_is_being_opened`. A call that has entered keeps the place, so no panic comes late: `a_panic_does_not_close_the_next_callback`, `a_panic_closes_what_is_in_the_slot` |
//! | panic, ask | `who_asks_finds_the_calls_that_are_running` |
//! | panic, end | `a_closure_outlives_a_call_that_panics_on_another_thread`, whose thread ends |
//! | two of drop outside, drop inside and give back | cannot meet: the end of a callback consumes the registration, the `Owned`, the slot or the scope. Of two callbacks: `two_callbacks_unregister_each_other`, `two_threads_register_and_unregister` |
//! | drop or give back, register | cannot meet: the one gives the place back at its end, and the other takes it under a lock, or by an exchange, at its beginning. One after the other: `a_late_call_does_not_enter_the_next_callback` |
//! | drop or give back, ask | cannot meet: asking takes a reference to the value that the other consumes |
//! | drop or give back, end | `a_thread_that_ends_leaves_its_own`; of the thread that drops: `who_has_left_is_watched_no_more` |
//! | register, register | cannot meet: one thread takes the place. Of two places: `two_threads_register_and_unregister` |
//! | register, ask | cannot meet: there is no registration before |
//! | register, end | `two_threads_register_and_unregister` |
//! | ask, ask | need no model: both only read |
//! | ask, end | `who_asks_finds_the_calls_that_are_running` |
//! | end, end | `a_thread_that_ends_leaves_its_own`, `a_thread_whose_number_has_ended_leaves_its_own` |
//!
//! Dispatched callbacks and completions are in entries of this sort. Panics there do not reach the entry.
//!
//! # One thread may call
//!
//! The thread that owns the callback calls, panics, drops, registers and asks, so no two of these
//! meet. Nested in each other they are in `a_call_that_is_alone_lets_no_other_in`,
//! `the_owner_ends_it_inside_itself`, `the_owner_may_panic_when_it_has_ended_it` and
//! `a_closure_outlives_reports_of_calls_inside_a_call`, and one after the other in
//! `a_stub_finds_the_callback_that_is_there` and `a_panic_closes_it_to_a_stub`.
//!
//! Calls of other threads are refused. Other threads also register when the place is free, and end.
//!
//! | a call refused on another thread, and | models, or why the two cannot meet |
//! |---|---|
//! | call | `a_closure_outlives_the_report_of_a_foreign_call` |
//! | nested call | `the_owner_ends_it_inside_itself` |
//! | call refused on the owner's thread | `a_closure_outlives_reports_of_calls_inside_a_call`, `the_owner_buries_what_its_hook_unregistered` |
//! | call refused on a third thread | `a_closure_outlives_the_reports_of_two_foreign_calls` |
//! | panic | `a_panic_closes_it_to_its_owner`, `a_panic_closes_it_to_a_stub` |
//! | drop outside | `a_closure_outlives_the_report_of_a_foreign_call`, `after_a_panic_a_closure_outlives_the_report_of_a_foreign_call` |
//! | drop inside | `the_owner_ends_it_inside_itself`, `the_owner_may_panic_when_it_has_ended_it` |
//! | give back | `a_closure_is_given_back_after_the_report_of_a_foreign_call` |
//! | register, by the owner | `a_report_finds_what_is_in_the_slot` |
//! | register, by another thread | `a_place_goes_to_another_owner`, `a_slot_goes_to_another_owner` |
//! | ask | `a_closure_is_given_back_after_the_report_of_a_foreign_call`, which asks before |
//! | end of that thread | all of these, because it ends after the call |
//! | end of the owner | cannot meet: it does nothing to the entry, nor to the hazard pointer of another thread |
