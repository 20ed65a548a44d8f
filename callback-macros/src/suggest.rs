//! "Did you mean": the word that a misspelled one is closest to.

/// Words of other languages and libraries, each with the word that is used here.
const SYNONYMS: [(&str, &str); 9] = [
    ("WINAPI", "system"),
    ("CALLBACK", "system"),
    ("APIENTRY", "system"),
    ("winapi", "system"),
    ("callback", "system"),
    ("error", "err"),
    ("default", "fallback"),
    ("user_data", "context"),
    ("userdata", "context"),
];

/// Returns the one of `known` that `word` is most likely meant to be.
pub(crate) fn suggest<'a>(word: &str, known: &[&'a str]) -> Option<&'a str> {
    let synonym = SYNONYMS.iter().find(|(other, _)| *other == word).map(|(_, meant)| *meant);
    if let Some(meant) = known.iter().find(|name| Some(**name) == synonym) {
        return Some(meant);
    }
    let (distance, closest) = known.iter().map(|name| (distance(word, name), *name)).min()?;
    // In a word of four letters, one may be wrong; in a longer one, a third of them.
    (distance * 3 <= word.len().max(3)).then_some(closest)
}

/// Returns how many letters have to be added, removed or changed, whatever their case.
fn distance(one: &str, other: &str) -> usize {
    let (one, other) = (one.to_lowercase(), other.to_lowercase());
    let mut row: Vec<usize> = (0..=other.chars().count()).collect();
    for (at, a) in one.chars().enumerate() {
        let mut diagonal = row[0];
        row[0] = at + 1;
        for (b_at, b) in other.chars().enumerate() {
            let changed = diagonal + usize::from(a != b);
            diagonal = row[b_at + 1];
            row[b_at + 1] = changed.min(diagonal + 1).min(row[b_at] + 1);
        }
    }
    row[row.len() - 1]
}

#[cfg(test)]
mod tests {
    use super::suggest;

    #[test]
    fn a_misspelled_word_is_recognized() {
        const KEYS: [&str; 5] = ["break", "context", "err", "fallback", "ok"];
        for (word, meant) in [
            ("falback", Some("fallback")),
            ("fallbak", Some("fallback")),
            ("Fallback", Some("fallback")),
            ("kontext", Some("context")),
            ("error", Some("err")),
            ("errr", Some("err")),
            ("userdata", Some("context")),
            ("a", None),
            ("matches_all", None),
            ("is", None),
        ] {
            assert_eq!(suggest(word, &KEYS), meant, "{word}");
        }
    }

    #[test]
    fn a_convention_of_windows_is_recognized() {
        const CONVENTIONS: [&str; 4] = ["C", "cdecl", "stdcall", "system"];
        for (word, meant) in [
            ("c", Some("C")),
            ("WINAPI", Some("system")),
            ("stdcal", Some("stdcall")),
            ("System", Some("system")),
            ("Rust", None),
            ("vectorcall", None),
        ] {
            assert_eq!(suggest(word, &CONVENTIONS), meant, "{word}");
        }
    }
}
