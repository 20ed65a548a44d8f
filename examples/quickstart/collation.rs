//! A collation: like a function, except when SQLite refuses it.

use std::cmp::Ordering;
use std::ffi::{CStr, c_int, c_void};

use callback_runtime::callback;
use libsqlite3_sys::{SQLITE_MISUSE, SQLITE_UTF8};

use crate::db::{Db, Error};
use crate::function::{End, dropped};
use crate::rows;
use crate::sqlite::{sqlite3_create_collation_v2, sqlite3_create_function_v2};

// int (*xCompare)(void *user, int, const void *, int, const void *);
//
// A comparison cannot fail: after a panic of the closure, all texts compare as equal.
#[callback(
    extern "C" fn(context: *mut c_void, c_int, *const c_void, c_int, *const c_void) -> c_int,
    fallback = 0,
    matches = Option<
        unsafe extern "C" fn(*mut c_void, c_int, *const c_void, c_int, *const c_void) -> c_int,
    >,
)]
pub(crate) type Collation = dyn FnMut(&[u8], &[u8]) -> Ordering;

/// A value that is not one of SQLite's text encodings.
const NO_ENCODING: c_int = 99;

fn collate(
    db: &Db,
    name: &CStr,
    encoding: c_int,
    compare: impl FnMut(&[u8], &[u8]) -> Ordering + 'static,
) -> Result<(), Error> {
    // SAFETY: the closures of this file use no connection, and neither does `End`.
    db.check(unsafe { sqlite3_create_collation_v2(db, name, encoding, compare) })
}

/// The order in which 9 comes before 10: adjacent digits are one number.
fn natural(mut left: &[u8], mut right: &[u8]) -> Ordering {
    while let (Some(l), Some(r)) = (left.first(), right.first()) {
        let order = if l.is_ascii_digit() && r.is_ascii_digit() {
            number(&mut left).cmp(&number(&mut right))
        } else {
            (left, right) = (&left[1..], &right[1..]);
            l.cmp(r)
        };
        if order.is_ne() {
            return order;
        }
    }
    left.len().cmp(&right.len())
}

/// Removes the digits from the front. Returns their number, and the digits without leading zeros.
fn number<'a>(text: &mut &'a [u8]) -> (usize, &'a [u8]) {
    let end = text.iter().position(|byte| !byte.is_ascii_digit()).unwrap_or(text.len());
    let (digits, rest) = text.split_at(end);
    *text = rest;
    let zeros = digits.iter().take_while(|&&digit| digit == b'0').count();
    (end - zeros, &digits[zeros..])
}

/// Sorts the flights, and shows both ways in which SQLite refuses.
pub(crate) fn show(db: &Db) -> Result<(), Error> {
    let end = End::new("the collation `natural_order`, closed together with its connection");
    collate(db, c"natural_order", SQLITE_UTF8, move |left, right| {
        let _ = &end;
        natural(left, right)
    })?;
    let by_bytes = rows::column(db, c"SELECT name FROM flight ORDER BY name")?;
    let natural = rows::column(db, c"SELECT name FROM flight ORDER BY name COLLATE natural_order")?;
    println!("  {:<14}COLLATE natural_order", "ORDER BY name");
    for (left, right) in by_bytes.iter().zip(&natural).take(5) {
        println!("  {left:<14}{right}");
    }
    assert_eq!(by_bytes[..3], ["Apollo 10", "Apollo 11", "Apollo 12"]);
    assert_eq!(natural[..3], ["Apollo 7", "Apollo 8", "Apollo 9"]);
    show_refusals(db);
    Ok(())
}

/// SQLite runs the destroy function if it refuses a function, but not if it refuses a collation.
/// Either way the closure is dropped once, when the call returns.
fn show_refusals(db: &Db) {
    println!("\n  a function of 2000 arguments, where SQLite allows fewer:");
    let before = dropped();
    let end = End::new("the function, which SQLite destroyed");
    let refused = sqlite3_create_function_v2(db, c"many", 2000, SQLITE_UTF8, move |_, _| {
        let _ = &end;
    });
    let refused = db.check(refused);
    let refused = refused.expect_err("no function has 2000 arguments");
    println!("  {refused}");
    assert_eq!(refused.code, SQLITE_MISUSE);
    assert_eq!(dropped(), before + 1);

    println!("\n  a collation for an encoding that does not exist:");
    let end = End::new("the collation, which SQLite left to us");
    let refused = collate(db, c"odd", NO_ENCODING, move |_, _| {
        let _ = &end;
        Ordering::Equal
    });
    let refused = refused.expect_err("the encoding does not exist");
    println!("  {refused}");
    assert_eq!(refused.code, SQLITE_MISUSE);
    assert_eq!(dropped(), before + 2);
}
