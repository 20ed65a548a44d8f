//! Functions of libgit2-sys under `#[import]`: callbacks as `Option<extern "C" fn>` and as `extern "C" fn`.

use std::collections::BTreeMap;
use std::convert::Infallible;
use std::ffi::{CStr, CString, c_char, c_int, c_void};
use std::ops::ControlFlow::{self, Break, Continue};
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};

use callback_runtime::{IntoC, Status, callback, import};
use libgit2_sys::{
    GIT_ENOTFOUND, GIT_EUSER, GIT_OBJECT_ANY, GIT_TREEWALK_PRE, git_error, git_object,
    git_object_free, git_object_t, git_odb, git_oid, git_repository, git_tag_foreach_cb, git_tree,
    git_tree_entry, git_tree_entry_name, git_treewalk_cb, git_treewalk_mode,
};

use crate::library::Owned;
use crate::odb::{ForEach, names};
use crate::repository::Repository;

#[callback(
    extern "C" fn(*const c_char, *mut git_oid, context: *mut c_void) -> c_int,
    continue = 0, break = 1, fallback = GIT_EUSER, matches = git_tag_foreach_cb,
)]
type TagForEach<B> = dyn FnMut(&CStr, &git_oid) -> ControlFlow<B>;

#[callback(
    extern "C" fn(*const c_char, *const git_tree_entry, context: *mut c_void) -> c_int,
    ok = 0, err = GIT_EUSER, fallback = GIT_EUSER, matches = git_treewalk_cb,
)]
type TreeWalk<E> = dyn FnMut(&CStr, *const git_tree_entry) -> Result<(), E>;

// The block promises that a `safe fn` may be called with any objects that are open. A repository, a database and a tree
// stay on their thread, since `Owned` is neither `Send` nor `Sync`.
#[import(from = libgit2_sys)]
unsafe extern "C" {
    safe fn git_odb_foreach<B>(
        #[c(*mut git_odb)] odb: &Owned<git_odb>,
        #[scope] each: ForEach<B>,
        context: *mut c_void,
    ) -> Result<(), GitError>;

    safe fn git_tag_foreach<B>(
        #[c(*mut git_repository)] repository: &Repository,
        #[scope] each: TagForEach<B>,
        context: *mut c_void,
    ) -> Result<(), GitError>;

    safe fn git_tree_walk<E>(
        #[c(*const git_tree)] tree: &Owned<git_tree>,
        mode: git_treewalk_mode,
        #[scope] each: TreeWalk<E>,
        context: *mut c_void,
    ) -> Result<(), GitError>;

    safe fn git_error_last() -> *const git_error;

    safe fn git_object_lookup(
        #[out] object: *mut git_object,
        #[c(*mut git_repository)] repository: &Repository,
        id: &git_oid,
        kind: git_object_t,
    ) -> Result<(), GitError>;

    /// # Safety
    ///
    /// - The object is open.
    unsafe fn git_tag_create_lightweight(
        #[out] id: git_oid,
        #[c(*mut git_repository)] repository: &Repository,
        name: &CStr,
        object: *const git_object,
        #[c(c_int = 0)] _: (),
    ) -> Result<(), GitError>;
}

impl<T> IntoC<*mut T> for &Owned<T> {
    fn into_c(self) -> *mut T {
        self.as_ptr()
    }
}

impl IntoC<*const git_tree> for &Owned<git_tree> {
    fn into_c(self) -> *const git_tree {
        self.as_ptr()
    }
}

impl IntoC<*mut git_repository> for &Repository {
    fn into_c(self) -> *mut git_repository {
        self.as_ptr()
    }
}

/// An error of the library, with the message that it keeps for the thread.
#[derive(Debug, PartialEq)]
struct GitError {
    code: c_int,
    message: String,
}

impl Status for GitError {
    type C = c_int;

    fn check(code: c_int) -> Result<(), Self> {
        if code >= 0 {
            return Ok(());
        }
        // SAFETY: null, or the error of this thread, which stays until the next call.
        let error = unsafe { git_error_last().as_ref() };
        let message = error.map_or_else(String::new, |error| {
            // SAFETY: a string, which stays as long.
            unsafe { CStr::from_ptr(error.message) }.to_string_lossy().into_owned()
        });
        Err(Self { code, message })
    }
}

/// Writes a file, and a tag that names it.
fn tag(repository: &Repository, name: &CStr, text: &str) -> git_oid {
    let id = repository.blob(text);
    let object = git_object_lookup(repository, &id, GIT_OBJECT_ANY).unwrap();
    // SAFETY: the object is open.
    let tagged = unsafe { git_tag_create_lightweight(repository, name, object) }.unwrap();
    // SAFETY: the object is freed once.
    unsafe { git_object_free(object) };
    assert_eq!(tagged.id, id.id);
    id
}

#[test]
fn each_object_is_seen_and_a_break_comes_back() {
    let repository = Repository::new("import_odb");
    let odb = repository.odb();
    let first = git_odb_foreach(&odb, |name| Break(name.id));
    assert_eq!(first, Ok(Continue(()))); // there are no objects yet

    let written = ["one", "two", "three"].map(|text| repository.blob(text).id);
    let mut seen = Vec::new();
    let Ok(Continue(())) = git_odb_foreach::<Infallible, _>(&odb, |name| {
        seen.push(name.id);
        Continue(())
    }) else {
        panic!("the database is in order")
    };
    seen.sort_unstable();
    assert_eq!(seen, names(&odb).into_iter().collect::<Vec<_>>());

    // The library returns 1 here, which is no error, and a break goes before that.
    let found = git_odb_foreach(&odb, |name| Break(name.id)).unwrap();
    assert!(matches!(found, Break(name) if written.contains(&name)));
}

#[test]
fn an_error_has_the_message_of_its_call() {
    let repository = Repository::new("import_error");
    let unknown = git_oid { id: [7; 20] };
    let error = git_object_lookup(&repository, &unknown, GIT_OBJECT_ANY).unwrap_err();
    assert_eq!(error.code, GIT_ENOTFOUND);
    assert!(error.message.contains("07070707"), "{error:?}");
}

#[test]
fn tags_have_names_and_objects() {
    let repository = Repository::new("import_tags");
    let (old, new) = (tag(&repository, c"v1", "old"), tag(&repository, c"v2", "new"));
    let mut tags = BTreeMap::new();
    let listed = git_tag_foreach::<Infallible, _>(&repository, |name, id| {
        tags.insert(name.to_owned(), id.id);
        Continue(())
    });
    assert_eq!(listed, Ok(Continue(())));
    let expected = [(c"refs/tags/v1", old.id), (c"refs/tags/v2", new.id)];
    assert_eq!(tags, expected.map(|(name, id)| (CString::from(name), id)).into());
}

#[test]
fn a_panic_goes_on_after_the_library_has_returned() {
    let repository = Repository::new("import_panic");
    tag(&repository, c"v1", "old");
    tag(&repository, c"v2", "new");
    let mut calls = 0;
    let panics = AssertUnwindSafe(|| {
        git_tag_foreach::<Infallible, _>(&repository, |_, _| {
            calls += 1;
            resume_unwind(Box::new(7)) // prints nothing
        })
    });
    assert_eq!(catch_unwind(panics).unwrap_err().downcast_ref(), Some(&7));
    assert_eq!(calls, 1);
}

/// The function takes a bare function pointer, where the others take an `Option` of one.
#[test]
fn an_error_of_the_closure_goes_before_that_of_the_library() {
    let repository = Repository::new("import_tree");
    let tree = repository.tree(&[(c"a", "1"), (c"b", "2"), (c"c", "3")]);
    let mut seen = Vec::new();
    let mut name = |entry| {
        // SAFETY: the entry is valid during the call.
        let name = unsafe { git_tree_entry_name(entry) };
        // SAFETY: the entry has a string.
        let name = unsafe { CStr::from_ptr(name) };
        seen.push(name.to_owned());
        seen.len()
    };
    let walked = git_tree_walk::<String, _>(&tree, GIT_TREEWALK_PRE, |directory, entry| {
        assert_eq!(directory, c"");
        if name(entry) < 2 { Ok(()) } else { Err("enough".to_owned()) }
    });
    assert_eq!(walked, Ok(Err("enough".to_owned())));

    let walked = git_tree_walk::<Infallible, _>(&tree, GIT_TREEWALK_PRE, |_, entry| {
        name(entry);
        Ok(())
    });
    assert_eq!(walked, Ok(Ok(())));
    assert_eq!(seen, [c"a", c"b", c"a", c"b", c"c"].map(CString::from));
}
