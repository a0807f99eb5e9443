//! What values look like in JavaScript: what the JavaScript half reads, shows and declares them by.

use serde::Serialize;

/// The shape of a value that is given or answered.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Shape {
    /// Nothing is answered.
    Nothing,
    /// `true` or `false`.
    Truth,
    /// Text.
    Text,
    /// A whole number.
    Whole,
    /// An exact number: text when answered, text or a whole number when given.
    Exact,
    /// An instant.
    Instant,
    /// An id: its text, or when given the record of the thing itself.
    Id(&'static str),
    /// A file's id: its text, or when given the record of the file.
    File,
    /// A secret.
    Secret,
    /// One of some words.
    Word(&'static str),
    /// How far a track is: a word, or the host's own.
    Stage,
    /// An open value.
    Json,
    /// The bytes of a file to be uploaded.
    Content,
    /// A file that is being read.
    Redeemed,
    /// A list.
    List(Box<Shape>),
    /// The value, or `null`.
    Maybe(Box<Shape>),
    /// What is left as it is where it is left out, emptied by `null`, or given anew.
    Edit(Box<Shape>),
    /// What may be given, and is not read.
    Ignored(Box<Shape>),
    /// An object that is declared under a name.
    Record(&'static str),
    /// One of a few objects, told apart by their `kind`.
    Union(&'static str),
}

/// A field of an object, or an argument.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct Field {
    pub(crate) name: &'static str,
    pub(crate) docs: Vec<&'static str>,
    pub(crate) shape: Shape,
    /// Whether it may be left out.
    pub(crate) optional: bool,
}

/// An object, answered or given.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct Record {
    pub(crate) name: &'static str,
    pub(crate) docs: Vec<&'static str>,
    pub(crate) fields: Vec<Field>,
    /// Where it is a page: the field that holds its entries.
    pub(crate) entries: Option<&'static str>,
}

/// One of a few objects.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct Union {
    pub(crate) name: &'static str,
    pub(crate) docs: Vec<&'static str>,
    /// The field that tells them apart.
    pub(crate) by: &'static str,
    pub(crate) variants: Vec<Record>,
}

/// Words of which a value is one.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct Words {
    pub(crate) name: &'static str,
    pub(crate) docs: Vec<&'static str>,
    pub(crate) words: &'static [&'static str],
}
