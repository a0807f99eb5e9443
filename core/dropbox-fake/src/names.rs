//! Paths and names: how they are compared, and which of them Dropbox refuses.

use dbxcase::dbx_str_lowercase;

/// What names Dropbox keeps for itself or for systems.
const RESERVED: [&str; 7] =
    [".dropbox", ".dropbox.attr", ".dropbox.cache", "desktop.ini", "thumbs.db", ".ds_store", "icon\r"];

/// As Dropbox folds case: a path under which things are found.
pub(crate) fn fold(text: &str) -> String {
    dbx_str_lowercase(text)
}

/// The names of a path that begins with a slash; `None` where it is malformed.
pub(crate) fn names(path: &str) -> Option<Vec<&str>> {
    let Some(rest) = path.strip_prefix('/') else { return path.is_empty().then(Vec::new) };
    let names: Vec<&str> = rest.split('/').collect();
    names.iter().all(|name| is_well_formed(name)).then_some(names)
}

fn is_well_formed(name: &str) -> bool {
    !name.is_empty()
        && name != "."
        && name != ".."
        && name.chars().count() <= 255
        && !name.ends_with(' ')
        && !name.contains(['\\', '\0', '\u{7f}'])
}

/// Whether something may be given this name.
pub(crate) fn is_allowed(name: &str) -> bool {
    let folded = fold(name);
    !RESERVED.contains(&folded.as_str()) && !folded.starts_with("~$") && !folded.starts_with(".~")
}

/// The folder of a folded path, and the last name in it.
pub(crate) fn split(rel: &str) -> (&str, &str) {
    rel.rsplit_once('/').unwrap_or(("", rel))
}

/// The `n`th other name for something whose name is taken: `mix (1).wav`.
pub(crate) fn numbered(name: &str, n: u32, is_file: bool) -> String {
    match name.rsplit_once('.') {
        Some((stem, ending)) if is_file && !stem.is_empty() => format!("{stem} ({n}).{ending}"),
        _ => format!("{name} ({n})"),
    }
}

/// The ending of a name, folded, and empty where it has none.
pub(crate) fn ending(name: &str) -> String {
    name.rsplit_once('.').map(|(_, ending)| fold(ending)).unwrap_or_default()
}

#[test]
fn names_are_refused_as_dropbox_does() {
    for malformed in ["a", "/a//b", "/a/", "/..", "/a/./b", "/a\\b", "/a ", "/\0"] {
        assert_eq!(names(malformed), None, "{malformed:?}");
    }
    assert_eq!(names("/Träck \u{1f3b5}/mix"), Some(vec!["Träck \u{1f3b5}", "mix"]));
    assert!(!is_allowed(".Dropbox") && !is_allowed("Thumbs.db") && !is_allowed("~$mix.doc") && is_allowed("mix.wav"));
    assert_eq!(fold("TRÄCK"), "träck");
    assert_eq!(numbered("mix.v2.wav", 1, true), "mix.v2 (1).wav");
    assert_eq!(numbered("Demo 1.0", 2, false), "Demo 1.0 (2)");
}
