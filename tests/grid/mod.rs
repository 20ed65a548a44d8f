//! The grid of signatures, J1 and J2 of the acceptance cases: one description, from which the build script
//! generates the C side and the Rust side.
//!
//! The grid has all signatures of up to three parameters over `int`, `float`, `double`, pointers, and structs
//! of one to three of those. The result is void or the first parameter. The context is in each place. All
//! parameters are in registers, as far as these suffice, or all on the stack. Of the signatures that also have
//! narrow integers and `bool`, the grid has a part.

mod c;
mod rust;

use std::fs;
use std::path::{Path, PathBuf};

/// The scalars: the name in Rust, the name in C, and how to make the bits of a value from a number in which
/// each bit depends on the place.
pub(crate) const SCALARS: [(char, &str, &str); 9] = [
    ('i', "i32", "int32_t"),
    ('f', "f32", "float"),
    ('d', "f64", "double"),
    ('p', "Pointer", "pointer"),
    ('b', "i8", "int8_t"),
    ('a', "u8", "uint8_t"),
    ('h', "i16", "int16_t"),
    ('g', "u16", "uint16_t"),
    ('z', "bool", "bool"),
];

/// The number of values of each scalar: as many as three structs have fields.
pub(crate) const VALUES: usize = 9;

/// The fields of a struct, by letter.
const FIELDS: [char; 4] = ['i', 'f', 'd', 'p'];

/// Where the context is.
#[derive(Clone, Copy, PartialEq)]
pub(crate) enum Place {
    First,
    Middle,
    Last,
}

/// One function, and the callback that it calls.
pub(crate) struct Signature {
    /// The parameters, each a letter for a scalar, or `s` and the letters of a struct.
    pub(crate) parameters: Vec<String>,
    pub(crate) returns_first: bool,
    pub(crate) place: Place,
    /// Whether eight integers and eight floating-point numbers come first, which use up the registers.
    pub(crate) spilled: bool,
}

impl Signature {
    /// Returns a unique name.
    pub(crate) fn name(&self) -> String {
        let case = if self.spilled { "s" } else { "f" };
        let returns = if self.returns_first { "r" } else { "v" };
        let place = match self.place {
            Place::First => "first",
            Place::Middle => "middle",
            Place::Last => "last",
        };
        format!("grid_{case}_{returns}_{place}_{}", self.parameters.join("_"))
    }

    /// Returns the group, which is a file in C and a test in Rust.
    pub(crate) fn group(&self) -> String {
        let case = if self.spilled { "j2_spilled" } else { "j1" };
        let returns = if self.returns_first { "first" } else { "void" };
        let narrow = self.parameters.iter().any(|letters| is_narrow(letters));
        format!("{case}_returns_{returns}{}", if narrow { "_narrow" } else { "" })
    }

    /// Returns the place of the context among the parameters, unless it is before those that are spilled.
    pub(crate) fn context(&self) -> Option<usize> {
        match self.place {
            Place::First if self.spilled => None,
            Place::First => Some(0),
            Place::Middle => Some(self.parameters.len() / 2),
            Place::Last => Some(self.parameters.len()),
        }
    }
}

fn is_narrow(letters: &str) -> bool {
    letters.len() == 1 && !letters.starts_with(FIELDS)
}

/// The structs of one to three fields, by letters.
pub(crate) fn structs() -> Vec<String> {
    let mut all = vec![String::from("s")];
    for start in [0, 1, 5] {
        for at in start..all.len() {
            all.extend(FIELDS.map(|field| format!("{}{field}", all[at])));
        }
    }
    all.remove(0);
    all
}

/// Returns all signatures.
pub(crate) fn signatures() -> Vec<Signature> {
    let mut shapes: Vec<Vec<char>> = vec![Vec::new()];
    for _ in 0..3 {
        let longest = shapes.iter().map(Vec::len).max().unwrap();
        let longer: Vec<_> =
            shapes.iter().filter(|shape| shape.len() == longest).cloned().collect();
        for shape in longer {
            shapes.extend("ifdpsnz".chars().map(|kind| [&shape[..], &[kind]].concat()));
        }
    }
    let structs = structs();
    let (mut structs, mut narrow) = (structs.iter().cycle(), "baghz".chars().cycle());
    let mut all = Vec::new();
    for (number, shape) in shapes.iter().enumerate() {
        for variant in 0..12 {
            // Narrow types are in two variants of twelve, but equally often in each of these.
            let is_narrow = shape.iter().any(|kind| "nz".contains(*kind));
            if is_narrow && variant % 6 != number % 6 {
                continue;
            }
            let place = [Place::First, Place::Middle, Place::Last][variant / 4];
            let (returns_first, spilled) = (variant % 2 == 1, variant / 2 % 2 == 1);
            let same = match (shape.len(), place) {
                (0, Place::Middle) => true,
                (0, Place::First) | (1, Place::Middle) => !spilled,
                _ => false,
            };
            if same || shape.is_empty() && returns_first {
                continue;
            }
            let parameters = shape.iter().map(|kind| match kind {
                's' => structs.next().unwrap().clone(),
                'n' => narrow.find(|letter| *letter != 'z').unwrap().to_string(),
                scalar => scalar.to_string(),
            });
            all.push(Signature { parameters: parameters.collect(), returns_first, place, spilled });
        }
    }
    all
}

/// Returns the bits of a value of a scalar, from the lowest ones.
pub(crate) fn bits(letter: char, at: usize) -> u64 {
    let seed =
        (at as u64 + 1).wrapping_mul(0x9e37_79b9_7f4a_7c15) ^ u64::from(u32::from(letter)) << 40;
    let mixed = seed ^ seed >> 29;
    match letter {
        // Numbers that are neither subnormal nor too large, and use all bits of the significand.
        'f' => mixed & 0x80ff_ffff | 0x3f00_0000,
        'd' => mixed & 0x800f_ffff_ffff_ffff | 0x3fe0_0000_0000_0000,
        'p' => mixed & 0xffff_fff0,
        'z' => 1 - at as u64 % 2,
        _ => mixed,
    }
}

/// Writes both sides. Returns the C files.
pub(crate) fn write(directory: &Path) -> Vec<PathBuf> {
    let signatures = signatures();
    fs::write(directory.join("grid.rs"), rust::file(&signatures)).unwrap();
    fs::write(directory.join("grid.h"), c::header()).unwrap();
    let mut groups: Vec<_> = signatures.iter().map(Signature::group).collect();
    groups.sort();
    groups.dedup();
    let files = groups.into_iter().map(|group| {
        let path = directory.join(format!("grid_{group}.c"));
        fs::write(&path, c::file(signatures.iter().filter(|it| it.group() == group))).unwrap();
        path
    });
    files.collect()
}
