//! A table over a `Vec`, which SQL reads, filters and writes: `CREATE VIRTUAL TABLE stock USING stock`.

use std::cell::{Cell, RefCell};
use std::ffi::{CStr, c_int};
use std::mem;
use std::panic;
use std::rc::Rc;

use libsqlite3_sys::SQLITE_CONSTRAINT;

use crate::db::{Db, Error};
use crate::value::{Value, Values};
use crate::virtual_table::{self, Change, Cursor, Functions, Index, Module, Table};

const COLUMNS: &CStr = c"CREATE TABLE x(name TEXT, amount INTEGER)";
static STOCK: Functions<Warehouse, Stock, Walk> = Functions::of_tables();

/// A row.
#[derive(Clone, Debug, PartialEq)]
struct Item {
    name: String,
    amount: i64,
}

/// The rows. The number of each is its index plus 1.
type Items = Rc<RefCell<Vec<Option<Item>>>>;

/// The module, which the tables of a connection share.
struct Warehouse {
    items: Items,
    /// The number of rows that SQLite has got.
    read: Rc<Cell<usize>>,
}

/// A table.
struct Stock {
    items: Items,
    read: Rc<Cell<usize>>,
    /// The rows before the transaction.
    before: Vec<Option<Item>>,
}

/// A query.
struct Walk {
    items: Items,
    read: Rc<Cell<usize>>,
    wanted: Value,
    at: usize,
}

impl Module<Stock, Walk> for Warehouse {
    fn connect(&mut self) -> Result<(&'static CStr, Stock), Error> {
        let (items, read) = (Rc::clone(&self.items), Rc::clone(&self.read));
        Ok((COLUMNS, Stock { items, read, before: Vec::new() }))
    }
}

impl Table<Walk> for Stock {
    /// The plan is 1 if the query asks for the rows of one name.
    fn best_index(&self, mut index: Index<'_>) -> Result<(), Error> {
        let is_filtered = index.pass(0, 1);
        index.plan(c_int::from(is_filtered), if is_filtered { 1.0 } else { 100.0 });
        Ok(())
    }

    fn open(&self) -> Result<Walk, Error> {
        let (items, read) = (Rc::clone(&self.items), Rc::clone(&self.read));
        Ok(Walk { items, read, wanted: Value::Null, at: 0 })
    }

    fn update(&mut self, change: Change<'_>) -> Result<Option<i64>, Error> {
        let mut items = self.items.borrow_mut();
        let (old, new, columns) = match change {
            Change::Delete { row } => {
                items[index(row)] = None;
                return Ok(None);
            }
            Change::Insert { row: None, columns } => (None, number(items.len()), columns),
            Change::Update { row, new, columns } if row == new => (Some(row), new, columns),
            Change::Insert { .. } | Change::Update { .. } => {
                return Err(Error::new("the table numbers its rows itself"));
            }
        };
        let item = item(columns)?;
        match old {
            Some(row) => items[index(row)] = Some(item),
            None => items.push(Some(item)),
        }
        Ok(Some(new))
    }

    fn begin(&mut self) -> Result<(), Error> {
        self.before.clone_from(&self.items.borrow());
        Ok(())
    }

    fn rollback(&mut self) -> Result<(), Error> {
        *self.items.borrow_mut() = mem::take(&mut self.before);
        Ok(())
    }

    fn disconnect(self) -> Result<(), Error> {
        println!(
            "    (the table ends, with {} rows)",
            self.items.borrow().iter().flatten().count()
        );
        Ok(())
    }
}

/// Returns the number of the row at that index.
fn number(at: usize) -> i64 {
    i64::try_from(at).expect("few rows") + 1
}

fn index(row: i64) -> usize {
    usize::try_from(row - 1).expect("a number that `rowid` gave")
}

fn item(columns: Values<'_>) -> Result<Item, Error> {
    let constraint = |message| Err(Error { code: SQLITE_CONSTRAINT, message });
    match (columns.get(0), columns.get(1)) {
        (Value::Text(name), Value::Integer(amount)) if amount >= 0 => Ok(Item { name, amount }),
        (Value::Text(name), Value::Integer(amount)) => {
            constraint(format!("there cannot be {amount} of `{name}`"))
        }
        _ => constraint("an item has a name and an amount".to_owned()),
    }
}

impl Walk {
    /// Stops at the next row that the query wants, which may be the current one.
    fn skip(&mut self) {
        let items = self.items.borrow();
        let is_wanted = |item: &Option<Item>| match (item, &self.wanted) {
            (Some(item), Value::Text(name)) => item.name == *name,
            (Some(_), _) => true,
            (None, _) => false,
        };
        self.at += items[self.at..].iter().take_while(|item| !is_wanted(item)).count();
        self.read.set(self.read.get() + usize::from(self.at < items.len()));
    }
}

impl Cursor for Walk {
    fn filter(&mut self, plan: c_int, arguments: Values<'_>) -> Result<(), Error> {
        self.at = 0;
        self.wanted = if plan == 1 { arguments.get(0) } else { Value::Null };
        self.skip();
        Ok(())
    }

    fn next(&mut self) -> Result<(), Error> {
        self.at += 1;
        self.skip();
        Ok(())
    }

    fn eof(&self) -> bool {
        self.at >= self.items.borrow().len()
    }

    fn column(&self, column: c_int) -> Result<Value, Error> {
        let items = self.items.borrow();
        let item = items[self.at].as_ref().expect("`skip` stops at rows");
        if column == 1 {
            return Ok(Value::Integer(item.amount));
        }
        if item.name == "a sealed box" {
            // On purpose. `resume_unwind` prints no message.
            panic::resume_unwind(Box::new("nobody has opened it"));
        }
        Ok(Value::Text(item.name.clone()))
    }

    fn rowid(&self) -> Result<i64, Error> {
        Ok(number(self.at))
    }

    fn close(self) -> Result<(), Error> {
        Ok(())
    }
}

/// Reads and writes the rows of a `Vec`, from SQL and from Rust.
pub(crate) fn show(db: &Db) -> Result<(), Error> {
    let pear = Item { name: "pear".to_owned(), amount: 3 };
    let items = Items::new(RefCell::new(vec![Some(pear)]));
    let read = Rc::new(Cell::new(0));
    let module = Warehouse { items: Rc::clone(&items), read: Rc::clone(&read) };
    virtual_table::create(db, c"stock", &STOCK, module)?;
    db.show(c"CREATE VIRTUAL TABLE temp.stock USING stock")?;
    db.show(c"INSERT INTO stock VALUES ('apple', 5), ('plum', 40)")?;
    db.show(c"UPDATE stock SET amount = amount + 1 WHERE name = 'pear'")?;
    let fig = Item { name: "fig".to_owned(), amount: 9 };
    items.borrow_mut().push(Some(fig)); // SQL sees what Rust does, and Rust what SQL does
    let rows = db.show(c"SELECT rowid, * FROM stock ORDER BY name")?;
    assert_eq!(rows, ["2  apple  5", "4  fig  9", "1  pear  4", "3  plum  40"]);
    assert_eq!(items.borrow()[0], Some(Item { name: "pear".to_owned(), amount: 4 }));

    read.set(0);
    assert_eq!(db.show(c"SELECT amount FROM stock WHERE name = 'plum'")?, ["40"]);
    println!("    (of 4 rows, SQLite has got {})", read.get());
    assert_eq!(read.get(), 1);

    println!("\n  errors with a text, and a transaction:");
    let error = db.show(c"UPDATE stock SET amount = amount - 5 WHERE name = 'pear'").unwrap_err();
    let expected = "there cannot be -1 of `pear`".to_owned();
    assert_eq!(error, Error { code: SQLITE_CONSTRAINT, message: expected });
    let error = db.show(c"UPDATE stock SET rowid = 7").unwrap_err();
    assert_eq!(error, Error::new("the table numbers its rows itself"));
    db.show(c"BEGIN")?;
    db.show(c"DELETE FROM stock WHERE amount < 10")?;
    assert_eq!(db.show(c"SELECT name FROM stock")?, ["plum"]);
    db.show(c"ROLLBACK")?;
    assert_eq!(db.show(c"SELECT count(*) FROM stock")?, ["4"]);

    if cfg!(panic = "unwind") {
        show_panic(db)?;
    }
    db.show(c"DROP TABLE stock")?;
    assert_eq!((Rc::strong_count(&items), Rc::strong_count(&read)), (2, 2), "the module has them");
    Ok(())
}

/// A cursor panics: its query fails, and the table still works.
fn show_panic(db: &Db) -> Result<(), Error> {
    println!("\n  a cursor that panics:");
    db.show(c"INSERT INTO stock VALUES ('a sealed box', 1)")?;
    let error = db.show(c"SELECT name FROM stock WHERE amount = 1").unwrap_err();
    assert_eq!(error, Error::new("SQL logic error"));
    db.show(c"DELETE FROM stock WHERE name = 'a sealed box'")?;
    assert_eq!(db.show(c"SELECT count(*) FROM stock")?, ["4"]);
    Ok(())
}
