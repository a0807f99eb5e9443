//! What both sides answer, in one form, so that it can be compared.

use cowrite::{LibraryRow, LibrarySort};

use crate::raw::Id;

/// In which order a library is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Order {
    Newest,
    Title,
}

impl Order {
    pub(crate) fn sort(self) -> LibrarySort {
        match self {
            Self::Newest => LibrarySort::Newest,
            Self::Title => LibrarySort::Title,
        }
    }

    /// Turns an id into bytes that ascend where the order goes on, and back.
    pub(crate) fn id(self, id: Id) -> Id {
        match self {
            Self::Newest => id.map(|byte| !byte),
            Self::Title => id,
        }
    }
}

/// A row of a page.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Shown {
    pub(crate) track: Id,
    pub(crate) title: String,
    pub(crate) owner_name: Option<String>,
    /// From 1, viewer, to 4, owner.
    pub(crate) level: Option<i64>,
    pub(crate) faces: Vec<Option<String>>,
    pub(crate) people: usize,
    pub(crate) stage: String,
    pub(crate) bpm: Option<i64>,
    pub(crate) key: Option<String>,
    pub(crate) tags: String,
    pub(crate) is_archived: bool,
    pub(crate) group: Option<String>,
}

impl From<&LibraryRow> for Shown {
    fn from(row: &LibraryRow) -> Self {
        Self {
            track: row.track.uuid().into_bytes(),
            title: row.title.clone(),
            owner_name: row.owner_name.clone(),
            level: Some(match row.level {
                cowrite::Level::Viewer => 1,
                cowrite::Level::Editor => 2,
                cowrite::Level::Full => 3,
                cowrite::Level::Owner => 4,
            }),
            faces: row.collaborators.iter().map(|face| face.name.clone()).collect(),
            people: row.collaborator_count,
            stage: row.stage.to_string(),
            bpm: row.bpm.map(|bpm| i64::from(bpm.hundredths())),
            key: row.key.clone(),
            tags: format!("[{}]", row.tags.iter().map(|tag| format!("\"{tag}\"")).collect::<Vec<_>>().join(",")),
            is_archived: row.archived,
            group: row.group.as_ref().map(|group| group.name.clone()),
        }
    }
}
