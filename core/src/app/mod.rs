//! The application: load, require, decide, apply, commit.
//!
//! Each room's operations are in the file named as the room; [`driver`] has the one way in which all of them run.

mod activity;
mod actor;
mod batch;
mod buckets;
mod collaborators;
mod comments;
mod driver;
mod explain;
mod files;
mod folders;
mod groups;
mod import_views;
mod imports;
mod invitations;
mod kept_files;
mod lanes;
mod library;
mod link_secret;
mod link_settings;
mod link_views;
mod links;
mod notifications;
pub(crate) mod operation;
mod operator;
mod overview;
mod ownership;
mod past;
mod people;
mod public_page;
mod redeem;
mod sharing;
mod signal;
mod splits;
mod sync;
mod takedowns;
mod ticket;
mod tracks;
mod transfer;
mod verify;
mod views;
mod visit_page;
mod visit_views;
mod visitor;
mod watch;
mod workspace;

pub use activity::{ActivityEntry, ActivityPage, Paging};
pub use actor::Actor;
pub use batch::Batch;
pub use buckets::{BucketView, PlacementView};
pub use collaborators::{Panel, PanelRow};
pub use comments::{CommentDeleted, CommentPinned, CommentView, CommentsPage, NewComment};
pub use explain::{Explanation, LinkReach, WhoCan};
pub use files::{FileChanged, FileTicket, FileView, TrackFilesView, Upload};
pub use groups::{GroupDeleted, GroupMoved, GroupView, NewGroup};
pub use import_views::{
    ImportDetail, ImportEntry, ImportFilter, ImportInto, ImportStatus, ImportUpdate, ImportView, ImportsPage,
    NewImport, Suggestion,
};
pub use invitations::{InboxEntry, InvitationStatus, InvitationTerms, InvitationView, Joined};
pub use kept_files::Accounts;
pub use library::{Avatar, InGroup, LibraryPage, LibraryQuery, LibraryRow, SplitStatuses};
pub use link_secret::LinkSecret;
pub use link_settings::LinkSettings;
pub use link_views::{LinkAnalytics, LinkMade, LinkView, PlaylistView, VisitEntry};
pub use notifications::{AllRead, Notification, NotificationMarked, NotificationPage};
pub use operator::{Operator, TakedownView};
pub use overview::TrackOverview;
pub use past::{AccessThen, SharesThen, SharesThenRow};
pub use people::PersonView;
pub use public_page::{PageSection, PageTrack, PageView, PublicPageView, PublicSection, PublicTrack};
pub use redeem::{Body, Redeemed};
pub use sharing::{SharedRow, SharingPanel, SharingWith};
pub use splits::{Applied, ShareSave};
pub use sync::{RemovedTrack, Sync, SyncedGroup, SyncedTrack};
pub use takedowns::{CommentTakedown, PageTakedown};
pub use ticket::Ticket;
pub use tracks::{NewTrack, TrackDeleted, TrackMoved, TrackUpdated, TrackView};
pub use verify::{Fault, faults};
pub use visit_views::{GivenFile, NewReview, OpenedFile, OpenedLink, OpenedTrack, Reviewed, Visit};
pub use visitor::Visitor;
pub use watch::Watch;
pub use workspace::{Workspace, WorkspaceBuilder};
