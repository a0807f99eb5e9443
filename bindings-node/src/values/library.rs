//! What a library is asked for, and objects that hosts make for one room each.

use cowrite::{FileKind, LibraryFilter, Side};

use crate::argument::{
    Argument, BucketArgument, GroupArgument, Seq, StageArgument, Text, TrackArgument, Whole, WordArgument,
};
use crate::input::input;

/// One of the sides of a library's filter.
macro_rules! sides {
    ($($(#[doc = $doc:literal])* $Name:ident of $Argument:ty;)*) => {
        /// The sides of a filter.
        mod side {
            use super::*;

            input! {$(
                $(#[doc = $doc])*
                $Name => Side<<$Argument as Argument>::Value> {
                    /// One of these at least; an empty list wants all.
                    include: Option<Seq<$Argument>>,
                    /// None of these.
                    exclude: Option<Seq<$Argument>>,
                } = |name| Side {
                    include: include.value(name)?.unwrap_or_default(),
                    exclude: exclude.value(name)?.unwrap_or_default(),
                };
            )*}
        }
        use side::{$($Name),*};
    };
}

sides! {
    /// By whose tracks are.
    RelationSide of WordArgument<cowrite::Relation>;
    /// By groups.
    GroupSide of GroupArgument;
    /// By buckets.
    BucketSide of BucketArgument;
    /// By stage.
    StageSide of StageArgument;
    /// By tags.
    TagSide of Text;
}

mod of {
    use super::*;

    input! {
        /// Which tracks of a library are wanted: those that all of it wants (LIB-1). A side may have 100 entries.
        LibraryFilterInput => LibraryFilter {
            /// By whose they are.
            relation: Option<RelationSide>,
            /// By the groups that they lie in, directly or further down; one that the actor cannot view holds none.
            group: Option<GroupSide>,
            /// By the actor's buckets.
            bucket: Option<BucketSide>,
            /// By stage.
            stage: Option<StageSide>,
            /// By tags, letter case apart.
            tags: Option<TagSide>,
            /// Only archived ones, or only others.
            archived: Option<bool>,
            /// Only those whose title contains this, letter case apart.
            text: Option<Text>,
        } = |name| LibraryFilter {
            relation: relation.value(name)?.unwrap_or_default(),
            group: group.value(name)?.unwrap_or_default(),
            bucket: bucket.value(name)?.unwrap_or_default(),
            stage: stage.value(name)?.unwrap_or_default(),
            tags: tags.value(name)?.unwrap_or_default(),
            archived,
            text: text.value("text")?,
        };

        /// What of a playlist's tracks is shown; what is left out or empty leaves nothing out (LNK-7).
        PlaylistFilterInput => cowrite::PlaylistFilter {
            /// Only tracks at one of these stages.
            stages: Option<Seq<StageArgument>>,
            /// Only tracks with one of these tags.
            tags: Option<Seq<Text>>,
            /// Only files of these kinds.
            kinds: Option<Seq<WordArgument<FileKind>>>,
        } = |name| cowrite::PlaylistFilter {
            stages: stages.value(name)?.unwrap_or_default(),
            tags: tags.value(name)?.unwrap_or_default(),
            kinds: kinds.value(name)?.unwrap_or_default().into_iter().collect(),
        };

        /// A place in the music, in milliseconds from the beginning: an instant, or a range that begins no later than it ends.
        PositionInput => cowrite::Position {
            /// Where it is, or where the range begins.
            start_ms: Whole<u32>,
            /// Where the range ends; left out for an instant.
            end_ms: Option<Whole<u32>>,
        } = |name| cowrite::Position { start_ms: start_ms.value(name)?, end_ms: end_ms.value(name)? };

        /// A link to somewhere else.
        PageLinkInput => cowrite::PageLink {
            /// What it is called.
            label: Text,
            /// Where it leads: an http or https address.
            url: Text,
        } = |name| cowrite::PageLink { label: label.value(name)?, url: url.value(name)? };

        /// A part of a page to be arranged: tracks in order, under a title or none.
        SectionInput => cowrite::Section {
            /// The title.
            title: Option<Text>,
            /// The tracks, in order.
            tracks: Seq<TrackArgument>,
        } = |name| cowrite::Section { title: title.value(name)?, tracks: tracks.value(name)? };

        /// A file to be sent; what it is taken for is guessed from its folders and its name (IMP-2).
        NewFile => OutgoingFile {
            /// Its name.
            name: Text,
            /// How many bytes it has.
            size: Whole<u64>,
            /// The folders that it comes in, with `/` between them.
            folder: Option<Text>,
        } = |_name| OutgoingFile { name: name.value("name")?, size: size.value("size")?, folder: folder.value("path")? };

        /// What a file of an import is.
        KindOfFile => (usize, FileKind) {
            /// Which, by its place in the import, counted from 0.
            file: Whole<usize>,
            /// What it is.
            kind: WordArgument<FileKind>,
        } = |name| (file.value(name)?, kind.value(name)?);
    }
}
pub(crate) use of::{
    KindOfFile, LibraryFilterInput, NewFile, PageLinkInput, PlaylistFilterInput, PositionInput, SectionInput,
};

/// A file to be sent, as the host says it.
#[derive(Debug, Clone)]
pub(crate) struct OutgoingFile {
    pub(crate) name: String,
    pub(crate) size: u64,
    pub(crate) folder: Option<String>,
}

/// The objects of this room that callers give.
pub(crate) fn inputs() -> Vec<crate::shape::Record> {
    [side::inputs(), of::inputs()].concat()
}
