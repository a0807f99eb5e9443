//! Values that Swift makes as well.

use std::collections::BTreeSet;

use cowrite::{Error, Kind, Percent};

use crate::argument::{Argument, Edit, always_right, number};
use crate::crosses::{Crosses, as_it_is, record};
use crate::custom::{Exact, GroupID, PersonID, TrackID, Whole};
use crate::records::{Import, InboxEntry, Shortfall};
use crate::words::ShareKind;

pub(crate) use cowrite::ports::files::ByteRange;
pub(crate) use cowrite::{Effect, Invitee, Scope};

/// A track, or a group with all that lies in it: what access is given on, and what is offered, asked about or listed.
#[uniffi::remote(Enum)]
pub(crate) enum Scope {
    /// A group and everything in it.
    Group(GroupID),
    /// One track.
    Track(TrackID),
}

/// Who is invited: a person who is known, or whoever has an address.
#[uniffi::remote(Enum)]
pub(crate) enum Invitee {
    /// A person who is known.
    Person(PersonID),
    /// Whoever has this address, now or later.
    Email(String),
}

/// Something to be done outside after a commit, harmless to do twice.
#[uniffi::remote(Enum)]
pub(crate) enum Effect {
    /// Bring the members of a track's shared folder, or of those of all tracks below a group, to what access says (FIL-2).
    Reconcile {
        /// The track, or the group.
        scope: Scope,
    },
    /// Bring the folder of a track, or those of all tracks below a group, to where title, groups and owner say (FIL-1, OWN-4).
    Arrange {
        /// The track, or the group.
        scope: Scope,
    },
    /// Put what has come of an accepted import into its track's folder (IMP-3).
    Carry {
        /// To whom it was sent.
        to: PersonID,
        /// Which.
        import: crate::custom::ImportID,
    },
}

/// Which bytes of a file, as an HTTP `Range` header can ask for them.
#[uniffi::remote(Enum)]
pub(crate) enum ByteRange {
    /// All.
    All,
    /// From this one, counted from 0, to the end.
    From(u64),
    /// From the first to the last, both counted from 0 and both among them; what lies after the end is left out.
    Span(u64, u64),
    /// So many at the end.
    Last(u64),
}

as_it_is! { Effect, Invitee, Scope }
always_right! { ByteRange, Effect, Invitee, Scope }

/// How far a track is: a word that is known, or the host's own.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Enum)]
pub(crate) enum Stage {
    /// Only an idea yet.
    Idea,
    /// It is being written.
    Writing,
    /// It is recorded.
    Recorded,
    /// It is being mixed.
    Mixing,
    /// It can be released.
    ReadyToRelease,
    /// It is out.
    Published,
    /// The host's own name for something else.
    Other(String),
}

impl Crosses for cowrite::Stage {
    type Across = Stage;

    fn across(self) -> Stage {
        match self {
            Self::Idea => Stage::Idea,
            Self::Writing => Stage::Writing,
            Self::Recorded => Stage::Recorded,
            Self::Mixing => Stage::Mixing,
            Self::ReadyToRelease => Stage::ReadyToRelease,
            Self::Published => Stage::Published,
            Self::Other(name) => Stage::Other(name),
        }
    }
}

impl Argument for Stage {
    type Value = cowrite::Stage;

    fn value(self, _: &'static str) -> Result<cowrite::Stage, Error> {
        Ok(match self {
            Self::Idea => cowrite::Stage::Idea,
            Self::Writing => cowrite::Stage::Writing,
            Self::Recorded => cowrite::Stage::Recorded,
            Self::Mixing => cowrite::Stage::Mixing,
            Self::ReadyToRelease => cowrite::Stage::ReadyToRelease,
            Self::Published => cowrite::Stage::Published,
            Self::Other(name) => name.parse()?,
        })
    }
}

/// What is to be told about a split, though it was done.
#[derive(Debug, Clone, uniffi::Enum)]
pub(crate) enum SplitWarning {
    /// These kinds do not come to 100 (SPL-5).
    SplitsIncomplete {
        /// Which, and by how much.
        kinds: Vec<Shortfall>,
    },
    /// Of this kind nothing is left to give (SPL-7).
    NoAllocationRemaining {
        /// Which.
        kind: ShareKind,
    },
}

impl Crosses for cowrite::Warning {
    type Across = SplitWarning;

    fn across(self) -> SplitWarning {
        match self {
            Self::SplitsIncomplete { kinds } => SplitWarning::SplitsIncomplete { kinds: kinds.across() },
            Self::NoAllocationRemaining { kind } => SplitWarning::NoAllocationRemaining { kind },
            _ => unreachable!("a warning that is not mirrored"),
        }
    }
}

/// Files that were sent, or an invitation that waits.
#[derive(Debug, Clone, uniffi::Enum)]
pub(crate) enum ImportEntry {
    /// Files that were sent.
    Import(Import),
    /// An invitation that waits.
    Invitation(InboxEntry),
}

impl Crosses for cowrite::ImportEntry {
    type Across = ImportEntry;

    fn across(self) -> ImportEntry {
        match self {
            Self::Import(import) => ImportEntry::Import(import.across()),
            Self::Invitation(invitation) => ImportEntry::Invitation(invitation.across()),
            _ => unreachable!("an entry that is not mirrored"),
        }
    }
}

record! {
    /// Somebody's shares of a track, of each kind; `nil` is unset, which is not 0.
    ///
    /// Exact percentages from 0 to 100 with at most two decimals.
    Shares = cowrite::Shares {
        /// Of the master recording.
        master: Option<cowrite::Percent>,
        /// Of the publishing.
        publishing: Option<cowrite::Percent>,
        /// Of the writing.
        writer: Option<cowrite::Percent>,
    }

    /// A split that the library proposes: nothing is saved until `applyProposal` is given it, or what the host has made of it.
    Proposal = cowrite::Proposal {
        /// Of which track.
        track: cowrite::TrackId,
        /// The version of the shares that it rests on (SPL-9).
        based_on: u64,
        /// Who would be invited with it.
        newcomer: Option<cowrite::Invitee>,
        /// Who would hold what; rows that are not there stay as they are.
        rows: Vec<cowrite::ProposedShares>,
        /// What of each kind was left before.
        remaining: cowrite::Shares,
        /// What the proposal cannot make good.
        warnings: Vec<cowrite::Warning>,
    }

    /// A row of a proposal.
    ProposedShares = cowrite::ProposedShares {
        /// Who; `nil` for a newcomer who is known by address alone.
        person: Option<cowrite::PersonId>,
        /// The shares; `nil` where a kind is not touched.
        shares: cowrite::Shares,
    }

    /// A place in the music, in milliseconds from the beginning: an instant, or a range that begins no later than it ends.
    Position = cowrite::Position {
        /// Where it is, or where the range begins.
        start_ms: u32,
        /// Where the range ends; `nil` for an instant.
        end_ms: Option<u32>,
    }

    /// What of a playlist's tracks is shown; what is empty leaves nothing out (LNK-7).
    PlaylistFilter = cowrite::PlaylistFilter {
        /// Only tracks at one of these stages.
        stages: Vec<cowrite::Stage>,
        /// Only tracks with one of these tags.
        tags: Vec<String>,
        /// Only files of these kinds.
        kinds: BTreeSet<cowrite::FileKind>,
    }

    /// A link to somewhere else.
    PageLink = cowrite::PageLink {
        /// What it is called.
        label: String,
        /// Where it leads: an http or https address.
        url: String,
    }
}

/// A part of a page to be arranged: tracks in order, under a title or none.
#[derive(Debug, Clone, uniffi::Record)]
pub(crate) struct NewSection {
    /// The title.
    pub(crate) title: Option<String>,
    /// The tracks, in order.
    pub(crate) tracks: Vec<TrackID>,
}

/// A file to be sent; what it is taken for is guessed from its folders and its name (IMP-2).
#[derive(Debug, Clone, uniffi::Record)]
pub(crate) struct NewFile {
    /// Its name.
    pub(crate) name: String,
    /// How many bytes it has.
    pub(crate) size: Whole,
    /// The folders that it comes in, with `/` between them.
    #[uniffi(default = None)]
    pub(crate) folder: Option<String>,
}

/// A share; what is not an exact percentage is `invalidShare`.
fn percent(kind: Kind, given: &Exact) -> Result<Percent, Error> {
    let percent = given.decimal().and_then(|decimal| Percent::try_from(decimal).ok());
    percent.ok_or(Error::InvalidShare { kind })
}

impl Argument for Shares {
    type Value = cowrite::Shares;

    fn value(self, _: &'static str) -> Result<cowrite::Shares, Error> {
        let read = |kind, given: Option<Exact>| given.map(|given| percent(kind, &given)).transpose();
        let (master, publishing) = (read(Kind::Master, self.master)?, read(Kind::Publishing, self.publishing)?);
        Ok(cowrite::Shares { master, publishing, writer: read(Kind::Writer, self.writer)? })
    }
}

/// What to do to somebody's shares.
#[derive(Debug, Clone, uniffi::Record)]
pub(crate) struct GivenShareEdits {
    /// Of the master recording.
    pub(crate) master: Edit<Exact>,
    /// Of the publishing.
    pub(crate) publishing: Edit<Exact>,
    /// Of the writing.
    pub(crate) writer: Edit<Exact>,
}

impl Argument for GivenShareEdits {
    type Value = cowrite::ShareEdits;

    fn value(self, _: &'static str) -> Result<cowrite::ShareEdits, Error> {
        let read = |kind, given: Edit<Exact>| {
            Ok::<_, Error>(match given {
                None => cowrite::ShareEdit::Keep,
                Some(None) => cowrite::ShareEdit::Unset,
                Some(Some(given)) => cowrite::ShareEdit::Set(percent(kind, &given)?),
            })
        };
        let (master, publishing) = (read(Kind::Master, self.master)?, read(Kind::Publishing, self.publishing)?);
        Ok(cowrite::ShareEdits { master, publishing, writer: read(Kind::Writer, self.writer)? })
    }
}

/// A row of shares to be saved.
#[derive(Debug, Clone, uniffi::Record)]
pub(crate) struct GivenShareRow {
    /// Whose.
    pub(crate) person: PersonID,
    /// What to do to them.
    pub(crate) edits: GivenShareEdits,
}

impl Argument for GivenShareRow {
    type Value = cowrite::ShareRow;

    fn value(self, name: &'static str) -> Result<cowrite::ShareRow, Error> {
        Ok(cowrite::ShareRow { person: self.person, edits: self.edits.value(name)? })
    }
}

impl Argument for ProposedShares {
    type Value = cowrite::ProposedShares;

    fn value(self, name: &'static str) -> Result<cowrite::ProposedShares, Error> {
        Ok(cowrite::ProposedShares { person: self.person, shares: self.shares.value(name)? })
    }
}

impl Argument for Proposal {
    type Value = cowrite::Proposal;

    fn value(self, name: &'static str) -> Result<cowrite::Proposal, Error> {
        Ok(cowrite::Proposal {
            track: self.track,
            based_on: number(self.based_on, "based_on")?,
            newcomer: self.newcomer,
            rows: self.rows.value(name)?,
            // What a host was told before is nothing that it could ask for.
            remaining: cowrite::Shares::default(),
            warnings: Vec::new(),
        })
    }
}

impl Argument for Position {
    type Value = cowrite::Position;

    fn value(self, name: &'static str) -> Result<cowrite::Position, Error> {
        Ok(cowrite::Position { start_ms: self.start_ms.value(name)?, end_ms: self.end_ms.value(name)? })
    }
}

impl Argument for PlaylistFilter {
    type Value = cowrite::PlaylistFilter;

    fn value(self, name: &'static str) -> Result<cowrite::PlaylistFilter, Error> {
        let kinds = self.kinds.into_iter().collect();
        Ok(cowrite::PlaylistFilter { stages: self.stages.value(name)?, tags: self.tags, kinds })
    }
}

impl Argument for PageLink {
    type Value = cowrite::PageLink;

    fn value(self, _: &'static str) -> Result<cowrite::PageLink, Error> {
        Ok(cowrite::PageLink { label: self.label, url: self.url })
    }
}

impl Argument for NewSection {
    type Value = cowrite::Section;

    fn value(self, _: &'static str) -> Result<cowrite::Section, Error> {
        Ok(cowrite::Section { title: self.title, tracks: self.tracks })
    }
}

impl Argument for NewFile {
    type Value = (String, u64, Option<String>);

    fn value(self, _: &'static str) -> Result<Self::Value, Error> {
        Ok((self.name, number(self.size, "size")?, self.folder))
    }
}
