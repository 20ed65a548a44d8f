//! `git_remote_callbacks`: several functions and one payload, for a remote that is a directory.

use std::convert::Infallible;
use std::ffi::{CStr, CString, c_char, c_int, c_uint, c_void};
use std::mem::zeroed;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::ptr::{null, null_mut};

use callback_runtime::{callback, safe_fn};
use libgit2_sys::{
    GIT_EUSER, git_commit_create, git_fetch_options, git_indexer_progress, git_indexer_progress_cb,
    git_oid, git_push_options, git_push_transfer_progress, git_push_update_reference_cb,
    git_remote, git_remote_callbacks, git_remote_create_anonymous, git_remote_fetch,
    git_remote_free, git_remote_push, git_signature_free, git_signature_new, git_strarray,
    git_transport_message_cb,
};

use crate::library::{Owned, check};
use crate::repository::Repository;

/// What happens to a remote. A method without a body of its own does nothing.
///
/// The handler is `Send`: the library compresses on its own threads, one of which calls `sideband` at a time.
#[callback(extern "C", ok = 0, err = GIT_EUSER, fallback = GIT_EUSER)]
pub(crate) trait Remote<E>: Send {
    #[callback(
        fn(*const c_char, c_int, context: *mut c_void) -> c_int,
        matches = git_transport_message_cb,
    )]
    fn sideband(&mut self, _text: &[u8]) -> Result<(), E> {
        Ok(())
    }

    #[callback(
        fn(*const git_indexer_progress, context: *mut c_void) -> c_int,
        matches = git_indexer_progress_cb,
    )]
    fn transferred(&mut self, _progress: &git_indexer_progress) -> Result<(), E> {
        Ok(())
    }

    #[callback(
        fn(*const c_char, *const git_oid, *const git_oid, context: *mut c_void) -> c_int,
    )]
    fn updated(&mut self, _name: &CStr, _old: &git_oid, _new: &git_oid) -> Result<(), E> {
        Ok(())
    }

    #[callback(
        fn(c_uint, c_uint, usize, context: *mut c_void) -> c_int,
        matches = git_push_transfer_progress,
    )]
    fn pushed(&mut self, _done: c_uint, _all: c_uint, _bytes: usize) -> Result<(), E> {
        Ok(())
    }

    #[callback(
        fn(*const c_char, *const c_char, context: *mut c_void) -> c_int,
        matches = git_push_update_reference_cb,
    )]
    fn accepted(&mut self, _name: &CStr, _refusal: Option<&CStr>) -> Result<(), E> {
        Ok(())
    }
}

/// Fills in the functions.
fn fill(callbacks: &mut git_remote_callbacks, functions: RemoteFunctions, payload: *mut c_void) {
    callbacks.version = 1;
    // SAFETY: the library alone gets the function, and so for the others.
    callbacks.sideband_progress = unsafe { safe_fn(functions.sideband) };
    // SAFETY: as above.
    callbacks.transfer_progress = unsafe { safe_fn(functions.transferred) };
    // SAFETY: as above.
    callbacks.update_tips = unsafe { safe_fn(functions.updated) };
    // SAFETY: as above.
    callbacks.push_transfer_progress = unsafe { safe_fn(functions.pushed) };
    // SAFETY: as above.
    callbacks.push_update_reference = unsafe { safe_fn(functions.accepted) };
    callbacks.payload = payload;
}

/// Fetches. Also returns what the library has returned.
fn fetch<E: Send>(
    from: &Repository,
    to: &Repository,
    handler: impl Remote<E>,
) -> (Result<(), E>, c_int) {
    let remote = remote(from, to);
    let mut code = 0;
    let done = Remote::new(handler).scope(|functions, payload| {
        // SAFETY: numbers, pointers and functions that may be null.
        let mut options = unsafe { zeroed::<git_fetch_options>() };
        (options.version, options.proxy_opts.version) = (1, 1);
        fill(&mut options.callbacks, functions, payload);
        let mut name = c"refs/heads/main:refs/heads/copy".as_ptr().cast_mut();
        let names = git_strarray { strings: &raw mut name, count: 1 };
        // SAFETY: the remote is open. The library calls on this thread, before it returns.
        code = unsafe {
            git_remote_fetch(remote.as_ptr(), &raw const names, &raw const options, null())
        };
    });
    (done, code)
}

/// Pushes. Also returns what the library has returned.
fn push<E: Send>(
    from: &Repository,
    to: &Repository,
    handler: impl Remote<E>,
) -> (Result<(), E>, c_int) {
    let remote = remote(to, from);
    let mut code = 0;
    let done = Remote::new(handler).scope(|functions, payload| {
        // SAFETY: numbers, pointers and functions that may be null.
        let mut options = unsafe { zeroed::<git_push_options>() };
        (options.version, options.proxy_opts.version) = (1, 1);
        fill(&mut options.callbacks, functions, payload);
        let mut name = c"refs/heads/main:refs/heads/pushed".as_ptr().cast_mut();
        let names = git_strarray { strings: &raw mut name, count: 1 };
        // SAFETY: the remote is open. The library calls on this thread, before it returns.
        code = unsafe { git_remote_push(remote.as_ptr(), &raw const names, &raw const options) };
    });
    (done, code)
}

/// Returns a remote of `here` that is the directory of `there`.
fn remote(there: &Repository, here: &Repository) -> Owned<git_remote> {
    let url = CString::new(there.file("").to_str().unwrap()).unwrap();
    // SAFETY: the repository is open, and the path is a string.
    let make = |out| unsafe { git_remote_create_anonymous(out, here.as_ptr(), url.as_ptr()) };
    // SAFETY: a new remote is the caller's.
    unsafe { Owned::new(git_remote_free, make) }
}

/// Creates a repository with a commit of two files on `main`, and an empty one.
fn two(name: &str) -> (Repository, Repository, git_oid) {
    let from = Repository::new(&format!("{name}-from"));
    let tree = from.tree(&[(c"a", "one"), (c"b", "two")]);
    // SAFETY: the strings are strings.
    let sign = |out| unsafe { git_signature_new(out, c"Ada".as_ptr(), c"a@b".as_ptr(), 0, 0) };
    // SAFETY: a new signature is the caller's.
    let ada = unsafe { Owned::new(git_signature_free, sign) };
    let mut commit = git_oid { id: [0; 20] };
    // SAFETY: everything is open, and there is no parent.
    check(unsafe {
        git_commit_create(
            &raw mut commit,
            from.as_ptr(),
            c"refs/heads/main".as_ptr(),
            ada.as_ptr(),
            ada.as_ptr(),
            null(),
            c"first".as_ptr(),
            tree.as_ptr(),
            0,
            null_mut(),
        )
    });
    (from, Repository::new(&format!("{name}-to")), commit)
}

/// Records the events.
#[derive(Default)]
struct Log {
    text: Vec<u8>,
    received: c_uint,
    tips: Vec<(String, [u8; 20], [u8; 20])>,
    pushed: (c_uint, c_uint),
    accepted: Vec<String>,
}

impl Remote<Infallible> for Log {
    fn sideband(&mut self, text: &[u8]) -> Result<(), Infallible> {
        self.text.extend(text);
        Ok(())
    }

    fn transferred(&mut self, progress: &git_indexer_progress) -> Result<(), Infallible> {
        self.received = progress.received_objects;
        Ok(())
    }

    fn updated(&mut self, name: &CStr, old: &git_oid, new: &git_oid) -> Result<(), Infallible> {
        self.tips.push((name.to_str().unwrap().to_owned(), old.id, new.id));
        Ok(())
    }

    fn pushed(&mut self, done: c_uint, all: c_uint, _: usize) -> Result<(), Infallible> {
        self.pushed = (done, all);
        Ok(())
    }

    fn accepted(&mut self, name: &CStr, refusal: Option<&CStr>) -> Result<(), Infallible> {
        assert_eq!(refusal, None);
        self.accepted.push(name.to_str().unwrap().to_owned());
        Ok(())
    }
}

#[test]
fn one_handler_sees_what_is_fetched_and_pushed() {
    let (from, to, commit) = two("one_handler_sees_what_is_fetched_and_pushed");
    let mut log = Log::default();
    assert_eq!(fetch(&from, &to, &mut log), (Ok(()), 0));
    assert_eq!(log.received, 4); // the commit, its tree, and two files
    assert_eq!(log.tips, [("refs/heads/copy".to_owned(), [0; 20], commit.id)]);
    assert!(log.text.starts_with(b"Counting objects"), "{:?}", log.text.escape_ascii());

    let third = Repository::bare("one_handler_sees_what_is_fetched_and_pushed-third");
    assert_eq!(push(&from, &third, &mut log), (Ok(()), 0));
    assert_eq!(log.accepted, ["refs/heads/pushed"]);
    assert_eq!(log.pushed, (4, 4));
}

/// Fails at the first tip.
struct Refuse;

impl Remote<String> for Refuse {
    fn updated(&mut self, name: &CStr, _: &git_oid, _: &git_oid) -> Result<(), String> {
        Err(format!("not {}", name.to_str().unwrap()))
    }
}

#[test]
fn an_error_ends_the_fetch_and_comes_back() {
    let (from, to, _) = two("an_error_ends_the_fetch_and_comes_back");
    let refused = fetch(&from, &to, Refuse);
    assert_eq!(refused, (Err("not refs/heads/copy".to_owned()), -1)); // not the callback's code
}

/// Panics when objects arrive, and counts what is called after that.
#[derive(Default)]
struct Panic {
    calls: usize,
}

impl Remote<Infallible> for Panic {
    fn transferred(&mut self, _: &git_indexer_progress) -> Result<(), Infallible> {
        self.calls += 1;
        resume_unwind(Box::new(7)) // prints nothing
    }

    fn updated(&mut self, _: &CStr, _: &git_oid, _: &git_oid) -> Result<(), Infallible> {
        self.calls += 1;
        Ok(())
    }
}

#[test]
fn a_panic_ends_the_fetch_and_goes_on_after_it() {
    let (from, to, _) = two("a_panic_ends_the_fetch_and_goes_on_after_it");
    let mut panics = Panic::default();
    let ended = catch_unwind(AssertUnwindSafe(|| fetch(&from, &to, &mut panics)));
    assert_eq!(ended.unwrap_err().downcast_ref(), Some(&7));
    assert_eq!(panics.calls, 1);
    assert_eq!(fetch(&from, &to, Log::default()), (Ok(()), 0)); // the repositories are in order
}
