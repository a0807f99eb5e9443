//! Files of a track: what kind they are, what a link may give of them, which one is played first, and what they may be called.
//!
//! R1. In a track's own folder the folder alone decides the kind: `bounces`, `stems`, `vocals`, `projects` (FIL-1).
//! R2. A file from outside takes its kind from its folder's name first, then from its own name, then from its extension (IMP-2).
//! R3. Artwork and other files are never downloadable by link (SPEC §1).
//! R4. The preview is the master bounce, else the newest bounce, else any audio file that is allowed (LNK-6).
//! R5. A name from outside cannot mean another place, on any file system (FIL-4, REL-5).
//! R6. Two names that some file system would take for one are one.
//! R7. What systems and programs leave beside people's files is nobody's news ([`is_junk`]).

use core::cmp::Reverse;
use core::fmt;
use core::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::error::Error;
use crate::time::Timestamp;

mod junk;
mod media;
mod name;

pub use junk::is_junk;
pub use media::{is_audio, media_type};
pub use name::{FILE_NAME_LIMIT, FileName, FilePath, PATH_DEPTH_LIMIT, fold_name, folder_name};

/// What a file of a track is (SPEC §1).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[expect(clippy::exhaustive_enums, reason = "exhaustive on purpose: a new kind is a question to every link")]
pub enum FileKind {
    /// A mix of the whole track.
    Bounce,
    /// One part of a mix.
    Stem,
    /// A recorded voice.
    Vocal,
    /// A session of a music program.
    ProjectFile,
    /// A picture.
    Artwork,
    /// Anything else.
    Other,
}

impl FileKind {
    /// All kinds.
    pub const ALL: [Self; 6] = [Self::Bounce, Self::Stem, Self::Vocal, Self::ProjectFile, Self::Artwork, Self::Other];

    /// Returns the name of the kind, the same in every language.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Bounce => "bounce",
            Self::Stem => "stem",
            Self::Vocal => "vocal",
            Self::ProjectFile => "project_file",
            Self::Artwork => "artwork",
            Self::Other => "other",
        }
    }

    /// Returns whether a link can allow the kind to be downloaded at all (R3).
    #[must_use]
    pub const fn is_downloadable_by_link(self) -> bool {
        match self {
            Self::Bounce | Self::Stem | Self::Vocal | Self::ProjectFile => true,
            Self::Artwork | Self::Other => false,
        }
    }

    /// Returns the folder of a track's folder in which files of the kind are kept; `None` for those that lie beside these folders.
    #[must_use]
    pub const fn folder(self) -> Option<&'static str> {
        match self {
            Self::Bounce => Some("bounces"),
            Self::Stem => Some("stems"),
            Self::Vocal => Some("vocals"),
            Self::ProjectFile => Some("projects"),
            Self::Artwork | Self::Other => None,
        }
    }

    /// Returns the kind that is kept in a folder of that name, however it is spelled.
    #[must_use]
    pub fn of_folder(name: &str) -> Option<Self> {
        let folded = fold_name(name);
        Self::ALL.into_iter().find(|kind| kind.folder() == Some(folded.as_str()))
    }
}

impl fmt::Display for FileKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

impl FromStr for FileKind {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self, Error> {
        Self::ALL.into_iter().find(|kind| kind.as_str() == text).ok_or(Error::invalid("kind", "is not a kind of file"))
    }
}

/// Returns the kind of a file in a track's own folder, by the first folder on the way to it (R1).
///
/// What lies beside the four folders, or in another, is artwork or other: never downloadable by link.
#[must_use]
pub fn kind_in_track(first_folder: Option<&str>, name: &str) -> FileKind {
    let beside = if media::is_picture(name) { FileKind::Artwork } else { FileKind::Other };
    first_folder.and_then(FileKind::of_folder).unwrap_or(beside)
}

/// Returns the kind that a file from outside most likely has, by its folder's name, then its own (R2).
///
/// # Example: the folder goes before the name
///
/// ```
/// use cowrite::domain::file::{FileKind, kind_of};
///
/// assert_eq!(kind_of(Some("Stems"), "Lead Vocal.wav"), FileKind::Stem);
/// assert_eq!(kind_of(Some("for Jordan"), "Lead Vocal.wav"), FileKind::Vocal);
/// assert_eq!(kind_of(None, "Midnight Sessions.als"), FileKind::ProjectFile);
/// ```
#[must_use]
pub fn kind_of(folder: Option<&str>, name: &str) -> FileKind {
    if let Some(kind) = folder.and_then(FileKind::of_folder) {
        return kind;
    }
    if media::is_project(name) {
        return FileKind::ProjectFile;
    }
    if media::is_picture(name) {
        return FileKind::Artwork;
    }
    if is_audio(name) { media::kind_of_audio(name) } else { FileKind::Other }
}

/// What the choice of a preview needs to know of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(clippy::exhaustive_structs, reason = "what is given to `preview`")]
pub struct Listed<'a> {
    /// The file's id in its store, which is the last to break a tie.
    pub id: &'a str,
    /// Its name.
    pub name: &'a str,
    /// Its kind.
    pub kind: FileKind,
    /// When its content last changed.
    pub modified_at: Timestamp,
    /// Whether whoever listens may also have it.
    pub is_allowed: bool,
}

/// Returns the file that is played before anything is chosen (R4), as its place in `files`; the same whatever their order.
///
/// A bounce is played whether it may be downloaded or not; what is excluded must not be among `files`.
/// A master is a bounce whose name says so, and of several the newest; of equals the first by name, then by id.
#[must_use]
pub fn preview(files: &[Listed<'_>]) -> Option<usize> {
    let rank = |file: &Listed<'_>| {
        let is_bounce = file.kind == FileKind::Bounce;
        match () {
            () if !is_audio(file.name) => None,
            () if is_bounce && media::says_master(file.name) => Some(0_u8),
            () if is_bounce => Some(1),
            () if file.is_allowed => Some(2),
            () => None,
        }
    };
    let ranked = files.iter().enumerate().filter_map(|(place, file)| Some((rank(file)?, place, file)));
    ranked
        .min_by_key(|(rank, _, file)| (*rank, Reverse(file.modified_at), fold_name(file.name), file.name, file.id))
        .map(|(_, place, _)| place)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn listed<'a>(id: &'a str, name: &'a str, kind: FileKind, at: i64) -> Listed<'a> {
        Listed { id, name, kind, modified_at: Timestamp::EPOCH.plus_millis(at), is_allowed: false }
    }

    #[test]
    fn kinds_go_round_as_text() {
        for kind in FileKind::ALL {
            assert_eq!(kind.to_string().parse::<FileKind>().unwrap(), kind);
            assert_eq!(kind.folder().is_some(), kind.is_downloadable_by_link());
        }
        assert_eq!("bounces".parse::<FileKind>().unwrap_err().code(), "invalid_input");
    }

    #[test]
    fn in_a_track_the_folder_alone_decides() {
        let rows = [
            (Some("bounces"), "Lead Vocal.wav", FileKind::Bounce),
            (Some("STEMS"), "cover.jpg", FileKind::Stem),
            (Some("vocals"), "notes.txt", FileKind::Vocal),
            (Some("Projects"), "mix.wav", FileKind::ProjectFile),
            (Some("bounces2"), "mix.wav", FileKind::Other),
            (Some("old"), "cover.jpg", FileKind::Artwork),
            (None, "mix.wav", FileKind::Other),
            (None, "Cover.PNG", FileKind::Artwork),
        ];
        for (folder, name, kind) in rows {
            assert_eq!(kind_in_track(folder, name), kind, "{folder:?} {name}");
        }
    }

    #[test]
    fn from_outside_the_folder_goes_before_the_name_and_the_name_before_the_extension() {
        let rows = [
            (Some("Bounces"), "stems.zip", FileKind::Bounce),
            (Some("VOCALS"), "mix.wav", FileKind::Vocal),
            (None, "Midnight Sessions.wav", FileKind::Bounce),
            (None, "Midnight Sessions (final mix) no vocals.wav", FileKind::Bounce),
            (None, "01_Kick.wav", FileKind::Stem),
            (None, "BackingVox_02.aif", FileKind::Vocal),
            (None, "mix stem bass.wav", FileKind::Stem),
            (None, "Session.LOGICX", FileKind::ProjectFile),
            (None, "cover.jpeg", FileKind::Artwork),
            (None, "contract.pdf", FileKind::Other),
            (None, "bassist.txt", FileKind::Other),
            (None, "wav", FileKind::Other),
            (None, ".wav", FileKind::Other),
            (None, "", FileKind::Other),
        ];
        for (folder, name, kind) in rows {
            assert_eq!(kind_of(folder, name), kind, "{folder:?} {name}");
        }
    }

    #[test]
    fn the_preview_is_the_master_then_the_newest_bounce_then_allowed_audio() {
        let old = listed("1", "Mix 1.wav", FileKind::Bounce, 1);
        let new = listed("2", "Mix 2.wav", FileKind::Bounce, 2);
        let master = listed("3", "Midnight (MASTER).wav", FileKind::Bounce, 0);
        let remaster = listed("4", "Midnight remastered.wav", FileKind::Bounce, 1);
        let notes = listed("5", "master notes.txt", FileKind::Bounce, 9);
        let stem = listed("6", "master drums.wav", FileKind::Stem, 9);
        let given = Listed { is_allowed: true, ..stem };
        let rows: [(&[Listed<'_>], Option<usize>); 8] = [
            (&[], None),
            (&[stem, notes], None),
            (&[stem, given], Some(1)),
            (&[given, old], Some(1)),
            (&[old, new, given], Some(1)),
            (&[old, new, master], Some(2)),
            (&[master, old, remaster], Some(2)),
            (&[listed("b", "a.wav", FileKind::Bounce, 1), listed("a", "A.wav", FileKind::Bounce, 1)], Some(1)),
        ];
        for (files, expected) in rows {
            assert_eq!(preview(files), expected, "{files:?}");
            let mut turned = files.to_vec();
            turned.reverse();
            assert_eq!(preview(&turned).map(|place| turned[place]), expected.map(|place| files[place]));
        }
    }
}
