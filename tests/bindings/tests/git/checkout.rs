//! `git_checkout_options`: a structure of functions, each with its own payload.

use std::cell::RefCell;
use std::convert::Infallible;
use std::ffi::{CStr, CString, c_char, c_int, c_void};
use std::fs;
use std::mem::MaybeUninit;
use std::ops::ControlFlow::{self, Break, Continue};
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};

use callback_runtime::{FromC, callback, safe_fn};
use libgit2_sys::{
    GIT_CHECKOUT_NOTIFY_CONFLICT, GIT_CHECKOUT_NOTIFY_UPDATED, GIT_CHECKOUT_OPTIONS_VERSION,
    GIT_ECONFLICT, git_checkout_init_options, git_checkout_notify_cb, git_checkout_notify_t,
    git_checkout_options, git_checkout_progress_cb, git_checkout_tree, git_diff_file, git_tree,
};

use crate::library::{Owned, check};
use crate::repository::Repository;

/// Why the library calls.
#[derive(Debug, PartialEq)]
pub(crate) enum Why {
    Conflict,
    Updated,
    Other(git_checkout_notify_t),
}

impl FromC<git_checkout_notify_t> for Why {
    unsafe fn from_c(raw: git_checkout_notify_t) -> Option<Self> {
        Some(match raw {
            GIT_CHECKOUT_NOTIFY_CONFLICT => Why::Conflict,
            GIT_CHECKOUT_NOTIFY_UPDATED => Why::Updated,
            other => Why::Other(other),
        })
    }
}

/// The file before the checkout, as it will be, and as it is in the directory.
pub(crate) struct Sides<'a> {
    baseline: Option<&'a git_diff_file>,
    target: Option<&'a git_diff_file>,
    workdir: Option<&'a git_diff_file>,
}

type RawSides = (*const git_diff_file, *const git_diff_file, *const git_diff_file);

impl FromC<RawSides> for Sides<'_> {
    unsafe fn from_c((baseline, target, workdir): RawSides) -> Option<Self> {
        Some(Sides {
            // SAFETY: the library passes a file, which stays during the call, or null.
            baseline: unsafe { baseline.as_ref() },
            // SAFETY: as above.
            target: unsafe { target.as_ref() },
            // SAFETY: as above.
            workdir: unsafe { workdir.as_ref() },
        })
    }
}

#[callback(
    extern "C" fn(
        git_checkout_notify_t,
        *const c_char,
        (*const git_diff_file, *const git_diff_file, *const git_diff_file),
        context: *mut c_void,
    ) -> c_int,
    continue = 0, break = 1, fallback = 1, matches = git_checkout_notify_cb,
)]
pub(crate) type Notify<B> = dyn FnMut(Why, &CStr, Sides<'_>) -> ControlFlow<B>;

#[callback(
    extern "C" fn(*const c_char, usize, usize, context: *mut c_void),
    matches = git_checkout_progress_cb,
)]
pub(crate) type Progress = dyn FnMut(Option<&CStr>, usize, usize);

/// Writes the files of the tree, with these callbacks. Returns the library's code.
fn checkout<B>(
    repository: &Repository,
    tree: &Owned<git_tree>,
    notify: impl FnMut(Why, &CStr, Sides<'_>) -> ControlFlow<B>,
    progress: impl FnMut(Option<&CStr>, usize, usize),
) -> ControlFlow<B, c_int> {
    let mut options = MaybeUninit::<git_checkout_options>::zeroed();
    // SAFETY: the memory is for the options of this version.
    check(unsafe { git_checkout_init_options(options.as_mut_ptr(), GIT_CHECKOUT_OPTIONS_VERSION) });
    // SAFETY: they have been initialized.
    let mut options = unsafe { options.assume_init() };
    options.notify_flags = GIT_CHECKOUT_NOTIFY_CONFLICT | GIT_CHECKOUT_NOTIFY_UPDATED;

    Progress::new(progress).scope(|progress, payload| {
        // SAFETY: the library calls it, with its payload.
        options.progress_cb = unsafe { safe_fn(progress) };
        options.progress_payload = payload;
        Notify::new(notify).scope(|notify, payload| {
            // SAFETY: as above.
            options.notify_cb = unsafe { safe_fn(notify) };
            options.notify_payload = payload;
            // SAFETY: the tree is of the repository. It calls on this thread, before it returns.
            unsafe {
                git_checkout_tree(repository.as_ptr(), tree.as_ptr().cast(), &raw const options)
            }
        })
    })
}

const NAMES: [&CStr; 3] = [c"a", c"b", c"c"];

/// A repository without files, and a tree of three.
fn three(name: &str) -> (Repository, Owned<git_tree>) {
    let repository = Repository::new(name);
    let tree = repository.tree(&NAMES.map(|name| (name, name.to_str().unwrap())));
    (repository, tree)
}

fn written(repository: &Repository) -> Vec<&'static str> {
    let names = NAMES.map(|name| name.to_str().unwrap());
    names
        .into_iter()
        .filter(|name| fs::read_to_string(repository.file(name)).is_ok_and(|text| text == *name))
        .collect()
}

#[test]
fn both_callbacks_see_every_file() {
    let (repository, tree) = three("both_callbacks_see_every_file");
    let mut notified = Vec::new();
    let mut steps = Vec::new();
    let Continue(code) = checkout::<Infallible>(
        &repository,
        &tree,
        |why, path, sides| {
            assert_eq!(why, Why::Updated);
            assert!(sides.baseline.is_none());
            assert!(sides.workdir.is_none());
            notified.push((path.to_owned(), sides.target.map(|file| file.id.id)));
            Continue(())
        },
        |path, done, total| steps.push((path.map(CStr::to_owned), done, total)),
    );
    assert_eq!(code, 0);
    assert_eq!(written(&repository), ["a", "b", "c"]);
    let expected =
        NAMES.map(|name| (name.to_owned(), Some(repository.blob(name.to_str().unwrap()).id)));
    assert_eq!(notified, expected);
    // The first step has no path.
    let paths = [None].into_iter().chain(NAMES.map(|name| Some(name.to_owned())));
    let expected: Vec<(Option<CString>, _, _)> =
        paths.enumerate().map(|(done, path)| (path, done, 3)).collect();
    assert_eq!(steps, expected);
}

#[test]
fn a_conflict_is_refused_by_the_library() {
    let (repository, tree) = three("a_conflict_is_refused_by_the_library");
    fs::write(repository.file("b"), "mine").unwrap();
    let seen = RefCell::new(Vec::new());
    let ended = checkout::<Infallible>(
        &repository,
        &tree,
        |why, path, sides| {
            seen.borrow_mut().push((why, path.to_owned(), sides.workdir.is_some()));
            Continue(())
        },
        |path, _, _| panic!("{path:?}"),
    );
    assert_eq!(ended, Continue(GIT_ECONFLICT));
    let conflicts: Vec<_> =
        seen.into_inner().into_iter().filter(|(why, ..)| *why == Why::Conflict).collect();
    assert_eq!(conflicts, [(Why::Conflict, c"b".to_owned(), true)]);
    assert_eq!(fs::read_to_string(repository.file("b")).unwrap(), "mine");
}

#[test]
fn a_break_cancels_the_checkout_and_carries_a_value() {
    let (repository, tree) = three("a_break_cancels_the_checkout_and_carries_a_value");
    let mut notified = 0;
    let ended = checkout(
        &repository,
        &tree,
        |_, path, _| {
            notified += 1;
            if path == c"b" { Break(path.to_owned()) } else { Continue(()) }
        },
        |path, _, _| panic!("{path:?}"),
    );
    assert_eq!(ended, Break(c"b".to_owned()));
    assert_eq!(notified, 2);
    assert!(written(&repository).is_empty());
}

#[test]
fn a_panic_where_nothing_can_stop_lets_the_library_finish() {
    let (repository, tree) = three("a_panic_where_nothing_can_stop_lets_the_library_finish");
    let (mut notified, mut steps) = (0, 0);
    let ended = catch_unwind(AssertUnwindSafe(|| {
        checkout::<Infallible>(
            &repository,
            &tree,
            |_, _, _| {
                notified += 1;
                Continue(())
            },
            |_, _, _| {
                steps += 1;
                if steps == 2 {
                    resume_unwind(Box::new(7))
                }
            },
        )
    }));
    assert_eq!(ended.unwrap_err().downcast_ref(), Some(&7));
    assert_eq!((notified, steps), (3, 2)); // the steps after the panic do not enter the closure
    assert_eq!(written(&repository), ["a", "b", "c"]);
}

#[test]
fn a_panic_of_a_notification_cancels_the_checkout() {
    let (repository, tree) = three("a_panic_of_a_notification_cancels_the_checkout");
    let ended = catch_unwind(AssertUnwindSafe(|| {
        checkout::<Infallible>(
            &repository,
            &tree,
            |_, _, _| resume_unwind(Box::new(7)),
            |path, _, _| panic!("{path:?}"),
        )
    }));
    assert_eq!(ended.unwrap_err().downcast_ref(), Some(&7));
    assert!(written(&repository).is_empty());
}
