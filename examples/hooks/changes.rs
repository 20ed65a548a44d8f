//! An update hook, called for each row: replaced and dropped, even by itself.

use std::cell::{Cell, RefCell};
use std::convert::Infallible;
use std::rc::Rc;

use libsqlite3_sys::SQLITE_MISUSE;

use crate::db::{Db, Error};
use crate::end::{End, dropped};
use crate::hooks::{self, Commit, Hook, Update};

/// The place where a hook finds its own registration. Until it is taken out, the two keep each other alive.
type Kept<C> = Rc<RefCell<Option<Hook<C>>>>;

/// Shows a hook and its successor, twice, so that each of them ends first once.
pub(crate) fn show(db: &Rc<Db>) -> Result<(), Error> {
    let end = End::of("the hook that shows changes");
    let first = hooks::on_update(db, move |operation, database, table, row| {
        let _ = &end;
        let (database, table) = (database.to_string_lossy(), table.to_string_lossy());
        println!("  {operation:?} in {database}.{table}, row {row}");
    });
    db.run(c"INSERT INTO account VALUES ('Anne', 50)")?;
    db.run(c"UPDATE account SET cents = cents + 5 WHERE owner IN ('Ada', 'Anne')")?;
    db.run(c"DELETE FROM account WHERE owner = 'Anne'")?;

    println!("\n  a second hook takes its place, and only then the first is dropped:");
    let (count, counted) = (Rc::new(Cell::new(0)), Rc::new(Cell::new(0)));
    let own = Rc::clone(&count);
    let second = hooks::on_update(db, move |_, _, _, _| own.set(own.get() + 1));
    // SQLite has the second hook now. The end of the first one must not remove it.
    drop(first);
    assert_eq!(dropped(), 1);
    db.run(c"UPDATE account SET cents = cents - 5 WHERE owner = 'Ada'")?;
    println!("  the second hook has counted {} change", count.get());
    assert_eq!(count.get(), 1);

    println!("\n  a third one, dropped before the second:");
    let own = Rc::clone(&counted);
    let third = hooks::on_update(db, move |_, _, _, _| own.set(own.get() + 1));
    db.run(c"UPDATE account SET cents = cents WHERE owner = 'Ada'")?;
    drop(third);
    db.run(c"UPDATE account SET cents = cents WHERE owner = 'Ada'")?;
    println!("  the second has counted {}, the third {}", count.get(), counted.get());
    // The third one did not put the second one back: SQLite has no hook then.
    assert_eq!((count.get(), counted.get()), (1, 1));
    drop(second);
    Ok(())
}

/// Shows what a hook may do to hooks during the statement that called it.
pub(crate) fn show_inside(db: &Rc<Db>) -> Result<(), Error> {
    println!("  a hook that drops itself at the first of three rows:");
    let kept = Kept::<Update>::default();
    let (end, own) = (End::of("the hook, now that its call has returned"), Rc::clone(&kept));
    let before = dropped();
    let hook = hooks::on_update(db, move |_, _, _, row| {
        drop(own.take());
        println!("  row {row}, and no more");
        let _ = &end;
        assert_eq!(dropped(), before, "its captures outlive its call");
    });
    kept.replace(Some(hook));
    db.run(c"UPDATE account SET cents = cents + 1")?;
    assert_eq!((dropped(), Rc::strong_count(&kept)), (before + 1, 1));

    println!("\n  a hook that is replaced at the first of three rows, by itself:");
    let kept = Kept::<Update>::default();
    let (weak, own) = (Rc::downgrade(db), Rc::clone(&kept));
    let hook = hooks::on_update(db, move |_, _, _, row| {
        println!("  row {row} for the first");
        let db = weak.upgrade().expect("it is running a statement");
        let next = hooks::on_update(&db, |_, _, _, row| println!("  row {row} for the second"));
        // The first one ends here. SQLite keeps the second one.
        own.replace(Some(next));
    });
    kept.replace(Some(hook));
    db.run(c"UPDATE account SET cents = cents - 1")?;
    drop(kept.take());

    println!("\n  an update hook that registers a commit hook for each transaction:");
    let (weak, rows) = (Rc::downgrade(db), Rc::new(Cell::new(0)));
    let report = Kept::<Commit<Infallible>>::default();
    let hook = hooks::on_update(db, move |_, _, _, _| {
        rows.set(rows.get() + 1);
        if rows.get() > 1 {
            return;
        }
        let db = weak.upgrade().expect("it is running a statement");
        let refused = db.run(c"SELECT 1").expect_err("a hook cannot run statements");
        assert_eq!(refused.code, SQLITE_MISUSE);
        let (rows, own) = (Rc::clone(&rows), Rc::clone(&report));
        let next = hooks::on_commit(&db, move || {
            println!("  commit: {} rows", rows.replace(0));
            drop(own.take());
            Ok(())
        });
        report.replace(Some(next));
    });
    db.run(c"UPDATE account SET cents = cents + 1")?;
    db.run(c"BEGIN; UPDATE account SET cents = cents - 2; UPDATE account SET cents = cents + 1")?;
    db.run(c"COMMIT")?;
    assert!(db.update.get() == hook.context() && db.commit.get().is_null());
    Ok(())
}
