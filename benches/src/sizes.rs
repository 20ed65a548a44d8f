//! Bytes of code and data, from the symbols and sections of compiled programs.

use std::collections::HashMap;
use std::env;
use std::path::Path;
use std::process::Command;

use crate::cells;
use crate::cells::loops;
use crate::cells::row::Group;
use crate::fallible::Fallible;

/// Returns the bytes of code of the function that C gets, for each cell of each row of calls.
///
/// # Errors
///
/// If `nm` is missing, or does not find the functions of this program.
pub(crate) fn functions() -> Fallible<Vec<(String, Vec<f64>)>> {
    let symbols = symbols(&env::current_exe()?)?;
    let (_, linked) = symbols.get("bench_return").ok_or("this program has no symbols")?;
    let shift = (loops::bench_return as *const ()).addr().wrapping_sub(*linked);
    let by_address: HashMap<usize, usize> =
        symbols.values().map(|(size, address)| (address.wrapping_add(shift), *size)).collect();
    let mut sizes = Vec::new();
    for row in cells::rows().iter().filter(|row| row.group == Group::Calls) {
        let mut bytes = Vec::new();
        for cell in &row.cells {
            cell(&mut |function, _| bytes.extend(by_address.get(&(function as usize)).copied()));
        }
        sizes.push((row.name.clone(), bytes.into_iter().map(float).collect()));
    }
    Ok(sizes)
}

/// Returns the size and the address of each symbol of a program, by its name.
fn symbols(program: &Path) -> Fallible<HashMap<String, (usize, usize)>> {
    let listing = output("nm", &["--print-size", "--defined-only"], program)?;
    let mut symbols = HashMap::new();
    for line in listing.lines() {
        let [address, size, _, name] = line.split(' ').collect::<Vec<_>>()[..] else { continue };
        let number = |digits| usize::from_str_radix(digits, 16);
        symbols.insert(String::from(name), (number(size)?, number(address)?));
    }
    Ok(symbols)
}

/// Returns whether a program has a function with this in its mangled name.
///
/// # Errors
///
/// If `nm` is missing.
#[cfg(feature = "peers")]
pub(crate) fn has_function(program: &Path, name: &str) -> Fallible<bool> {
    Ok(symbols(program)?.keys().any(|symbol| symbol.contains(name)))
}

/// Returns what a slot adds to a program: the bytes in each section that grows, in the programs of this
/// directory.
///
/// # Errors
///
/// If `size` or one of the two programs is missing.
pub(crate) fn slot(programs: &Path) -> Fallible<Vec<(String, Vec<f64>)>> {
    let sections = |name| sections(&programs.join(name));
    let (few, many) = (sections("few-slots")?, sections("many-slots")?);
    let few: HashMap<String, usize> = few.into_iter().collect();
    let growth = many.into_iter().map(|(section, bytes)| {
        let before = few.get(&section).copied().unwrap_or_default();
        (section, float(bytes.saturating_sub(before)) / 496.0)
    });
    // Less than a byte is due to alignment.
    Ok(growth
        .filter(|growth| growth.1 >= 1.0)
        .map(|(section, bytes)| (section, vec![bytes]))
        .collect())
}

/// Returns the bytes of code in all objects of a library.
///
/// # Errors
///
/// If `size` or the library is missing.
pub(crate) fn code(library: &Path) -> Fallible<usize> {
    let code = sections(library)?.into_iter().filter(|(section, _)| section.starts_with(".text"));
    Ok(code.map(|(_, bytes)| bytes).sum())
}

/// Returns the bytes of code and data in all objects of a library, and those of the tables for unwinding.
///
/// # Errors
///
/// If `size` or the library is missing.
pub(crate) fn contents(library: &Path) -> Fallible<[usize; 2]> {
    let sections = sections(library)?;
    let sum = |prefixes: &[&str]| {
        let counted = sections
            .iter()
            .filter(|(section, _)| prefixes.iter().any(|prefix| section.starts_with(prefix)));
        counted.map(|(_, bytes)| bytes).sum()
    };
    Ok([sum(&[".text", ".rodata", ".data", ".bss"]), sum(&[".eh_frame", ".gcc_except_table"])])
}

/// Returns the sections of a program, or of all objects of a library, with their bytes.
fn sections(file: &Path) -> Fallible<Vec<(String, usize)>> {
    let listing = output("size", &["--format=sysv"], file)?;
    let fields = listing.lines().map(|line| line.split_whitespace().collect::<Vec<_>>());
    Ok(fields
        .filter_map(|fields| Some((String::from(*fields.first()?), fields.get(1)?.parse().ok()?)))
        .filter(|(section, _)| section.starts_with('.'))
        .collect())
}

fn output(tool: &str, arguments: &[&str], program: &Path) -> Fallible<String> {
    let output = Command::new(tool)
        .args(arguments)
        .arg(program)
        .output()
        .map_err(|error| format!("{tool}: {error}"))?;
    if !output.status.success() {
        return Err(format!("{tool} {}: {}", program.display(), output.status).into());
    }
    Ok(String::from_utf8(output.stdout)?)
}

#[allow(clippy::cast_precision_loss, reason = "sizes are far below 2^52")]
pub(crate) fn float(bytes: usize) -> f64 {
    bytes as f64
}
