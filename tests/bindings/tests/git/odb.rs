//! `git_odb_foreach`: an enumeration in a scope, which stops early or fails.

use std::collections::BTreeSet;
use std::convert::Infallible;
use std::ffi::{c_int, c_void};
use std::ops::ControlFlow::{self, Break, Continue};
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};

use callback_runtime::{callback, safe_fn};
use libgit2_sys::{
    GIT_EUSER, GIT_OBJECT_BLOB, git_odb, git_odb_foreach, git_odb_foreach_cb, git_odb_read_header,
    git_oid,
};

use crate::library::{Owned, check};
use crate::repository::Repository;

#[callback(
    extern "C" fn(*const git_oid, context: *mut c_void) -> c_int,
    continue = 0, break = 1, fallback = GIT_EUSER, matches = git_odb_foreach_cb,
)]
pub(crate) type ForEach<B> = dyn FnMut(&git_oid) -> ControlFlow<B>;

/// Calls `each` with the name of each object. Also returns what the library has returned.
fn for_each<B>(
    odb: &Owned<git_odb>,
    each: impl FnMut(&git_oid) -> ControlFlow<B>,
) -> (ControlFlow<B>, c_int) {
    let mut code = 0;
    let ended = ForEach::new(each).scope(|each, payload| {
        // SAFETY: the library alone gets the function.
        let each = unsafe { safe_fn(each) };
        // SAFETY: the database is open. It calls on this thread, before it returns.
        code = unsafe { git_odb_foreach(odb.as_ptr(), each, payload) };
    });
    (ended.map_continue(|()| ()), code)
}

pub(crate) fn names(odb: &Owned<git_odb>) -> BTreeSet<[u8; 20]> {
    let mut names = BTreeSet::new();
    let (Continue(()), code) = for_each::<Infallible>(odb, |name| {
        assert!(names.insert(name.id));
        Continue(())
    });
    assert_eq!(code, 0);
    names
}

fn three(name: &str) -> (Repository, Owned<git_odb>, BTreeSet<[u8; 20]>) {
    let repository = Repository::new(name);
    let written = ["one", "two", "three"].map(|text| repository.blob(text).id).into();
    let odb = repository.odb();
    (repository, odb, written)
}

#[test]
fn every_object_is_seen_once() {
    let (repository, odb, mut written) = three("every_object_is_seen_once");
    assert_eq!(names(&odb), written);

    written.insert(repository.blob("four").id);
    assert_eq!(names(&odb).len(), 4);
    assert_eq!(names(&odb), written);
}

#[test]
fn a_break_ends_the_walk_and_carries_a_value() {
    let (_repository, odb, written) = three("a_break_ends_the_walk_and_carries_a_value");
    let mut calls = 0;
    let (found, code) = for_each(&odb, |name| {
        calls += 1;
        if calls == 2 { Break(name.id) } else { Continue(()) }
    });
    assert!(matches!(found, Break(name) if written.contains(&name)), "{found:?}");
    assert_eq!((calls, code), (2, 1)); // the library returns what the callback did
}

#[test]
fn a_panic_ends_the_walk_and_goes_on_after_it() {
    let (_repository, odb, written) = three("a_panic_ends_the_walk_and_goes_on_after_it");
    let (mut calls, mut code) = (0, 0);
    let each = ForEach::<Infallible>::new(|_| {
        calls += 1;
        resume_unwind(Box::new(7)) // prints nothing
    });
    let ended = catch_unwind(AssertUnwindSafe(|| {
        each.scope(|each, payload| {
            // SAFETY: the library alone gets the function.
            let each = unsafe { safe_fn(each) };
            // SAFETY: the database is open. It calls on this thread, before it returns.
            code = unsafe { git_odb_foreach(odb.as_ptr(), each, payload) };
        })
    }));
    assert_eq!(ended.unwrap_err().downcast_ref(), Some(&7));
    assert_eq!((calls, code), (1, GIT_EUSER));

    assert_eq!(names(&odb), written); // the database is in order
}

#[test]
fn a_closure_may_use_the_database_and_walk_again() {
    let (_repository, odb, written) = three("a_closure_may_use_the_database_and_walk_again");
    let mut lengths = Vec::new();
    let (ended, _) = for_each(&odb, |name| {
        let (mut length, mut kind) = (0, 0);
        // SAFETY: the database is open, and the name is that of an object.
        check(unsafe { git_odb_read_header(&raw mut length, &raw mut kind, odb.as_ptr(), name) });
        assert_eq!(kind, GIT_OBJECT_BLOB);
        lengths.push(length);
        if names(&odb) == written { Continue(()) } else { Break(()) }
    });
    assert_eq!(ended, Continue(()));
    lengths.sort_unstable();
    assert_eq!(lengths, ["one".len(), "two".len(), "three".len()]);
}
