//! A walker over an outline, shaped like `FT_Outline_Decompose`: a table of functions, which stop it by a value that
//! is not 0. See `csrc/handlers/outline.c`.

use std::convert::Infallible;
use std::ffi::{c_int, c_long, c_uchar, c_void};
use std::marker::PhantomData;
use std::ops::ControlFlow::{self, Break, Continue};

use callback_runtime::{Fault, callback};
use callback_tests::{listen, message, panic_of};

#[derive(Clone, Copy, Debug, PartialEq)]
#[repr(C)]
struct Vector {
    x: c_long,
    y: c_long,
}

/// A `struct outline`.
#[derive(Clone, Copy)]
#[repr(C)]
struct Outline<'a> {
    count: c_int,
    points: *const Vector,
    tags: *const c_uchar,
    _points: PhantomData<&'a [Vector]>,
}

type ToFn = unsafe extern "C" fn(*const Vector, *mut c_void) -> c_int;

/// A `struct outline_funcs`.
#[repr(C)]
struct OutlineFuncs {
    move_to: Option<ToFn>,
    line_to: Option<ToFn>,
    conic_to: Option<unsafe extern "C" fn(*const Vector, *const Vector, *mut c_void) -> c_int>,
    cubic_to: Option<
        unsafe extern "C" fn(*const Vector, *const Vector, *const Vector, *mut c_void) -> c_int,
    >,
    shift: c_int,
    delta: c_long,
}

unsafe extern "C" {
    fn outline_decompose(outline: &Outline<'_>, funcs: &OutlineFuncs, user: *mut c_void) -> c_int;
}

const CONIC: c_uchar = 0;
const ON: c_uchar = 1;
const CUBIC: c_uchar = 2;
const INVALID_OUTLINE: c_int = 0x14;

/// Draws along an outline.
#[callback(extern "C", ok = 0, err = 1, fallback = 2)]
trait Draw<E> {
    #[callback(fn(to: *const Vector, context: *mut c_void) -> c_int, matches = ToFn)]
    fn move_to(&mut self, to: &Vector) -> Result<(), E>;

    #[callback(fn(to: *const Vector, context: *mut c_void) -> c_int)]
    fn line_to(&mut self, to: &Vector) -> Result<(), E>;

    #[callback(
        fn(control: *const Vector, to: *const Vector, context: *mut c_void) -> c_int,
        err = 3,
    )]
    fn conic_to(&mut self, control: &Vector, to: &Vector) -> Result<(), E>;

    #[callback(
        fn(control1: *const Vector, control2: *const Vector, to: *const Vector, context: *mut c_void) -> c_int,
        err = |_| 4, fallback = 5,
    )]
    fn cubic_to(&mut self, control1: &Vector, control2: &Vector, to: &Vector) -> Result<(), E>;
}

/// The table for a walk.
fn table(functions: DrawFunctions, shift: c_int, delta: c_long) -> OutlineFuncs {
    OutlineFuncs {
        move_to: Some(functions.move_to),
        line_to: Some(functions.line_to),
        conic_to: Some(functions.conic_to),
        cubic_to: Some(functions.cubic_to),
        shift,
        delta,
    }
}

fn walk(outline: Outline<'_>, funcs: &OutlineFuncs, user: *mut c_void) -> c_int {
    // SAFETY: the functions in the table are called in a `scope`, with its user data.
    unsafe { outline_decompose(&outline, funcs, user) }
}

/// Walks with a handler. Returns the result of `scope`, and the one of C.
fn draw<E>(
    outline: Outline<'_>,
    handler: impl Draw<E>,
    (shift, delta): (c_int, c_long),
) -> (Result<c_int, E>, c_int) {
    let mut code = -1;
    let drawn = Draw::new(handler).scope(|functions, user| {
        code = walk(outline, &table(functions, shift, delta), user);
        code
    });
    (drawn, code)
}

/// Two straight lines, two conic curves with an implied point between them, and a cubic one.
const POINTS: [Vector; 9] = [
    Vector { x: 0, y: 0 },
    Vector { x: 8, y: 0 },
    Vector { x: 10, y: 0 },
    Vector { x: 10, y: 4 },
    Vector { x: 8, y: 4 },
    Vector { x: 6, y: 6 },
    Vector { x: 2, y: 6 },
    Vector { x: 0, y: 4 },
    Vector { x: 0, y: 2 },
];
const TAGS: [c_uchar; 9] = [ON, ON, CONIC, CONIC, ON, CUBIC, CUBIC, ON, ON];

fn outline<'a>(points: &'a [Vector], tags: &'a [c_uchar]) -> Outline<'a> {
    assert_eq!(points.len(), tags.len());
    let count = points.len().try_into().unwrap();
    Outline { count, points: points.as_ptr(), tags: tags.as_ptr(), _points: PhantomData }
}

fn shape() -> Outline<'static> {
    outline(&POINTS, &TAGS)
}

/// Writes a path like one of SVG, and fails once it is longer than allowed.
struct Path<'a> {
    path: &'a mut String,
    segments: usize,
}

/// The segment that exceeded the limit.
#[derive(Debug, PartialEq)]
struct TooLong(String);

impl Path<'_> {
    fn add<const N: usize>(&mut self, letter: char, points: [&Vector; N]) -> Result<(), TooLong> {
        let points = points.map(|point| format!("{},{}", point.x, point.y)).join(" ");
        let segment = format!("{letter}{points}");
        self.segments = self.segments.checked_sub(1).ok_or_else(|| TooLong(segment.clone()))?;
        self.path.push_str(&segment);
        Ok(())
    }
}

impl Draw<TooLong> for Path<'_> {
    fn move_to(&mut self, to: &Vector) -> Result<(), TooLong> {
        self.add('M', [to])
    }

    fn line_to(&mut self, to: &Vector) -> Result<(), TooLong> {
        self.add('L', [to])
    }

    fn conic_to(&mut self, control: &Vector, to: &Vector) -> Result<(), TooLong> {
        self.add('Q', [control, to])
    }

    fn cubic_to(
        &mut self,
        control1: &Vector,
        control2: &Vector,
        to: &Vector,
    ) -> Result<(), TooLong> {
        self.add('C', [control1, control2, to])
    }
}

/// The segments of the path.
const SEGMENTS: [&str; 7] =
    ["M0,0", "L8,0", "Q10,0 10,2", "Q10,4 8,4", "C6,6 2,6 0,4", "L0,2", "L0,0"];

#[test]
fn a_handler_draws_along_the_outline() {
    let mut path = String::new();
    let drawn = draw(shape(), Path { path: &mut path, segments: 7 }, (0, 0));
    assert_eq!((drawn, path), ((Ok(0), 0), SEGMENTS.concat()));
}

#[test]
fn the_table_has_values_that_are_no_functions() {
    let mut path = String::new();
    let square = outline(&POINTS[..2], &TAGS[..2]);
    let drawn = draw(square, Path { path: &mut path, segments: 7 }, (6, 2));
    assert_eq!((drawn, path.as_str()), ((Ok(0), 0), "M-2,-2L510,-2L-2,-2"));
}

#[test]
fn an_error_of_any_function_stops_the_walk_and_comes_back() {
    // What C gets from the function that makes the segment.
    let codes = [1, 1, 3, 3, 4, 1, 1];
    for (at, code) in codes.into_iter().enumerate() {
        let mut path = String::new();
        let drawn = draw(shape(), Path { path: &mut path, segments: at }, (0, 0));
        assert_eq!(drawn, (Err(TooLong(SEGMENTS[at].to_owned())), code));
        assert_eq!(path, SEGMENTS[..at].concat());
    }
}

#[test]
fn an_error_of_the_library_is_its_own() {
    let mut path = String::new();
    // A cubic curve has two control points.
    let broken = outline(&POINTS[..3], &[ON, CUBIC, ON]);
    let drawn = draw(broken, Path { path: &mut path, segments: 7 }, (0, 0));
    assert_eq!((drawn, path.as_str()), ((Ok(INVALID_OUTLINE), INVALID_OUTLINE), "M0,0"));
}

/// Panics in one of the functions.
struct Bursts(&'static str);

impl Bursts {
    fn enter(&self, name: &str) {
        assert_ne!(self.0, name, "{name} panics");
    }
}

impl Draw<Infallible> for Bursts {
    fn move_to(&mut self, _: &Vector) -> Result<(), Infallible> {
        self.enter("move_to");
        Ok(())
    }

    fn line_to(&mut self, _: &Vector) -> Result<(), Infallible> {
        self.enter("line_to");
        Ok(())
    }

    fn conic_to(&mut self, _: &Vector, _: &Vector) -> Result<(), Infallible> {
        self.enter("conic_to");
        Ok(())
    }

    fn cubic_to(&mut self, _: &Vector, _: &Vector, _: &Vector) -> Result<(), Infallible> {
        self.enter("cubic_to");
        Ok(())
    }
}

#[test]
fn a_panic_gives_c_the_fallback_of_its_function() {
    const REPORTED: [(&str, &str, c_int); 4] = [
        ("move_to", "Draw::move_to", 2),
        ("line_to", "Draw::line_to", 2),
        ("conic_to", "Draw::conic_to", 2),
        ("cubic_to", "Draw::cubic_to", 5),
    ];
    for (name, reported, fallback) in REPORTED {
        let ear = listen(reported);
        let mut code = -1;
        let payload = panic_of(|| {
            Draw::new(Bursts(name)).scope(|functions, user| {
                code = walk(shape(), &table(functions, 0, 0), user);
            })
        });
        assert!(message(&*payload).contains(name), "{payload:?}");
        assert_eq!((code, ear.faults()), (fallback, vec![Fault::Panicked]));
    }
}

/// Handles only the points on the curve, and stops at one.
#[callback(extern "C", continue = 0, break = 1, fallback = 1)]
trait Visit<B> {
    #[callback(fn(to: *const Vector, context: *mut c_void) -> c_int)]
    fn point(&mut self, to: &Vector) -> ControlFlow<B>;

    #[callback(fn(_: *const Vector, to: *const Vector, context: *mut c_void) -> c_int)]
    fn conic(&mut self, to: &Vector) -> ControlFlow<B> {
        self.point(to)
    }

    #[callback(fn(_: *const Vector, _: *const Vector, to: *const Vector, context: *mut c_void) -> c_int)]
    fn cubic(&mut self, to: &Vector) -> ControlFlow<B> {
        self.point(to)
    }
}

/// Breaks at the first point that is higher, with the number of points before it.
struct Above(c_long, usize);

impl Visit<(usize, Vector)> for Above {
    fn point(&mut self, to: &Vector) -> ControlFlow<(usize, Vector)> {
        if to.y > self.0 {
            return Break((self.1, *to));
        }
        self.1 += 1;
        Continue(())
    }
}

#[test]
fn a_walk_stops_with_a_value() {
    let find = |height| {
        Visit::new(Above(height, 0)).scope(|functions, user| {
            let funcs = OutlineFuncs {
                move_to: Some(functions.point),
                // One function serves two entries.
                line_to: Some(functions.point),
                conic_to: Some(functions.conic),
                cubic_to: Some(functions.cubic),
                shift: 0,
                delta: 0,
            };
            walk(shape(), &funcs, user)
        })
    };
    assert_eq!(find(1), Break((2, Vector { x: 10, y: 2 })));
    assert_eq!(find(3), Break((3, Vector { x: 8, y: 4 })));
    assert_eq!(find(4), Continue(0));
}
