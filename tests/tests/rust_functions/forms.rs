//! The functions that the attribute creates: in tables, with generics, with their own symbols, in `impl`s.

use std::ffi::{CStr, c_char, c_int, c_uint, c_void};
use std::ptr;

use callback_runtime::{FromC, callback};

/// The C part of a cursor. The rest is Rust's.
#[repr(C)]
pub struct RawCursor {
    row: c_int,
}

#[repr(C)]
struct Cursor<T> {
    raw: RawCursor,
    table: T,
}

impl<T> FromC<*mut RawCursor> for &mut Cursor<T> {
    unsafe fn from_c(raw: *mut RawCursor) -> Option<Self> {
        // SAFETY: the caller's promise. A table of `Cursor<T>` gets no other cursors.
        unsafe { raw.cast::<Cursor<T>>().as_mut() }
    }
}

trait Table {
    const LENGTH: c_int;
    fn value(&self, row: c_int) -> Result<c_int, c_int>;
}

struct Squares;

impl Table for Squares {
    const LENGTH: c_int = 3;

    fn value(&self, row: c_int) -> Result<c_int, c_int> {
        Ok(row * row)
    }
}

struct Words(Vec<String>);

impl Table for Words {
    const LENGTH: c_int = 2;

    fn value(&self, row: c_int) -> Result<c_int, c_int> {
        let word = usize::try_from(row).ok().and_then(|row| self.0.get(row));
        word.and_then(|word| word.len().try_into().ok()).ok_or(404)
    }
}

#[callback(extern "C" fn(*mut RawCursor) -> c_int, ok = 0, err = |code| *code, fallback = -1)]
fn next<T: Table>(cursor: &mut Cursor<T>) -> Result<(), c_int> {
    cursor.raw.row = cursor.raw.row.checked_add(1).ok_or(500)?;
    Ok(())
}

#[callback(extern "C" fn(*mut RawCursor) -> bool, fallback = true)]
fn is_at_end<T: Table>(cursor: &mut Cursor<T>) -> bool {
    cursor.raw.row >= T::LENGTH
}

#[callback(
    extern "C" fn(*mut RawCursor, _value: *mut c_int) -> c_int,
    // SAFETY: C passes a place for the value.
    ok = |value| { unsafe { *_value = value }; 0 },
    err = |code| *code,
    fallback = -1,
)]
fn column<T: Table>(cursor: &mut Cursor<T>) -> Result<c_int, c_int> {
    cursor.table.value(cursor.raw.row)
}

/// A virtual table, as SQLite has it.
#[repr(C)]
struct Module {
    version: c_int,
    next: Option<unsafe extern "C" fn(*mut RawCursor) -> c_int>,
    is_at_end: Option<unsafe extern "C" fn(*mut RawCursor) -> bool>,
    column: Option<unsafe extern "C" fn(*mut RawCursor, *mut c_int) -> c_int>,
    reserved: Option<unsafe extern "C" fn()>,
}

const EMPTY: Module =
    Module { version: 1, next: None, is_at_end: None, column: None, reserved: None };

static SQUARES: Module = Module {
    next: Some(next::<Squares>),
    is_at_end: Some(is_at_end::<Squares>),
    column: Some(column::<Squares>),
    ..EMPTY
};

const fn module<T: Table>() -> Module {
    Module {
        next: Some(next::<T>),
        is_at_end: Some(is_at_end::<T>),
        column: Some(column::<T>),
        ..EMPTY
    }
}

/// Reads a table as the C library does.
///
/// # Safety
///
/// - The cursor is one of the module's, and nothing else uses it.
unsafe fn read(module: &Module, cursor: *mut RawCursor) -> Vec<Result<c_int, c_int>> {
    let (next, is_at_end, column) =
        (module.next.unwrap(), module.is_at_end.unwrap(), module.column.unwrap());
    let mut rows = Vec::new();
    // SAFETY: the caller's promise.
    while !unsafe { is_at_end(cursor) } {
        let mut value = 0;
        // SAFETY: as above.
        let code = unsafe { column(cursor, &raw mut value) };
        rows.push(if code == 0 { Ok(value) } else { Err(code) });
        // SAFETY: as above.
        assert_eq!(unsafe { next(cursor) }, 0);
    }
    rows
}

#[test]
fn functions_fill_a_static_table_for_each_type() {
    assert_eq!((SQUARES.version, SQUARES.reserved.is_none()), (1, true));
    let mut cursor = Cursor { raw: RawCursor { row: 0 }, table: Squares };
    // SAFETY: the cursor is one of squares.
    let rows = unsafe { read(&SQUARES, (&raw mut cursor).cast()) };
    assert_eq!(rows, [Ok(0), Ok(1), Ok(4)]);
    let words = vec![String::from("seven"), String::from("it")];
    let mut cursor = Cursor { raw: RawCursor { row: 0 }, table: Words(words) };
    // SAFETY: the cursor is one of words.
    let rows = unsafe { read(&const { module::<Words>() }, (&raw mut cursor).cast()) };
    assert_eq!(rows, [Ok(5), Ok(2)]);
    cursor.raw.row = -1;
    // SAFETY: as above.
    let rows = unsafe { read(&const { module::<Words>() }, (&raw mut cursor).cast()) };
    assert_eq!(rows, [Err(404), Ok(5), Ok(2)]);
}

/// Adds, for C.
#[callback(extern "C")]
#[unsafe(no_mangle)]
pub fn callback_tests_plugin_entry(context: c_int) {
    ENTERED.with(|entered| entered.set(entered.get() + context));
}

thread_local! {
    static ENTERED: std::cell::Cell<c_int> = const { std::cell::Cell::new(0) };
}

mod as_c_sees_it {
    use std::ffi::c_int;

    unsafe extern "C" {
        pub(super) fn callback_tests_plugin_entry(version: c_int);
    }
}

#[test]
fn a_function_has_its_symbol_and_a_parameter_that_is_named_context() {
    // SAFETY: the function is the one above, and takes any number.
    unsafe { as_c_sees_it::callback_tests_plugin_entry(40) };
    // SAFETY: as above.
    unsafe { callback_tests_plugin_entry(2) };
    assert_eq!(ENTERED.get(), 42);
}

struct Plugin {
    name: &'static CStr,
}

impl Plugin {
    /// Returns the name.
    #[callback(extern "C" fn(*const Plugin) -> *const c_char, fallback = ptr::null())]
    fn name(plugin: &Plugin) -> *const c_char {
        plugin.name.as_ptr()
    }

    #[callback(extern "C" fn(*const Plugin, c_int) -> c_int, fallback = -1)]
    #[inline]
    fn depth(plugin: &Plugin, n: c_int) -> c_int {
        // SAFETY: in here, the name is that of C's function, which gets the same plugin.
        if n == 0 { 0 } else { 1 + unsafe { Plugin::depth(plugin, n - 1) } }
    }
}

#[test]
fn a_function_in_an_impl_can_call_itself_as_c_does() {
    let plugin = Plugin { name: c"squares" };
    // SAFETY: the plugin is alive.
    let name = unsafe { Plugin::name(&raw const plugin) };
    assert_eq!(name, plugin.name.as_ptr());
    // SAFETY: the plugin is alive.
    assert_eq!(unsafe { Plugin::depth(&raw const plugin, 5) }, 5);
}

struct Ends {
    first: c_int,
    last: c_int,
}

impl FromC<(*const c_int, c_uint)> for Ends {
    unsafe fn from_c(raw: (*const c_int, c_uint)) -> Option<Self> {
        // SAFETY: the caller's promise.
        let items: &[c_int] = unsafe { FromC::from_c(raw) }?;
        Some(Self { first: *items.first()?, last: *items.last()? })
    }
}

#[callback(
    extern "C" fn(_code: c_int, *const c_char, (*const c_int, c_uint), _: usize, i8, bool) -> c_int,
    fallback = -_code, matches = Everything,
)]
unsafe fn everything(
    mut text: Option<&CStr>,
    Ends { first, last }: Ends,
    #[allow(unused_variables, reason = "the attribute is kept")] small: i8,
    (true | false): bool,
) -> c_int {
    let length = text.take().map_or(0, |text| text.to_bytes().len().try_into().unwrap());
    first * 100 + last * 10 + length
}

type Everything = Option<
    unsafe extern "C" fn(c_int, *const c_char, *const c_int, c_uint, usize, i8, bool) -> c_int,
>;

#[test]
fn parameters_are_converted_and_matched_by_patterns() {
    let items = [3, 4, 5];
    let call = |text: *const c_char, length| {
        // SAFETY: there are so many items, and the text ends in a NUL.
        unsafe { everything(9, text, items.as_ptr(), length, 0, 1, true) }
    };
    assert_eq!(call(c"ab".as_ptr(), 3), 352);
    assert_eq!(call(ptr::null(), 2), 340);
    let ear = callback_tests::listen("everything");
    assert_eq!(call(ptr::null(), 0), -9);
    assert_eq!(ear.faults(), [callback_runtime::Fault::InvalidArgument]);
}

macro_rules! numbers {
    ($($number:ident)*) => {
        #[callback(extern "system" fn($($number: c_int),*) -> c_int, fallback = 0)]
        fn sum($($number: c_int),*) -> c_int {
            0 $(+ $number)*
        }
    };
}

numbers! { a b c d e f g h i j k l m n o p }

#[test]
fn a_function_may_have_more_parameters_than_a_tuple_has_traits() {
    // SAFETY: the function takes any numbers.
    assert_eq!(unsafe { sum(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16) }, 136);
}

#[callback(extern "C" fn(*const c_void) -> *const c_int, fallback = ptr::null())]
fn borrowed<'a>(pair: &'a (c_int, c_int)) -> &'a c_int {
    &pair.1
}

#[callback(extern "C" fn(*const T, *const T) -> c_int, fallback = 0)]
fn compare<'a, T, const DOWN: bool>(left: &'a T, right: &'a T) -> std::cmp::Ordering
where
    T: Ord + 'a,
{
    if DOWN { right.cmp(left) } else { left.cmp(right) }
}

#[test]
fn references_are_returned_and_generics_chosen() {
    let pair = (1, 2);
    // SAFETY: the pair is alive.
    assert_eq!(unsafe { borrowed((&raw const pair).cast()) }, &raw const pair.1);
    // SAFETY: both values are alive.
    assert_eq!(unsafe { compare::<_, false>(&raw const pair.0, &raw const pair.1) }, -1);
    // SAFETY: as above.
    assert_eq!(unsafe { compare::<_, true>(&raw const pair.0, &raw const pair.1) }, 1);
}
