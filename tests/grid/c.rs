//! The C side: functions that call back with known values, and return the result.

use std::fmt::Write;

use super::{SCALARS, Signature, VALUES, bits, structs};

/// Writes the types and the values.
pub(crate) fn header() -> String {
    let mut text = String::from(
        "/* Made by tests/grid. */\n#include <stdbool.h>\n#include <stdint.h>\n\
         typedef void *pointer;\n",
    );
    for (letter, _, ty) in SCALARS {
        let bits = |at| match letter {
            'p' => format!("(void *)(uintptr_t)0x{:x}u", bits(letter, at)),
            'z' => bits(letter, at).to_string(),
            // By a union, to keep all bits.
            'd' => format!("UINT64_C(0x{:x})", bits(letter, at)),
            'f' => format!("UINT32_C(0x{:x})", bits(letter, at) & 0xffff_ffff),
            'a' | 'b' => format!("({ty})0x{:x}", bits(letter, at) & 0xff),
            'g' | 'h' => format!("({ty})0x{:x}", bits(letter, at) & 0xffff),
            _ => format!("({ty})UINT32_C(0x{:x})", bits(letter, at) & 0xffff_ffff),
        };
        let values: Vec<_> = (0..VALUES).map(bits).collect();
        let bits = match letter {
            'f' => "uint32_t",
            'd' => "uint64_t",
            _ => ty,
        };
        let (values, value) = (values.join(" }, { "), format!("union value_{letter}"));
        writeln!(text, "{value} {{ {bits} bits; {ty} it; }};").unwrap();
        writeln!(text, "static const {value} values_{letter}[] = {{ {{ {values} }} }};").unwrap();
    }
    for name in structs() {
        let fields = name.chars().skip(1).zip("abc".chars());
        let fields = fields.map(|(letter, field)| format!("{} {field};", scalar(letter)));
        let fields = fields.collect::<Vec<_>>().join(" ");
        writeln!(text, "typedef struct {{ {fields} }} {name};").unwrap();
    }
    text
}

fn scalar(letter: char) -> &'static str {
    SCALARS.iter().find(|(it, ..)| *it == letter).unwrap().2
}

fn ty(letters: &str) -> &str {
    match letters.chars().next() {
        Some('s') => letters,
        Some(letter) => scalar(letter),
        None => unreachable!(),
    }
}

/// Returns the value of a parameter at a place.
fn value(letters: &str, at: usize) -> String {
    let of = |(field, letter)| format!("values_{letter}[{}].it", 3 * at + field);
    match letters.strip_prefix('s') {
        Some(fields) => {
            let fields = fields.chars().enumerate().map(of).collect::<Vec<_>>();
            format!("({letters}){{ {} }}", fields.join(", "))
        }
        None => of((0, letters.chars().next().unwrap())),
    }
}

/// Writes the functions of a group.
pub(crate) fn file<'a>(signatures: impl Iterator<Item = &'a Signature>) -> String {
    let mut text = String::from("#include \"grid.h\"\n");
    for it in signatures {
        let parameters = it.parameters.iter().map(|letters| ty(letters).to_owned());
        let arguments = it.parameters.iter().enumerate().map(|(at, letters)| value(letters, at));
        let (mut types, mut values): (Vec<_>, Vec<_>) = parameters.zip(arguments).unzip();
        let context = it.context();
        if let Some(at) = context {
            types.insert(at, "void *".to_owned());
            values.insert(at, "user".to_owned());
        }
        if it.spilled {
            let numbers = (1..9).map(|at| at.to_string()).chain((1..9).map(|at| format!("{at}.5")));
            values.splice(0..0, numbers);
            types.splice(
                0..0,
                [["int64_t"; 8], ["double"; 8]].concat().into_iter().map(str::to_owned),
            );
        }
        if context.is_none() {
            types.insert(0, "void *".to_owned());
            values.insert(0, "user".to_owned());
        }
        let returns = if it.returns_first { ty(&it.parameters[0]) } else { "void" };
        let keyword = if it.returns_first { "return " } else { "" };
        let (name, types, values) = (it.name(), types.join(", "), values.join(", "));
        writeln!(text, "{returns} {name}({returns} (*f)({types}), void *user)").unwrap();
        writeln!(text, "{{\n    {keyword}f({values});\n}}").unwrap();
    }
    text
}
