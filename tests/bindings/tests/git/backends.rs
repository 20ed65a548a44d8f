//! A backend in memory, in databases and in repositories.

use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::ffi::{CStr, c_int, c_void};
use std::panic::resume_unwind;
use std::ptr::null_mut;
use std::rc::Rc;
use std::slice;

use libgit2_sys::{
    GIT_ENOTFOUND, GIT_EUSER, GIT_OBJECT_BLOB, GIT_ODB_BACKEND_VERSION, git_object_t, git_odb,
    git_odb_exists, git_odb_foreach, git_odb_foreach_cb, git_odb_object_data, git_odb_object_free,
    git_odb_object_size, git_odb_read, git_odb_read_header, git_odb_write, git_oid,
    git_repository_set_odb,
};

use crate::backend::{Backend, Code, Object, add, database};
use crate::library::{Owned, check, start};
use crate::odb::names;
use crate::repository::Repository;

/// The state of a backend that a test sees.
#[derive(Default)]
struct Seen {
    objects: RefCell<BTreeMap<[u8; 20], Object>>,
    panics: Cell<bool>,
    frees: Cell<usize>,
    drops: Cell<usize>,
}

struct Memory(Rc<Seen>);

impl Drop for Memory {
    fn drop(&mut self) {
        self.0.drops.set(self.0.drops.get() + 1);
    }
}

impl Backend for Memory {
    fn read(&self, name: &git_oid) -> Result<Object, Code> {
        if self.0.panics.get() {
            resume_unwind(Box::new(7)); // prints nothing
        }
        self.0.objects.borrow().get(&name.id).cloned().ok_or(Code(GIT_ENOTFOUND))
    }

    fn read_header(&self, name: &git_oid) -> Result<(git_object_t, usize), Code> {
        self.read(name).map(|(kind, content)| (kind, content.len()))
    }

    fn write(&self, name: &git_oid, content: &[u8], kind: git_object_t) -> Result<(), Code> {
        self.0.objects.borrow_mut().insert(name.id, (kind, content.to_owned()));
        Ok(())
    }

    fn exists(&self, name: &git_oid) -> bool {
        self.0.objects.borrow().contains_key(&name.id)
    }

    fn for_each(&self, each: git_odb_foreach_cb, payload: *mut c_void) -> Result<(), Code> {
        let names: Vec<_> = self.0.objects.borrow().keys().copied().collect();
        let each = each.ok_or(Code(GIT_EUSER))?;
        for name in names {
            match each(&git_oid { id: name }, payload) {
                0 => {}
                code => return Err(Code(code)),
            }
        }
        Ok(())
    }

    fn free(self) {
        self.0.frees.set(self.0.frees.get() + 1);
    }
}

fn memory() -> (Rc<Seen>, Owned<git_odb>) {
    start();
    let seen = Rc::new(Seen::default());
    let odb = database(Memory(Rc::clone(&seen)));
    (seen, odb)
}

/// Writes an object. Also returns what the library has returned.
fn write(odb: &Owned<git_odb>, text: &str) -> (git_oid, c_int) {
    let mut name = git_oid { id: [0; 20] };
    let (data, length) = (text.as_ptr().cast(), text.len());
    // SAFETY: the database is open, and the bytes are ours.
    let code = unsafe { git_odb_write(&raw mut name, odb.as_ptr(), data, length, GIT_OBJECT_BLOB) };
    (name, code)
}

/// Reads an object.
fn read(odb: &Owned<git_odb>, name: &git_oid) -> Result<Vec<u8>, c_int> {
    let mut object = null_mut();
    // SAFETY: the database is open.
    match unsafe { git_odb_read(&raw mut object, odb.as_ptr(), name) } {
        0 => {}
        code => return Err(code),
    }
    // SAFETY: the object is ours.
    let (data, size) =
        (unsafe { git_odb_object_data(object) }, unsafe { git_odb_object_size(object) });
    // SAFETY: the content of the object has that size.
    let content = unsafe { slice::from_raw_parts(data.cast::<u8>(), size) }.to_owned();
    // SAFETY: the object is ours, and not used after this.
    unsafe { git_odb_object_free(object) };
    Ok(content)
}

#[test]
fn what_is_written_is_read_from_the_backend() {
    let (seen, odb) = memory();
    let (name, code) = write(&odb, "hello");
    assert_eq!(code, 0);
    assert_eq!(seen.objects.borrow()[&name.id], (GIT_OBJECT_BLOB, b"hello".to_vec()));
    assert_eq!(read(&odb, &name).as_deref(), Ok(&b"hello"[..]));

    let (mut length, mut kind) = (0, 0);
    // SAFETY: the database is open.
    check(unsafe {
        git_odb_read_header(&raw mut length, &raw mut kind, odb.as_ptr(), &raw const name)
    });
    assert_eq!((length, kind), (5, GIT_OBJECT_BLOB));

    let other = git_oid { id: [9; 20] };
    // SAFETY: the database is open.
    let exist = [&name, &other].map(|name| unsafe { git_odb_exists(odb.as_ptr(), name) });
    assert_eq!(exist, [1, 0]);
    assert_eq!(read(&odb, &other), Err(GIT_ENOTFOUND));
}

#[test]
fn the_backend_is_freed_with_its_database() {
    let (seen, odb) = memory();
    assert_eq!((seen.frees.get(), seen.drops.get()), (0, 0));
    drop(odb);
    assert_eq!((seen.frees.get(), seen.drops.get(), Rc::strong_count(&seen)), (1, 1, 1));
}

#[test]
fn a_backend_of_another_version_is_refused_and_dropped() {
    let (seen, odb) = memory();
    let other = Rc::new(Seen::default());
    let refused = add(&odb, GIT_ODB_BACKEND_VERSION + 1, Memory(Rc::clone(&other)));
    assert_eq!(refused, Err(Code(-1)));
    assert_eq!((other.frees.get(), other.drops.get()), (0, 1));
    assert_eq!((seen.drops.get(), write(&odb, "hello").1), (0, 0));
}

#[test]
fn an_enumeration_may_read_and_write() {
    extern "C" fn each(name: *const git_oid, odb: *mut c_void) -> c_int {
        // SAFETY: `odb` is what was passed to the enumeration, and the library passes a name.
        let (odb, name) = (unsafe { &*odb.cast::<Owned<git_odb>>() }, unsafe { &*name });
        let text = String::from_utf8(read(odb, name).unwrap()).unwrap();
        write(odb, &format!("more than {text}")).1
    }

    let (seen, odb) = memory();
    for text in ["one", "two", "three"] {
        assert_eq!(write(&odb, text).1, 0);
    }
    assert_eq!(names(&odb).len(), 3);

    let payload = (&raw const odb).cast_mut().cast();
    // SAFETY: the database is open, and `each` gets what it expects.
    assert_eq!(unsafe { git_odb_foreach(odb.as_ptr(), Some(each), payload) }, 0);
    assert_eq!((names(&odb).len(), seen.objects.borrow().len()), (6, 6));
}

#[test]
fn a_panic_closes_the_backend_until_it_is_freed() {
    let (seen, odb) = memory();
    let (name, _) = write(&odb, "hello");
    let (other, _) = write(&odb, "other");
    seen.panics.set(true);
    assert_eq!(read(&odb, &name), Err(GIT_EUSER));
    seen.panics.set(false);
    assert_eq!(read(&odb, &other), Err(GIT_EUSER));
    // SAFETY: the database is open.
    assert_eq!(unsafe { git_odb_exists(odb.as_ptr(), &raw const name) }, 0);
    assert_eq!(seen.drops.get(), 0);
    drop(odb);
    assert_eq!((seen.frees.get(), seen.drops.get(), Rc::strong_count(&seen)), (0, 1, 1));
}

#[test]
fn a_repository_keeps_its_objects_in_the_backend() {
    let repository = Repository::new("a_repository_keeps_its_objects_in_the_backend");
    let (seen, odb) = memory();
    // SAFETY: the repository and the database are open. The repository has a reference of its own.
    check(unsafe { git_repository_set_odb(repository.as_ptr(), odb.as_ptr()) });
    drop(odb);
    let files: &[(&CStr, &str)] = &[(c"a", "one"), (c"b", "two")];
    drop(repository.tree(files));
    assert_eq!(seen.objects.borrow().len(), 3); // with the tree
    drop(repository);
    assert_eq!((seen.frees.get(), seen.drops.get()), (1, 1));
}
