//! Who owns this track, who may do what to it, and who holds which share of it: answered exactly, for apps in which musicians work together.
//!
//! ```
//! # pollster::block_on(async {
//! use cowrite::{Access, Action, NewPerson, Workspace};
//!
//! let workspace = Workspace::in_memory()?; // or Workspace::open("studio.db").await?
//! let olivia = workspace.register(NewPerson::new("olivia-1", "Olivia Park")).await?;
//! let alex = workspace.register(NewPerson::new("alex-1", "Alex Reyes").email("alex@example.com")).await?;
//!
//! let me = workspace.acting_as(olivia.id); // every call below is Olivia's
//! let track = me.create_track("Midnight Sessions").await?;
//! let invitation = me.invite(track.id, "alex@example.com", Access::Editor).await?;
//! workspace.acting_as(alex.id).accept_invitation(invitation.id).await?;
//! assert!(workspace.acting_as(alex.id).can(track.id, Action::EditShares).await?);
//! # Ok::<(), cowrite::Error>(()) }).unwrap();
//! ```
//!
//! # Ideas
//!
//! - **One owner, three accesses.** A track has one owner; collaborators are viewers, editors, or full. Groups hold tracks and groups, and the nearest decision wins.
//! - **Credits outlive access.** Revoking keeps shares, removing frees them; both say what they did.
//! - **Shares are exact.** Hundredths of a percent, three kinds each on its own, never above 100, no floating point.
//! - **One load, one commit.** Each call decides on one consistent read and commits whole or not at all; a lost race is decided anew.
//! - **No runtime needed.** Futures can be polled by any executor, or by a plain `block_on`.
//!
//! # Where to look
//!
//! [`Workspace`] opens a store and registers people, [`Actor`] has what people do, [`Operator`] what the host does for a stated reason.
//! [`Error`] is the one table of refusals; [`OPERATIONS`] the table of operations.
//! The rules are in [`domain`], each room with its own as a list; [`ports`] says how to bring one's own store, clock or randomness.
//!
//! # Features
//!
//! - `sqlite` (default): a workspace in one SQLite file, SQLite compiled in.
//! - `local-folder` (default): the files of tracks in a folder of the machine, out of which nothing leads.
//! - `dropbox`: the files of tracks in accounts of Dropbox, each track's folder shared by itself; `DROPBOX.md` says how it is set up.
//! - `postgres`: a workspace in a PostgreSQL database that many machines share; brings tokio, on a thread of its own.
//! - `testing`: conformance suites for ports, the scenario runner, the naive oracle.

pub mod adapters;
mod app;
pub mod domain;
mod error;
mod event;
mod id;
mod index;
pub mod ports;
#[cfg(feature = "testing")]
pub mod testing;
mod time;

pub use app::operation::{Cost, Face, OPERATIONS, Operation};
pub use app::{
    AccessIndex, AskedPerson, AskedScope, Check, Checked, Holder, IndexPage, IndexedTrack, PersonHandle, ScopeHandle,
};
pub use app::{
    AccessThen, AccountConnected, ActivityEntry, ActivityPage, Actor, AllRead, Applied, Avatar, Batch, BucketView,
    CommentDeleted, CommentPinned, CommentTakedown, CommentView, CommentsPage, EFFECTS_LIMIT, EffectRetried,
    EffectView, EffectsRun, Explanation, Fault, FolderRetried, GroupDeleted, GroupMoved, GroupView, ImportDetail,
    ImportEntry, ImportFilter, ImportInto, ImportStatus, ImportUpdate, ImportView, ImportsPage, InGroup, InboxEntry,
    InvitationStatus, InvitationTerms, InvitationView, Joined, LibraryPage, LibraryQuery, LibraryRow, LinkReach,
    NewComment, NewGroup, NewImport, NewTrack, Notification, NotificationMarked, NotificationPage, OpenEffectsView,
    Operator, PageSection, PageTakedown, PageTrack, PageView, Paging, Panel, PanelRow, PersonView, PlacementView,
    PublicPageView, PublicSection, PublicTrack, RemovedTrack, SentFileView, ShareSave, SharedRow, SharesThen,
    SharesThenRow, SharingPanel, SharingWith, SplitStatuses, Suggestion, Sync, SyncedGroup, SyncedTrack, TakedownView,
    TrackDeleted, TrackMoved, TrackOverview, TrackUpdated, TrackView, Visitor, Watch, WhoCan, Workspace,
    WorkspaceBuilder, faults,
};
pub use app::{
    Accounts, Body, FileChanged, FileTicket, FileView, FilesFollowed, FilesWaited, Redeemed, Ticket, TrackFilesView,
    Upload, VersionView,
};
pub use app::{
    GivenFile, LinkAnalytics, LinkMade, LinkSecret, LinkSettings, LinkView, Maintained, NewReview, OpenedFile,
    OpenedLink, OpenedTrack, PlaylistView, Reviewed, Visit, VisitEntry,
};
pub use domain::access::{Access, Action, Level, Standing};
pub use domain::comment::{CommentUpdate, Position};
pub use domain::details::{Bpm, Stage, TrackUpdate};
pub use domain::effect::Effect;
pub use domain::ending::{Ending, Freed, Remaining};
pub use domain::explanation::{Because, EndingAct, ExplainedStep};
pub use domain::file::FileKind;
pub use domain::folder_members::{FolderTrouble, MemberTrouble};
pub use domain::import::SentFile;
pub use domain::known_files::LatestVersion;
pub use domain::library::{LibraryFilter, LibrarySort, Relation, Side};
pub use domain::link_analytics::{DayVisits, FileVisits, KindVisits, LinkTotals, TrackVisits, VisitCounts};
pub use domain::linking::LinkTakedown;
pub use domain::members::AccessChange;
pub use domain::moving::Shift;
pub use domain::notification::NoticeKind;
pub use domain::ownership::{Handover, Offer, OfferView};
pub use domain::page_profile::{PageLink, PageUpdate, Section};
pub use domain::person::{NewPerson, PersonState, PersonUpdate};
pub use domain::share_link::{FileRef, LinkState, PlaylistFilter, Verdict};
pub use domain::shares::{ChangedShares, ShareRow, SharesChange};
pub use domain::sharing_method::{SharingMethod, Situation, sharing_method_for};
pub use domain::split::{
    InexactPercent, Invitee, Kind, KindTotal, Percent, Proposal, ProposedShares, ShareEdit, ShareEdits, Shares,
    SplitStatus, Totals, Warning, divide_evenly,
};
pub use domain::sync::RemovalReason;
pub use domain::text::Email;
pub use domain::track::Condition;
pub use domain::visit::{Review, VisitKind, Visited};
pub use error::{Detail, ERRORS, Error, ErrorKind, ErrorRow, Noun, Shortfall, Trouble};
pub use event::{Aggregate, Author, EVENT_FORMAT, Entry, Event, Recorded};
pub use id::{BucketId, CommentId, GroupId, ImportId, InvitationId, ItemId, LinkId, PersonId, Scope, Shard, TrackId};
pub use index::IndexSize;
pub use time::Timestamp;

#[cfg(all(doctest, feature = "sqlite"))]
#[doc = include_str!("../../README.md")]
struct Readme;
