//! `git_diff_foreach` with three closures, and `git_diff_print` with one.

use std::cell::{Cell, RefCell};
use std::convert::Infallible;
use std::ffi::c_int;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::pin::pin;
use std::ptr;
use std::rc::Rc;
use std::sync::atomic::{AtomicPtr, Ordering};

use callback_runtime::{RawFn, safe_fn};
use libgit2_sys::{
    GIT_DELTA_ADDED, GIT_DELTA_DELETED, GIT_DELTA_MODIFIED, GIT_DIFF_FORMAT_PATCH, GIT_EUSER,
    git_diff, git_diff_foreach, git_diff_free, git_diff_hunk, git_diff_print,
    git_diff_tree_to_tree,
};

use crate::diff_callbacks::{File, Line, OnFile, OnHunk, OnLine, Payloads, Print};
use crate::library::Owned;
use crate::repository::Repository;

/// Two trees that differ in three files. The objects are freed in this order.
struct Fixture {
    diff: Owned<git_diff>,
    _repository: Repository,
}

impl Fixture {
    fn new(name: &str) -> Self {
        let repository = Repository::new(name);
        let old = repository.tree(&[
            (c"changed", "one\ntwo\nthree\n"),
            (c"removed", "gone\n"),
            (c"same", "same\n"),
        ]);
        let new = repository.tree(&[
            (c"added", "fresh\n"),
            (c"changed", "one\n2\nthree\n"),
            (c"same", "same\n"),
        ]);
        let (from, to) = (old.as_ptr(), new.as_ptr());
        // SAFETY: the repository is open, and the trees are its own. Null is the default options.
        let compare =
            |out| unsafe { git_diff_tree_to_tree(out, repository.as_ptr(), from, to, ptr::null()) };
        // SAFETY: a new diff is the caller's. It does not refer to the trees.
        let diff = unsafe { Owned::new(git_diff_free, compare) };
        Fixture { diff, _repository: repository }
    }

    /// # Safety
    ///
    /// - The functions may be called with the payloads, on this thread, until this function returns.
    unsafe fn foreach<E>(
        &self,
        file: RawFn<OnFile<E>>,
        hunk: RawFn<OnHunk<E>>,
        line: RawFn<OnLine<E>>,
        payloads: *mut Payloads,
    ) -> c_int {
        // SAFETY: the library alone gets the functions.
        let file = unsafe { safe_fn(file) };
        // SAFETY: as above.
        let hunk = unsafe { safe_fn(hunk) };
        // SAFETY: as above.
        let line = unsafe { safe_fn(line) };
        let diff = self.diff.as_ptr();
        // SAFETY: the caller's promise. Each function finds its own user data.
        unsafe { git_diff_foreach(diff, file, None, hunk, line, payloads.cast()) }
    }

    /// Calls the three closures, until one fails.
    fn each<E>(
        &self,
        file: impl FnMut(File<'_>, f32) -> Result<(), E>,
        hunk: impl FnMut(&git_diff_hunk) -> Result<(), E>,
        line: impl FnMut(Line<'_>) -> Result<(), E>,
    ) -> Result<c_int, E> {
        let code = OnFile::new(file).scope(|on_file, file| {
            OnHunk::new(hunk).scope(|on_hunk, hunk| {
                OnLine::new(line).scope(|on_line, line| {
                    let mut payloads = Payloads { file, hunk, line };
                    // SAFETY: three scopes are open.
                    unsafe { self.foreach::<E>(on_file, on_hunk, on_line, &raw mut payloads) }
                })
            })
        })???;
        Ok(code)
    }
}

#[test]
fn three_closures_see_files_hunks_and_lines() {
    let fixture = Fixture::new("three_closures_see_files_hunks_and_lines");
    let seen = RefCell::new(Vec::new());
    let push = |event: String| {
        seen.borrow_mut().push(event);
        Ok::<(), Infallible>(())
    };
    let Ok(code) = fixture.each(
        |file, _progress| {
            let kind = match file.status {
                GIT_DELTA_ADDED => "added",
                GIT_DELTA_DELETED => "deleted",
                GIT_DELTA_MODIFIED => "modified",
                other => panic!("{other}"),
            };
            push(format!("{kind} {}", file.path.to_str().unwrap()))
        },
        |hunk| {
            let [from, to] = [hunk.old_start, hunk.new_start];
            push(format!("-{from},{} +{to},{}", hunk.old_lines, hunk.new_lines))
        },
        |line| push(format!("{}{}", line.sign, str::from_utf8(line.text).unwrap().trim_end())),
    );
    assert_eq!(code, 0);
    let expected = "added added/-0,0 +1,1/+fresh/\
        modified changed/-1,3 +1,3/ one/-two/+2/ three/\
        deleted removed/-1,1 +0,0/-gone";
    assert_eq!(seen.into_inner().join("/"), expected);
}

#[test]
fn an_error_of_one_closure_ends_the_walk() {
    let fixture = Fixture::new("an_error_of_one_closure_ends_the_walk");
    let (files, lines) = (Cell::new(0), Cell::new(0));
    let ended = fixture.each(
        |_, _| {
            files.set(files.get() + 1);
            Ok(())
        },
        |_| Ok(()),
        |line| {
            lines.set(lines.get() + 1);
            if line.sign == '-' { Err(line.text.to_owned()) } else { Ok(()) }
        },
    );
    assert_eq!(ended, Err(b"two\n".to_vec()));
    assert_eq!((files.get(), lines.get()), (2, 3)); // `fresh` and `one` came before `two`
}

#[test]
fn a_panic_of_one_closure_ends_the_walk_and_goes_on_after_it() {
    let fixture = Fixture::new("a_panic_of_one_closure_ends_the_walk_and_goes_on_after_it");
    let (files, lines) = (Cell::new(0), Cell::new(0));
    let mut file = pin!(OnFile::<Infallible>::new(|_, _| {
        files.set(files.get() + 1);
        Ok(())
    }));
    let mut hunk = pin!(OnHunk::<Infallible>::new(|_| resume_unwind(Box::new(7))));
    let mut line = pin!(OnLine::<Infallible>::new(|_| {
        lines.set(lines.get() + 1);
        Ok(())
    }));
    let (file, hunk, line) = (file.as_mut().bind(), hunk.as_mut().bind(), line.as_mut().bind());
    let mut payloads =
        Payloads { file: file.context(), hunk: hunk.context(), line: line.context() };
    let functions = (file.function(), hunk.function(), line.function());
    let mut walk = || {
        // SAFETY: the three are bound.
        unsafe {
            fixture.foreach::<Infallible>(functions.0, functions.1, functions.2, &raw mut payloads)
        }
    };
    assert_eq!(walk(), GIT_EUSER);
    assert_eq!((files.get(), lines.get()), (1, 0));
    // The panic has poisoned one callback of three.
    assert_eq!(walk(), GIT_EUSER);
    assert_eq!((files.get(), lines.get()), (2, 0));

    let ended = catch_unwind(AssertUnwindSafe(|| hunk.finish(())));
    assert_eq!(ended.unwrap_err().downcast_ref(), Some(&7));
    let (Ok(()), Ok(())) = (file.finish(()), line.finish(()));
}

#[test]
fn three_closures_may_stay_forever() {
    // Keeps what stays reachable.
    static PAYLOADS: AtomicPtr<Payloads> = AtomicPtr::new(ptr::null_mut());

    let fixture = Fixture::new("three_closures_may_stay_forever");
    let counts = Rc::new([const { Cell::new(0) }; 3]);
    let count = |at: usize| {
        let counts = Rc::clone(&counts);
        move || {
            counts[at].set(counts[at].get() + 1);
            Ok::<(), Infallible>(())
        }
    };
    let [files, hunks, lines] = [0, 1, 2].map(count);
    let (on_file, file) = OnFile::new(move |_, _| files()).forever();
    let (on_hunk, hunk) = OnHunk::new(move |_| hunks()).forever();
    let (on_line, line) = OnLine::new(move |_| lines()).forever();
    PAYLOADS.store(Box::into_raw(Box::new(Payloads { file, hunk, line })), Ordering::Relaxed);
    let payloads = PAYLOADS.load(Ordering::Relaxed);
    for round in 1..3 {
        // SAFETY: the three stay, and belong to this thread.
        let code = unsafe { fixture.foreach::<Infallible>(on_file, on_hunk, on_line, payloads) };
        assert_eq!(code, 0);
        assert_eq!(counts.each_ref().map(Cell::get), [3 * round, 3 * round, 6 * round]);
    }
}

#[test]
fn one_closure_prints() {
    let fixture = Fixture::new("one_closure_prints");
    let mut patch = Vec::new();
    let Ok(code) = Print::<Infallible>::new(|line| {
        if " +-".contains(line.sign) {
            patch.push(line.sign as u8);
        }
        patch.extend_from_slice(line.text);
        Ok(())
    })
    .scope(|print, payload| {
        // SAFETY: the library alone gets the function.
        let print = unsafe { safe_fn(print) };
        let diff = fixture.diff.as_ptr();
        // SAFETY: it calls on this thread, before it returns.
        unsafe { git_diff_print(diff, GIT_DIFF_FORMAT_PATCH, print, payload) }
    });
    assert_eq!(code, 0);
    let patch = String::from_utf8(patch).unwrap();
    let hunk = "--- a/changed\n+++ b/changed\n@@ -1,3 +1,3 @@\n one\n-two\n+2\n three\n";
    assert!(patch.contains(hunk), "{patch}");
    assert!(patch.starts_with("diff --git a/added b/added\nnew file mode 100644\n"), "{patch}");
}
