//! Files that nobody made: what systems, sync programs and music programs leave beside people's own (FIL-5).

use super::name::fold_name;

/// Beginnings of names.
///
/// | beginning | who leaves it |
/// |---|---|
/// | `.` | hidden: `.DS_Store`, `._mix.wav`, `.dropbox`, `.~lock.`, `.Trashes` |
/// | `~$` | Office, while a document is open |
const BEGINNINGS: [&str; 2] = [".", "~$"];

/// Whole names, of files and of folders.
///
/// | name | who leaves it |
/// |---|---|
/// | `thumbs.db`, `ehthumbs.db`, `desktop.ini`, `$recycle.bin`, `system volume information` | Windows |
/// | `icon\r`, `__macosx` | macOS, and archives made there |
/// | `autosave`, `autosaves`, `auto-saves`, `autosaved`, `auto saves` | music programs, by themselves every few minutes |
/// | `backup`, `project file backups`, `session file backups` | Live, Logic and Pro Tools, at each save |
const NAMES: [&str; 15] = [
    "thumbs.db",
    "ehthumbs.db",
    "desktop.ini",
    "$recycle.bin",
    "system volume information",
    "icon\r",
    "__macosx",
    "autosave",
    "autosaves",
    "auto-saves",
    "autosaved",
    "auto saves",
    "backup",
    "project file backups",
    "session file backups",
];

/// Endings of names.
///
/// | ending | who leaves it |
/// |---|---|
/// | `~`, `.tmp`, `.temp`, `.swp`, `.bak` | whoever is writing a file |
/// | `.part`, `.partial`, `.crdownload`, `.download` | whoever is fetching one |
/// | `.asd`, `.reapeaks`, `.pkf`, `.sfk`, `.wfm`, `.ovw` | music programs, of each file that they have shown |
/// | `.rpp-bak` | REAPER, at each save |
const ENDINGS: [&str; 16] = [
    "~",
    ".tmp",
    ".temp",
    ".swp",
    ".bak",
    ".part",
    ".partial",
    ".crdownload",
    ".download",
    ".asd",
    ".reapeaks",
    ".pkf",
    ".sfk",
    ".wfm",
    ".ovw",
    ".rpp-bak",
];

/// Returns whether what lies at a path, its names divided by `/`, is nobody's news: its own name says so, or that of a folder on the way.
///
/// Such files are listed and given as any other; nobody is told that they came, changed or went.
///
/// # Example: a mix, and what a system leaves beside it
///
/// ```
/// use cowrite::domain::file::is_junk;
///
/// assert!(!is_junk("bounces/mix.wav"));
/// assert!(is_junk("bounces/.DS_Store"));
/// assert!(is_junk("projects/Project File Backups/00/mix.logic"));
/// ```
#[must_use]
pub fn is_junk(path: &str) -> bool {
    path.split('/').any(|name| {
        let name = fold_name(name);
        NAMES.contains(&name.as_str())
            || BEGINNINGS.iter().any(|beginning| name.starts_with(beginning))
            || ENDINGS.iter().any(|ending| name.ends_with(ending))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_nobody_made_is_known_by_its_name_however_that_is_spelled() {
        let rows = [
            ("bounces/mix.wav", false),
            ("bounces/mix (conflicted copy).wav", false),
            ("stems/backup vocals.wav", false),
            ("projects/song.logicx", false),
            ("bounces/.DS_Store", true),
            ("bounces/._mix.wav", true),
            (".dropbox.cache/mix.wav", true),
            ("~$lyrics.docx", true),
            ("THUMBS.DB", true),
            ("Icon\r", true),
            ("projects/Backup/song [2026-01-01].als", true),
            ("projects/AutoSaves/song.ptx", true),
            ("bounces/mix.wav.asd", true),
            ("bounces/mix.wav.crdownload", true),
            ("lyrics.txt~", true),
        ];
        for (path, expected) in rows {
            assert_eq!(is_junk(path), expected, "{path}");
        }
    }
}
