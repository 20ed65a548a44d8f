//! A file system in memory, on which it is always July 20, 1969.

use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::ffi::{CStr, CString, c_int};
use std::mem::MaybeUninit;
use std::panic;
use std::rc::Rc;
use std::thread;
use std::time::Duration;

use libsqlite3_sys::{
    SQLITE_BUSY, SQLITE_CANTOPEN, SQLITE_FULL, SQLITE_IOERR, SQLITE_IOERR_SHORT_READ,
    SQLITE_LOCK_NONE,
};

use super::files::with;
use super::locks::Locks;
use super::{File, Vfs};
use crate::db::{Db, Error};

/// The file system.
#[derive(Default)]
struct Disk {
    files: RefCell<BTreeMap<CString, Rc<RefCell<Content>>>>,
    seed: Cell<u8>,
}

#[derive(Debug, Default)]
struct Content {
    bytes: Vec<u8>,
    /// The capacity in bytes, if it is limited.
    limit: Option<usize>,
    is_broken: bool,
    locks: Locks,
}

/// An open file.
struct Handle {
    content: Rc<RefCell<Content>>,
    level: c_int,
}

fn error(code: c_int) -> Error {
    Error { code, message: String::new() }
}

/// Writes bytes to the beginning of `place`. Returns whether there is room.
fn fill(place: &mut [MaybeUninit<u8>], bytes: &[u8]) -> bool {
    for (to, from) in place.iter_mut().zip(bytes) {
        to.write(*from);
    }
    place.len() >= bytes.len()
}

impl Vfs<Handle> for Disk {
    fn open(&self, name: Option<&CStr>) -> Result<Handle, Error> {
        // A temporary file has no name.
        let content = match name {
            Some(name) => Rc::clone(self.files.borrow_mut().entry(name.to_owned()).or_default()),
            None => Rc::default(),
        };
        Ok(Handle { content, level: SQLITE_LOCK_NONE })
    }

    fn delete(&self, name: &CStr) -> Result<(), Error> {
        self.files.borrow_mut().remove(name);
        Ok(())
    }

    fn access(&self, name: &CStr) -> Result<bool, Error> {
        Ok(self.files.borrow().contains_key(name))
    }

    fn full_pathname(&self, name: &CStr, full: &mut [MaybeUninit<u8>]) -> Result<(), Error> {
        fill(full, name.to_bytes_with_nul()).then_some(()).ok_or_else(|| error(SQLITE_CANTOPEN))
    }

    fn randomness(&self, bytes: &mut [MaybeUninit<u8>]) -> c_int {
        for byte in bytes.iter_mut() {
            byte.write(self.seed.replace(self.seed.get().wrapping_mul(5).wrapping_add(3)));
        }
        c_int::try_from(bytes.len()).expect("SQLite asks for few")
    }

    fn sleep(&self, microseconds: c_int) -> c_int {
        thread::sleep(Duration::from_micros(microseconds.unsigned_abs().into()));
        microseconds
    }

    fn current_time(&self) -> Result<f64, Error> {
        Ok(2_440_423.345)
    }
}

impl File for Handle {
    fn close(self) -> Result<(), Error> {
        Ok(())
    }

    fn read(&mut self, bytes: &mut [MaybeUninit<u8>], from: i64) -> Result<(), Error> {
        let content = self.content.borrow();
        if content.is_broken {
            // On purpose. `resume_unwind` prints no message.
            panic::resume_unwind(Box::new("the disk is broken"));
        }
        let from = usize::try_from(from).map_err(|_| error(SQLITE_IOERR))?;
        let rest = content.bytes.get(from..).unwrap_or_default();
        let rest = &rest[..rest.len().min(bytes.len())];
        fill(bytes, rest);
        if rest.len() == bytes.len() {
            return Ok(());
        }
        bytes[rest.len()..].fill(MaybeUninit::new(0)); // as SQLite requires
        Err(error(SQLITE_IOERR_SHORT_READ))
    }

    fn write(&mut self, bytes: &[u8], to: i64) -> Result<(), Error> {
        let mut content = self.content.borrow_mut();
        let to = usize::try_from(to).map_err(|_| error(SQLITE_IOERR))?;
        let end = to + bytes.len();
        if content.limit.is_some_and(|limit| end > limit) {
            return Err(error(SQLITE_FULL));
        }
        if content.bytes.len() < end {
            content.bytes.resize(end, 0);
        }
        content.bytes[to..end].copy_from_slice(bytes);
        Ok(())
    }

    fn truncate(&mut self, size: i64) -> Result<(), Error> {
        let size = usize::try_from(size).map_err(|_| error(SQLITE_IOERR))?;
        self.content.borrow_mut().bytes.truncate(size);
        Ok(())
    }

    fn sync(&mut self) -> Result<(), Error> {
        Ok(())
    }

    fn size(&self) -> Result<i64, Error> {
        i64::try_from(self.content.borrow().bytes.len()).map_err(|_| error(SQLITE_IOERR))
    }

    fn lock(&mut self, level: c_int) -> Result<(), Error> {
        self.content.borrow_mut().locks.raise(&mut self.level, level)
    }

    fn unlock(&mut self, level: c_int) -> Result<(), Error> {
        self.content.borrow_mut().locks.lower(&mut self.level, level);
        Ok(())
    }

    fn is_reserved(&self) -> Result<bool, Error> {
        Ok(self.content.borrow().locks.is_reserved())
    }
}

/// Keeps a database in memory that outlives its connections.
pub(crate) fn show() -> Result<(), Error> {
    let disk = Disk::default();
    let open = || Db::open_file(c"log.db", Some(c"disk"));
    with(&disk, || {
        let db = open()?;
        db.show(c"CREATE TABLE log AS SELECT date('now') AS day, 'landed' AS what")?;
        drop(db);
        let (db, other) = (open()?, open()?);
        assert_eq!(db.show(c"SELECT * FROM log")?, ["1969-07-20  landed"]);
        assert_eq!(disk.files.borrow().keys().collect::<Vec<_>>(), [c"log.db"]);

        println!("\n  two connections, of which one writes:");
        db.show(c"BEGIN IMMEDIATE")?;
        let refused = other.show(c"DELETE FROM log").unwrap_err();
        assert_eq!(refused.code, SQLITE_BUSY);
        db.show(c"COMMIT")?;
        drop(other);

        println!("\n  a file that is full, and one that panics:");
        let file = Rc::clone(&disk.files.borrow()[c"log.db"]);
        let size = file.borrow().bytes.len();
        file.borrow_mut().limit = Some(size);
        let refused = db.show(c"INSERT INTO log VALUES ('today', zeroblob(9999))").unwrap_err();
        assert_eq!(refused.code, SQLITE_FULL);
        assert_eq!(db.show(c"SELECT count(*) FROM log")?, ["1"]);
        drop(db);
        if cfg!(panic = "unwind") {
            file.borrow_mut().is_broken = true;
            let refused = open().map(drop).unwrap_err();
            println!("    {refused}");
            assert_eq!(refused.code, SQLITE_IOERR);
        }
        assert_eq!(Rc::strong_count(&file), 2, "each handle was dropped");
        Ok(())
    })?
}

#[cfg(test)]
mod tests {
    use std::mem::MaybeUninit;

    use libsqlite3_sys::{
        SQLITE_BUSY, SQLITE_IOERR_SHORT_READ, SQLITE_LOCK_EXCLUSIVE, SQLITE_LOCK_NONE,
        SQLITE_LOCK_RESERVED, SQLITE_LOCK_SHARED,
    };

    use super::super::{File, Vfs};
    use super::{Disk, error};

    // A handler is tested without SQLite, since its methods are ordinary ones.

    #[test]
    fn a_read_past_the_end_is_filled_with_zeros() {
        let mut file = Disk::default().open(None).unwrap();
        file.write(b"abc", 2).unwrap();
        assert_eq!(file.size(), Ok(5));
        let mut bytes = [MaybeUninit::new(7); 4];
        assert_eq!(file.read(&mut bytes, 3), Err(error(SQLITE_IOERR_SHORT_READ)));
        // SAFETY: they were written before the call.
        let bytes = bytes.map(|byte| unsafe { byte.assume_init() });
        assert_eq!(bytes, *b"bc\0\0");
    }

    #[test]
    fn one_writes_or_several_read() {
        let disk = Disk::default();
        let [mut one, mut two] = [(); 2].map(|()| disk.open(Some(c"file")).unwrap());
        let busy = Err(error(SQLITE_BUSY));
        one.lock(SQLITE_LOCK_SHARED).unwrap();
        two.lock(SQLITE_LOCK_SHARED).unwrap();
        one.lock(SQLITE_LOCK_RESERVED).unwrap();
        assert_eq!(two.is_reserved(), Ok(true));
        assert_eq!(two.lock(SQLITE_LOCK_RESERVED), busy);
        assert_eq!(one.lock(SQLITE_LOCK_EXCLUSIVE), busy);
        two.unlock(SQLITE_LOCK_NONE).unwrap();
        one.lock(SQLITE_LOCK_EXCLUSIVE).unwrap();
        assert_eq!(two.lock(SQLITE_LOCK_SHARED), busy);
        one.unlock(SQLITE_LOCK_SHARED).unwrap();
        two.lock(SQLITE_LOCK_SHARED).unwrap();
    }
}
