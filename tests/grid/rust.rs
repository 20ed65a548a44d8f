//! The Rust side: the calls of macros that `tests/grid/main.rs` has.

use std::fmt::Write;

use super::{SCALARS, Signature, VALUES, bits, structs};

/// One of that many signatures is handed over in each lifetime. A prime number, so that all kinds of signatures
/// are among them.
const SAMPLE: usize = 61;

fn ty(letters: &str) -> String {
    match letters.strip_prefix('s') {
        Some(_) => letters[..1].to_uppercase() + &letters[1..],
        None => SCALARS.iter().find(|(it, ..)| letters.starts_with(*it)).unwrap().1.to_owned(),
    }
}

pub(crate) fn file(signatures: &[Signature]) -> String {
    let mut text = String::from("// Made by tests/grid.\n");
    for (letter, name, _) in SCALARS {
        let values = (0..VALUES).map(|at| format!("0x{:x}", bits(letter, at)));
        let values = values.collect::<Vec<_>>().join(", ");
        writeln!(text, "scalar! {{ {name} {values} }}").unwrap();
    }
    for name in structs() {
        let fields = name.chars().skip(1).enumerate();
        let fields = fields.map(|(at, letter)| {
            format!("{}: {} {at}", ["a", "b", "c"][at], ty(&letter.to_string()))
        });
        let fields = fields.collect::<Vec<_>>().join(", ");
        writeln!(text, "structure! {{ {} {{ {fields} }} }}", ty(&name)).unwrap();
    }
    let mut groups: Vec<_> = signatures.iter().map(Signature::group).collect();
    groups.sort();
    groups.dedup();
    for group in groups {
        let members = signatures.iter().filter(|it| it.group() == group);
        text += &test(&group, "signature", members);
    }
    for (spilled, case) in [(false, "j1"), (true, "j2")] {
        for lifetime in ["once", "notified", "register", "forever"] {
            let members = signatures.iter().filter(|it| it.spilled == spilled).step_by(SAMPLE);
            text += &test(&format!("{case}_{lifetime}"), lifetime, members);
        }
    }
    text
}

/// A test of some signatures.
fn test<'a>(test: &str, call: &str, members: impl Iterator<Item = &'a Signature>) -> String {
    let (names, calls): (Vec<_>, Vec<_>) =
        members.map(|it| (it.name(), signature(it, call))).unzip();
    let (names, calls) = (names.join(", "), calls.concat());
    format!(
        "mod {test} {{\n    use super::*;\n\n{calls}\n    #[test]\n    fn {test}() {{\n        \
         run(&[{names}]);\n    }}\n}}\n\n"
    )
}

/// One call of a macro: what is passed, with the places of the values, in the order of the prototype.
fn signature(it: &Signature, name: &str) -> String {
    let mut prototype = Vec::new();
    let mut arguments = Vec::new();
    let names = ["x", "y", "z"];
    for (at, letters) in it.parameters.iter().enumerate() {
        prototype.push(ty(letters));
        arguments.push(format!("{}: {} = {at}", names[at], ty(letters)));
    }
    let context = String::from("context: Pointer");
    let before = match it.context() {
        Some(at) => {
            prototype.insert(at, context);
            String::new()
        }
        None => context + ",",
    };
    let (returns, result) =
        if it.returns_first { (ty(&it.parameters[0]), "x") } else { (String::from("()"), "()") };
    format!(
        "    {name}! {{ {} {} [{before}] [{}] [{}] {returns}, {result} }}\n",
        it.name(),
        if it.spilled { "spilled" } else { "registers" },
        prototype.join(", "),
        arguments.join(", "),
    )
}
