//! The library, and how it is arranged.

use crate::crosses::record;

record! {
    /// A page of the library.
    LibraryPage = cowrite::LibraryPage {
        /// The tracks.
        rows: Vec<cowrite::LibraryRow>,
        /// The cursor for the next page; none at the end. A page may be short, or empty, and still have one.
        next: Option<String>,
    }

    /// A track in the library (LIB-1).
    LibraryRow = cowrite::LibraryRow {
        /// Which track.
        track: cowrite::TrackId,
        /// Its title.
        title: String,
        /// Who owns it.
        owner: cowrite::PersonId,
        /// What the owner is called.
        owner_name: Option<String>,
        /// What the actor may do.
        level: cowrite::Level,
        /// The scope that decided so.
        via: cowrite::Scope,
        /// The first few of those who have access besides the owner, in the order in which they reached it.
        collaborators: Vec<cowrite::Avatar>,
        /// How many these are in all.
        collaborator_count: usize,
        /// Where it stands.
        stage: cowrite::Stage,
        /// Beats per minute.
        bpm: Option<cowrite::Bpm>,
        /// The musical key.
        key: Option<String>,
        /// Its tags.
        tags: Vec<String>,
        /// Whether it was put aside.
        archived: bool,
        /// Where its splits stand.
        splits: cowrite::SplitStatuses,
        /// The group it lies in, where the actor can view that.
        group: Option<cowrite::InGroup>,
        /// The actor's bucket that it is in.
        bucket: Option<cowrite::BucketId>,
        /// How many share links it has that were not revoked; only on the actor's own.
        links: Option<usize>,
        /// The newest bounce, known without asking the file store (FIL-5).
        latest_version: Option<cowrite::LatestVersion>,
    }

    /// A person as a row shows them.
    Avatar = cowrite::Avatar {
        /// Who.
        person: cowrite::PersonId,
        /// What they are called.
        name: Option<String>,
    }

    /// A group as a row shows it.
    InGroup = cowrite::InGroup {
        /// Which.
        group: cowrite::GroupId,
        /// What it is called.
        name: String,
    }

    /// Where the kinds of split of a track stand (SPL-4).
    SplitStatuses = cowrite::SplitStatuses {
        /// Of the recording.
        master: cowrite::SplitStatus,
        /// Of the composition.
        publishing: cowrite::SplitStatus,
        /// Of the songwriting.
        writer: cowrite::SplitStatus,
    }

    /// A bucket of the actor's.
    Bucket = cowrite::BucketView {
        /// The id.
        id: cowrite::BucketId,
        /// The name.
        name: String,
    }

    /// Where the actor has put a track.
    Placement = cowrite::PlacementView {
        /// Which track.
        track: cowrite::TrackId,
        /// In which bucket, if in one.
        bucket: Option<cowrite::BucketId>,
    }
}
