//! What operations return, a room a file.

mod activity;
mod analytics;
mod collaborators;
mod comments;
mod effects;
mod explain;
mod files;
mod follow;
mod groups;
#[expect(clippy::wrong_self_convention, reason = "a getter is called as the field of the core that it shows")]
mod imports;
mod index;
mod invitations;
mod library;
mod links;
mod ownership;
mod pages;
mod people;
#[expect(clippy::wrong_self_convention, reason = "a getter is called as the field of the core that it shows")]
mod screens;
mod shares;
mod sync;
mod tracks;
mod upkeep;
mod visits;

pub(crate) use activity::{ActivityEntry, ActivityPage, AllRead, Notification, NotificationMarked, NotificationPage};
pub(crate) use analytics::{
    DayVisits, FileVisits, KindVisits, LinkAnalytics, LinkTotals, Review, TrackVisits, VisitCounts, VisitEntry, Visited,
};
pub(crate) use collaborators::{AccessChange, Ending, Freed, Panel, PanelRow, Remaining};
pub(crate) use comments::{Comment, CommentDeleted, CommentPinned, CommentTakedown, CommentsPage, Position};
pub(crate) use effects::{AccountConnected, EffectRetried, EffectsRun, FolderRetried, OpenEffect, OpenEffects};
pub(crate) use explain::{
    AccessThen, EndingAct, ExplainedStep, Explanation, LinkReach, SharesThen, SharesThenRow, WhoCan,
};
pub(crate) use files::{File, FileChanged, FileTicket, Takedown, TrackFiles};
pub(crate) use follow::{FilesFollowed, FilesWaited, LatestVersion, Version};
pub(crate) use groups::{Group, GroupDeleted, GroupMoved};
pub(crate) use imports::{Import, ImportDetail, ImportsPage, NewFile, OutgoingFile, SentFile, Suggestion};
pub(crate) use index::{Check, Checked, Holder, IndexPage, IndexedTrack};
pub(crate) use invitations::{InboxEntry, Invitation, Joined};
pub(crate) use library::{Avatar, Bucket, InGroup, LibraryPage, LibraryRow, Placement, SplitStatuses};
pub(crate) use links::{Link, LinkMade, LinkTakedown, Playlist, PlaylistFilter};
pub(crate) use ownership::{Handover, Offer, OfferMade};
pub(crate) use pages::{
    OwnPage, PageLink, PageSection, PageTakedown, PageTrack, PublicPage, PublicSection, PublicTrack, Section,
};
pub(crate) use people::Person;
pub(crate) use screens::{SharedRow, SharingPanel, SharingWith, TrackOverview};
pub(crate) use shares::{Applied, ChangedShares, KindTotal, SharesChange, Shortfall, Totals};
pub(crate) use sync::{Delta, RemovedTrack, SyncedGroup, SyncedTrack};
pub(crate) use tracks::{Shift, Track, TrackDeleted, TrackMoved, TrackUpdated};
pub(crate) use upkeep::{Fault, Maintained};
pub(crate) use visits::{GivenFile, OpenedFile, OpenedLink, OpenedTrack, Reviewed};
