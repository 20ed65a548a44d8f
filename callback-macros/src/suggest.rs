//! The suggestions of "did you mean": the known word that is closest to a misspelled one.

/// Words here, each with the words that other languages and libraries use for the same thing.
const SYNONYMS: [(&str, &[&str]); 8] = [
    ("system", &["WINAPI", "CALLBACK", "APIENTRY", "winapi", "callback", "NTAPI"]),
    ("context", &["user_data", "userdata", "user", "data", "ctx", "opaque", "cookie"]),
    ("none", &["null", "NULL", "nil", "nothing", "no"]),
    ("fallback", &["default", "on_panic", "panic", "otherwise", "or"]),
    ("err", &["error", "on_error", "failure"]),
    ("ok", &["success", "on_ok"]),
    ("break", &["stop", "on_break"]),
    ("matches", &["typedef", "type", "same_as"]),
];

/// Returns the one of `known` that `word` is most likely meant to be.
pub(crate) fn suggest<'a>(word: &str, known: &[&'a str]) -> Option<&'a str> {
    if let Some(meant) = synonym(word, known) {
        return Some(meant);
    }
    let (distance, closest) = known.iter().map(|name| (distance(word, name), *name)).min()?;
    // One letter in three may be wrong, or one in a shorter word.
    (distance * 3 <= word.len().max(3)).then_some(closest)
}

/// Returns the one of `known` that another language or library calls `word`.
pub(crate) fn synonym<'a>(word: &str, known: &[&'a str]) -> Option<&'a str> {
    let (meant, _) = SYNONYMS.iter().find(|(_, others)| others.contains(&word))?;
    known.iter().copied().find(|name| name == meant)
}

/// Returns the number of letters that have to be added, removed or changed, ignoring case. Two swapped
/// letters count once.
fn distance(one: &str, other: &str) -> usize {
    let one: Vec<char> = one.to_lowercase().chars().collect();
    let other: Vec<char> = other.to_lowercase().chars().collect();
    if one != other && sorted(&one) == sorted(&other) {
        return 1;
    }
    let mut row: Vec<usize> = (0..=other.len()).collect();
    for (at, a) in one.iter().enumerate() {
        let mut diagonal = row[0];
        row[0] = at + 1;
        for (b_at, b) in other.iter().enumerate() {
            let changed = diagonal + usize::from(a != b);
            diagonal = row[b_at + 1];
            row[b_at + 1] = changed.min(diagonal + 1).min(row[b_at] + 1);
        }
    }
    row[row.len() - 1]
}

fn sorted(letters: &[char]) -> Vec<char> {
    let mut letters = letters.to_vec();
    letters.sort_unstable();
    letters
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
            ("braek", Some("break")),
            ("userdata", Some("context")),
            ("on_panic", Some("fallback")),
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
