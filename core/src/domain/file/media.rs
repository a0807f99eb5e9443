//! What a file's name tells: its extension, and words that musicians put into it.

use super::FileKind;

/// Extensions of audio, with the media type that a browser is to be told.
const AUDIO: &[(&str, &str)] = &[
    ("aac", "audio/aac"),
    ("aif", "audio/aiff"),
    ("aifc", "audio/aiff"),
    ("aiff", "audio/aiff"),
    ("alac", "audio/mp4"),
    ("ape", "audio/x-ape"),
    ("bwf", "audio/wav"),
    ("caf", "audio/x-caf"),
    ("flac", "audio/flac"),
    ("m4a", "audio/mp4"),
    ("mp3", "audio/mpeg"),
    ("oga", "audio/ogg"),
    ("ogg", "audio/ogg"),
    ("opus", "audio/ogg"),
    ("rf64", "audio/wav"),
    ("w64", "audio/x-w64"),
    ("wav", "audio/wav"),
    ("wma", "audio/x-ms-wma"),
    ("wv", "audio/x-wavpack"),
];

/// Extensions of pictures; one that can carry scripts is not told to a browser as a picture.
const PICTURES: &[(&str, &str)] = &[
    ("avif", "image/avif"),
    ("bmp", "image/bmp"),
    ("gif", "image/gif"),
    ("heic", "image/heic"),
    ("jpeg", "image/jpeg"),
    ("jpg", "image/jpeg"),
    ("png", "image/png"),
    ("psd", BYTES),
    ("svg", BYTES),
    ("tif", "image/tiff"),
    ("tiff", "image/tiff"),
    ("webp", "image/webp"),
];

/// Extensions of the sessions of music programs.
const PROJECTS: &[&str] = &[
    "aup3",
    "als",
    "alp",
    "ardour",
    "band",
    "bwproject",
    "cpr",
    "dawproject",
    "flp",
    "logic",
    "logicx",
    "mid",
    "midi",
    "mmpz",
    "npr",
    "omf",
    "ptf",
    "ptx",
    "reason",
    "rns",
    "rpp",
    "sesx",
    "song",
    "tracktionedit",
    "xrns",
];

const BYTES: &str = "application/octet-stream";

const STEM: &[&str] = &["stem", "stems"];
const BOUNCE: &[&str] = &[
    "bounce",
    "demo",
    "edit",
    "final",
    "instrumental",
    "master",
    "mastered",
    "mix",
    "mixdown",
    "premaster",
    "remaster",
    "remastered",
    "rough",
];
const MASTER: &[&str] = &["master", "mastered", "remaster", "remastered"];
const VOCAL: &[&str] =
    &["acapella", "adlib", "adlibs", "bv", "bvs", "choir", "harmonies", "harmony", "vocal", "vocals", "vox"];
const PARTS: &[&str] = &[
    "bass",
    "cello",
    "clap",
    "drum",
    "drums",
    "fx",
    "gtr",
    "guitar",
    "guitars",
    "hat",
    "hats",
    "hihat",
    "keys",
    "kick",
    "pad",
    "pads",
    "perc",
    "percussion",
    "piano",
    "rhodes",
    "snare",
    "strings",
    "sub",
    "synth",
    "toms",
    "violin",
];

/// Returns the extension of a name in lower case; a name that begins with its only dot has none.
fn extension(name: &str) -> Option<String> {
    let (stem, extension) = name.rsplit_once('.')?;
    (!stem.is_empty() && !extension.is_empty()).then(|| extension.to_ascii_lowercase())
}

fn find(table: &[(&str, &'static str)], name: &str) -> Option<&'static str> {
    let extension = extension(name)?;
    table.iter().find(|(known, _)| *known == extension).map(|(_, media)| *media)
}

/// Returns whether a file of that name is audio, by its extension.
#[must_use]
pub fn is_audio(name: &str) -> bool {
    find(AUDIO, name).is_some()
}

/// Returns the media type under which a file of that name is safely handed to a browser.
///
/// It is that of audio or of a picture, or `application/octet-stream`: nothing that a browser runs, whatever a file is called.
#[must_use]
pub fn media_type(name: &str) -> &'static str {
    find(AUDIO, name).or_else(|| find(PICTURES, name)).unwrap_or(BYTES)
}

pub(super) fn is_picture(name: &str) -> bool {
    find(PICTURES, name).is_some()
}

pub(super) fn is_project(name: &str) -> bool {
    extension(name).is_some_and(|found| PROJECTS.contains(&found.as_str()))
}

/// The words of a name in lower case: cut where letters end, and where a capital follows a small one.
fn words(name: &str) -> Vec<String> {
    let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
    let (mut words, mut word, mut was_small) = (Vec::new(), String::new(), false);
    for letter in stem.chars() {
        if !letter.is_alphabetic() || (letter.is_uppercase() && was_small) {
            words.push(core::mem::take(&mut word));
        }
        if letter.is_alphabetic() {
            word.extend(letter.to_lowercase());
        }
        was_small = letter.is_lowercase();
    }
    words.push(word);
    words.retain(|word| !word.is_empty());
    words
}

fn says(words: &[String], any: &[&str]) -> bool {
    words.iter().any(|word| any.contains(&word.as_str()))
}

/// Returns whether a name says that it is a master.
pub(super) fn says_master(name: &str) -> bool {
    says(&words(name), MASTER)
}

/// Returns the likely kind of audio: a stem that says so, a mix that names what is in it, a voice, a part, and else a mix.
pub(super) fn kind_of_audio(name: &str) -> FileKind {
    let words = words(name);
    match () {
        () if says(&words, STEM) => FileKind::Stem,
        () if says(&words, BOUNCE) => FileKind::Bounce,
        () if says(&words, VOCAL) => FileKind::Vocal,
        () if says(&words, PARTS) => FileKind::Stem,
        () => FileKind::Bounce,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_end_where_a_reader_sees_them_end() {
        assert_eq!(words("BackingVox_02-Éa.x.wav"), ["backing", "vox", "éa", "x"]);
        assert_eq!(words("MIX"), ["mix"]);
        assert!(words("").is_empty() && words("...").is_empty());
    }

    #[test]
    fn no_name_makes_a_browser_run_a_file() {
        for name in ["mix.html", "cover.svg", "a.js", "mix.wav.html", "x.pdf", "x", "x.xhtml", "audio/html"] {
            assert_eq!(media_type(name), "application/octet-stream", "{name}");
        }
        assert_eq!(media_type("a.html.WAV"), "audio/wav");
        assert_eq!(media_type("Cover.JPG"), "image/jpeg");
    }

    #[test]
    fn a_master_is_a_whole_word() {
        assert!(says_master("Song (Master).wav") && says_master("song_MASTERED_v2.wav"));
        assert!(!says_master("Mastermind.wav") && !says_master("Song premaster.wav"));
    }
}
