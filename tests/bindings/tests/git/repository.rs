//! A repository in its own directory, and the objects that a test puts into it.

use std::ffi::{CStr, CString, c_uint};
use std::fs;
use std::path::{Path, PathBuf};
use std::ptr;

use libgit2_sys::{
    GIT_FILEMODE_BLOB, GIT_OBJECT_BLOB, git_odb, git_odb_free, git_odb_write, git_oid,
    git_repository, git_repository_free, git_repository_init, git_repository_odb, git_tree,
    git_tree_free, git_tree_lookup, git_treebuilder_free, git_treebuilder_insert,
    git_treebuilder_new, git_treebuilder_write,
};

use crate::library::{Owned, check, start};

/// A repository that is empty at first.
pub(crate) struct Repository {
    repository: Owned<git_repository>,
    directory: PathBuf,
}

impl Repository {
    /// Creates a repository with the name of the test.
    pub(crate) fn new(name: &str) -> Self {
        Self::init(name, 0)
    }

    /// Creates a bare repository, which accepts pushes.
    pub(crate) fn bare(name: &str) -> Self {
        Self::init(name, 1)
    }

    fn init(name: &str, is_bare: c_uint) -> Self {
        start();
        let directory = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
        if directory.exists() {
            fs::remove_dir_all(&directory).unwrap();
        }
        let path = CString::new(directory.to_str().unwrap()).unwrap();
        // SAFETY: the path is a string.
        let init = |out| unsafe { git_repository_init(out, path.as_ptr(), is_bare) };
        // SAFETY: a new repository is the caller's.
        let repository = unsafe { Owned::new(git_repository_free, init) };
        Repository { repository, directory }
    }

    pub(crate) fn as_ptr(&self) -> *mut git_repository {
        self.repository.as_ptr()
    }

    /// Returns the directory of its files.
    pub(crate) fn file(&self, name: &str) -> PathBuf {
        self.directory.join(name)
    }

    pub(crate) fn odb(&self) -> Owned<git_odb> {
        // SAFETY: the repository is open.
        let open = |out| unsafe { git_repository_odb(out, self.as_ptr()) };
        // SAFETY: the references to the database are counted, and this one is the caller's.
        unsafe { Owned::new(git_odb_free, open) }
    }

    /// Writes a file into the object database.
    pub(crate) fn blob(&self, text: &str) -> git_oid {
        let mut id = git_oid { id: [0; 20] };
        let odb = self.odb();
        // SAFETY: the database is open, and the bytes are ours.
        check(unsafe {
            git_odb_write(
                &raw mut id,
                odb.as_ptr(),
                text.as_ptr().cast(),
                text.len(),
                GIT_OBJECT_BLOB,
            )
        });
        id
    }

    /// Writes a directory of files into the object database.
    pub(crate) fn tree(&self, files: &[(&CStr, &str)]) -> Owned<git_tree> {
        // SAFETY: the repository is open. Null is the empty tree.
        let build = |out| unsafe { git_treebuilder_new(out, self.as_ptr(), ptr::null()) };
        // SAFETY: a new builder is the caller's.
        let builder = unsafe { Owned::new(git_treebuilder_free, build) };
        for (name, text) in files {
            let id = self.blob(text);
            // SAFETY: the builder is ours, and copies what it gets.
            check(unsafe {
                git_treebuilder_insert(
                    ptr::null_mut(),
                    builder.as_ptr(),
                    name.as_ptr(),
                    &raw const id,
                    GIT_FILEMODE_BLOB,
                )
            });
        }
        let mut id = git_oid { id: [0; 20] };
        // SAFETY: the builder is ours.
        check(unsafe { git_treebuilder_write(&raw mut id, builder.as_ptr()) });
        // SAFETY: the repository is open.
        let find = |out| unsafe { git_tree_lookup(out, self.as_ptr(), &raw const id) };
        // SAFETY: the references to the tree are counted, and this one is the caller's.
        unsafe { Owned::new(git_tree_free, find) }
    }
}
