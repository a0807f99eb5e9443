//! Names and paths that cannot mean another place (R5), and when two are one (R6).

use core::fmt;
use core::str::FromStr;

use serde::{Deserialize, Serialize};
use unicode_normalization::UnicodeNormalization;

use crate::error::Error;

/// The most bytes that a file's name may have in UTF-8, as most file systems have it.
pub const FILE_NAME_LIMIT: u32 = 255;

/// How many folders deep a path may go, the file itself among them.
pub const PATH_DEPTH_LIMIT: u32 = 32;

/// How long a folder's name from a title is at most, in bytes: room is left for a number behind it.
const TITLE_BYTES: usize = 200;

/// How the names that stores keep for themselves begin.
const RESERVED: &str = ".cowrite";

/// What stands between the folders of a path, on one system or another.
const SEPARATORS: &[char] = &['/', '\\', '\u{2044}', '\u{2215}', '\u{29f8}', '\u{ff0f}', '\u{ff3c}'];

/// What some system gives another meaning: streams, wildcards, pipes and quotes of Windows.
const SPECIAL: &[char] = &[':', '*', '?', '"', '<', '>', '|'];

/// The name of a file or folder that comes from outside.
///
/// It means one place in one folder on every file system, and shows what it is: in NFC, at most 255 bytes, without separators (or letters that look like one),
/// `.`, `..`, control characters and marks that turn or hide text, the names of Windows's devices, its special characters, or blanks and dots at the end or blanks at the beginning.
/// A file that has another name already can be listed, and is reached by its id.
///
/// # Example: a name is refused, not bent
///
/// ```
/// use cowrite::domain::file::{FileName, folder_name};
///
/// assert_eq!("mix 3.wav".parse::<FileName>()?.as_str(), "mix 3.wav");
/// assert!("../mix.wav".parse::<FileName>().is_err());
/// assert_eq!(folder_name("AC/DC: Live?").as_str(), "AC-DC- Live-");
/// # Ok::<(), cowrite::Error>(())
/// ```
// INVARIANT (harmless): by `from_str`, `folder_name` and `numbered`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct FileName(String);

impl FileName {
    /// Returns the name.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Returns the form in which names are compared (R6).
    #[must_use]
    pub fn key(&self) -> String {
        fold_name(&self.0)
    }

    /// Returns the name with a number before its extension, for where it is taken already: `mix (2).wav`.
    #[must_use]
    pub fn numbered(&self, number: u32) -> Self {
        let suffix = format!(" ({number})");
        let (stem, extension) = match self.0.rsplit_once('.') {
            Some((stem, extension)) if !stem.is_empty() && extension.len() < 16 => (stem, format!(".{extension}")),
            _ => (self.0.as_str(), String::new()),
        };
        let room = limit().saturating_sub(suffix.len()).saturating_sub(extension.len());
        Self(format!("{}{suffix}{extension}", cut(stem, room)))
    }
}

impl FromStr for FileName {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self, Error> {
        let refused = |reason| Err(Error::invalid("name", reason));
        // NFC never makes a text three times shorter; one this long is refused before it is copied.
        if text.len() > limit().saturating_mul(3) {
            return Err(Error::LimitExceeded { field: "name", limit: FILE_NAME_LIMIT });
        }
        let name: String = text.nfc().collect();
        if name.is_empty() {
            return refused("is empty");
        }
        if name.contains(SEPARATORS) {
            return refused("has a separator of folders");
        }
        if name.contains(SPECIAL) {
            return refused("has one of : * ? \" < > |");
        }
        if name.chars().any(hides) {
            return refused("has control characters");
        }
        if name.ends_with('.') || name.ends_with(char::is_whitespace) || name.starts_with(char::is_whitespace) {
            return refused("begins or ends with a blank, or ends with a dot");
        }
        if is_device(&name) {
            return refused("is the name of a device");
        }
        if fold_name(&name).starts_with(RESERVED) {
            return refused("is kept for the library's own use");
        }
        if name.len() > limit() {
            return Err(Error::LimitExceeded { field: "name", limit: FILE_NAME_LIMIT });
        }
        Ok(Self(name))
    }
}

impl TryFrom<String> for FileName {
    type Error = Error;

    fn try_from(text: String) -> Result<Self, Error> {
        text.parse()
    }
}

impl From<FileName> for String {
    fn from(name: FileName) -> Self {
        name.0
    }
}

impl fmt::Display for FileName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

/// A way down from a root, folder by folder; of none, the root itself.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct FilePath(Vec<FileName>);

impl FilePath {
    /// Returns the path of a root.
    #[must_use]
    pub const fn root() -> Self {
        Self(Vec::new())
    }

    /// Returns the names on the way, the last one's last.
    #[must_use]
    pub fn names(&self) -> &[FileName] {
        &self.0
    }

    /// Returns the path of what lies in this one under a name.
    ///
    /// # Errors
    /// `limit_exceeded` where that is deeper than [`PATH_DEPTH_LIMIT`].
    pub fn join(&self, name: FileName) -> Result<Self, Error> {
        let mut names = self.0.clone();
        names.push(name);
        Self::of(names)
    }

    fn of(names: Vec<FileName>) -> Result<Self, Error> {
        if names.len() > usize::try_from(PATH_DEPTH_LIMIT).unwrap_or(usize::MAX) {
            return Err(Error::LimitExceeded { field: "path", limit: PATH_DEPTH_LIMIT });
        }
        Ok(Self(names))
    }
}

impl FromStr for FilePath {
    type Err = Error;

    /// Reads names with `/` between them; each must be a [`FileName`], so neither `//` nor a `/` at the beginning is taken.
    fn from_str(text: &str) -> Result<Self, Error> {
        if text.is_empty() {
            return Ok(Self::root());
        }
        let depth = usize::try_from(PATH_DEPTH_LIMIT).unwrap_or(usize::MAX);
        // One more than there may be, so that too many are seen without splitting all of a hostile text.
        let names = text.split('/').take(depth.saturating_add(1)).map(str::parse).collect::<Result<Vec<_>, _>>()?;
        Self::of(names)
    }
}

impl TryFrom<String> for FilePath {
    type Error = Error;

    fn try_from(text: String) -> Result<Self, Error> {
        text.parse()
    }
}

impl From<FilePath> for String {
    fn from(path: FilePath) -> Self {
        path.to_string()
    }
}

impl fmt::Display for FilePath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (place, name) in self.0.iter().enumerate() {
            if place > 0 {
                f.write_str("/")?;
            }
            f.write_str(name.as_str())?;
        }
        Ok(())
    }
}

/// Returns the form in which names are compared: what any common file system takes for the same falls together (R6).
///
/// Letter cases, composed and decomposed letters, and marks that are not seen make no difference.
#[must_use]
pub fn fold_name(name: &str) -> String {
    let seen = name.nfd().filter(|mark| !is_unseen(*mark));
    // By way of capitals, letter by letter: `ß` meets `SS`, and a final `ς` its `Σ`; and to those as a small letter, or `ẞ` would come to `ß` alone.
    let folded = seen.flat_map(char::to_lowercase).flat_map(char::to_uppercase).flat_map(char::to_lowercase);
    folded.collect::<String>().nfc().collect()
}

/// Returns a name for the folder of a track or group of that title: the title, with what cannot stand in a name replaced.
///
/// The same title always gives the same name; two titles may give one, for which [`FileName::numbered`] is there.
#[must_use]
pub fn folder_name(title: &str) -> FileName {
    let plain = title.nfc().take(TITLE_BYTES).filter(|mark| !is_unseen(*mark));
    let replaced: String = plain
        .map(|mark| if mark.is_control() || SEPARATORS.contains(&mark) || SPECIAL.contains(&mark) { '-' } else { mark })
        .collect();
    // Neither hidden by a dot at the beginning, nor one that Windows cuts off at the end.
    let is_edge = |mark: char| mark == '.' || mark.is_whitespace() || hides(mark);
    let name = cut(replaced.trim_matches(is_edge), TITLE_BYTES).trim_end_matches(is_edge);
    let name = match (is_device(name), name.split_once('.')) {
        (false, _) => name.to_owned(),
        (true, None) => format!("{name}-"),
        (true, Some((stem, rest))) => format!("{stem}-.{rest}"),
    };
    // What was put into it may have made it too long again.
    cut(&name, TITLE_BYTES).parse().unwrap_or_else(|_| FileName("untitled".to_owned()))
}

fn limit() -> usize {
    usize::try_from(FILE_NAME_LIMIT).unwrap_or(usize::MAX)
}

/// The beginning of a text that has at most so many bytes and ends between two letters, with no blank or dot at its end.
fn cut(text: &str, bytes: usize) -> &str {
    let end = (0..=bytes.min(text.len())).rev().find(|at| text.is_char_boundary(*at)).unwrap_or_default();
    text.get(..end).unwrap_or_default().trim_end_matches(|mark: char| mark == '.' || mark.is_whitespace())
}

/// Marks that make a name look like another, or break a line.
fn hides(mark: char) -> bool {
    mark.is_control() || matches!(mark, '\u{2028}' | '\u{2029}') || (is_unseen(mark) && !joins(mark))
}

/// Marks that scripts and pictures are written with, though they are not seen themselves.
const fn joins(mark: char) -> bool {
    matches!(mark, '\u{200c}' | '\u{200d}' | '\u{fe00}'..='\u{fe0f}' | '\u{e0020}'..='\u{e007f}' | '\u{e0100}'..='\u{e01ef}')
}

/// Marks that nothing is drawn for, which some file systems do not compare.
const fn is_unseen(mark: char) -> bool {
    matches!(
        mark,
        '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}' | '\u{180b}'..='\u{180f}'
            | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{3164}'
            | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{ffa0}' | '\u{fff0}'..='\u{fffb}' | '\u{e0000}'..='\u{e0fff}'
    )
}

/// Whether Windows takes a name, whatever its extension, for one of its devices.
fn is_device(name: &str) -> bool {
    let stem = name.split('.').next().unwrap_or(name).trim_end().to_ascii_lowercase();
    if matches!(stem.as_str(), "con" | "prn" | "aux" | "nul" | "conin$" | "conout$" | "clock$") {
        return true;
    }
    let number = stem.strip_prefix("com").or_else(|| stem.strip_prefix("lpt"));
    number.is_some_and(|number| {
        let mut digits = number.chars();
        matches!((digits.next(), digits.next()), (Some('0'..='9' | '¹' | '²' | '³'), None))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn code(name: &str) -> &'static str {
        name.parse::<FileName>().map_or_else(|error| error.code(), |_| "")
    }

    #[test]
    fn a_name_that_means_another_place_is_refused() {
        let bad = [
            "",
            ".",
            "..",
            "...",
            "a/b",
            "/",
            "/etc/passwd",
            "..\\x",
            "C:",
            "C:\\x",
            "a:stream",
            "\\\\host\\x",
            "a\0b",
            "a\nb",
            "a\u{7f}",
            "a.",
            "a ",
            " a",
            "a\u{a0}",
            "con",
            "CON",
            "Aux.wav",
            "nul .txt",
            "com1",
            "LPT9.als",
            "com¹",
            "a\u{202e}vaw.exe",
            "a\u{200b}b",
            "\u{feff}a",
            "a\u{2028}b",
            "a\u{ff0f}b",
            "a\u{2215}b",
            ".cowrite",
            ".COWRITE-1.tmp",
            ".cow\u{200d}rite",
            "what?.wav",
            "*",
            "a|b",
            "~\u{0}",
        ];
        for name in bad {
            assert_eq!(code(name), "invalid_input", "{name:?}");
        }
        assert_eq!(code(&"a".repeat(256)), "limit_exceeded");
        assert_eq!(code(&"é".repeat(128)), "limit_exceeded");
        assert_eq!(code(&"x".repeat(10_000_000)), "limit_exceeded");
    }

    #[test]
    fn a_name_that_musicians_give_is_kept() {
        let good = [
            "mix.wav",
            "Mix (final FINAL) #3 & more, 100%.wav",
            "🎵.wav",
            "👩‍🎤 take.wav",
            "ナイト.aif",
            ".hidden",
            "a..b",
            "com10",
            "console.wav",
            "auxiliary.wav",
            "%2e%2e",
            "~",
            "-rf",
            "e\u{301}.wav",
            "नमस्ते.wav",
            "می‌خواهم.mp3",
        ];
        for name in good {
            assert_eq!(code(name), "", "{name:?}");
        }
        assert_eq!("e\u{301}.wav".parse::<FileName>().unwrap().as_str(), "é.wav");
        assert_eq!(code(&"e\u{301}".repeat(127)), "");
    }

    #[test]
    fn names_that_a_file_system_confuses_are_one() {
        let same = [
            ("Mix.WAV", "mix.wav"),
            ("é", "E\u{301}"),
            ("STRASSE", "straße"),
            ("STRAẞE", "straße"),
            ("ΟΔΟΣ", "οδος"),
            ("οδοσ", "οδος"),
            ("\u{212a}ey", "key"),
            ("a\u{200d}b", "ab"),
            ("한", "한"),
        ];
        for (one, other) in same {
            assert_eq!(fold_name(one), fold_name(other), "{one:?} {other:?}");
        }
        for (one, other) in [("mix", "mix2"), ("a", "á"), ("1", "①"), ("mix", "mix ")] {
            assert_ne!(fold_name(one), fold_name(other), "{one:?} {other:?}");
        }
    }

    #[test]
    fn what_is_folded_is_not_folded_further() {
        for letter in '\0'..=char::MAX {
            let once = fold_name(&letter.to_string());
            assert_eq!(fold_name(&once), once, "{letter:?}");
        }
    }

    #[test]
    fn a_path_is_names_and_nothing_else() {
        assert_eq!("".parse::<FilePath>().unwrap(), FilePath::root());
        let path: FilePath = "Album/Track/mix.wav".parse().unwrap();
        assert_eq!((path.names().len(), path.to_string().as_str()), (3, "Album/Track/mix.wav"));
        for bad in ["/", "/a", "a/", "a//b", "a/../b", "./a", "a/.", "a\\b"] {
            assert_eq!(bad.parse::<FilePath>().unwrap_err().code(), "invalid_input", "{bad}");
        }
        assert_eq!("a/".repeat(1_000_000).parse::<FilePath>().unwrap_err().code(), "limit_exceeded");
        let deepest: FilePath = ["a"; 32].join("/").parse().unwrap();
        assert_eq!(deepest.join("a".parse().unwrap()).unwrap_err().code(), "limit_exceeded");
    }

    #[test]
    fn every_title_gives_a_folder() {
        let rows = [
            ("Midnight Sessions", "Midnight Sessions"),
            ("AC/DC", "AC-DC"),
            ("S.O.S.", "S.O.S"),
            ("...And Justice for All", "And Justice for All"),
            ("CON", "CON-"),
            ("aux.1", "aux-.1"),
            ("..", "untitled"),
            ("", "untitled"),
            (" \u{202e}what? ", "what-"),
            (".cowrite", "cowrite"),
            ("e\u{301}", "é"),
        ];
        for (title, name) in rows {
            assert_eq!(folder_name(title).as_str(), name, "{title:?}");
        }
        assert_eq!(folder_name(&"ö".repeat(1_000)).as_str().len(), 200);
    }

    #[test]
    fn a_number_goes_before_the_extension_and_still_fits() {
        let name = |text: &str| text.parse::<FileName>().unwrap();
        assert_eq!(name("mix.wav").numbered(2).as_str(), "mix (2).wav");
        assert_eq!(name(".hidden").numbered(2).as_str(), ".hidden (2)");
        let longest = name(&format!("{}.wav", "é".repeat(125))).numbered(u32::MAX);
        assert_eq!(longest.as_str().parse::<FileName>().unwrap(), longest);
        assert!(longest.as_str().ends_with(" (4294967295).wav"));
    }
}
