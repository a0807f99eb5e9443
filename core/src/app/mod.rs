//! The application: load, require, decide, apply, commit.
//!
//! Each room's operations are in the file named as the room; [`driver`] has the one way in which all of them run.

mod activity;
mod actor;
mod batch;
mod collaborators;
mod comments;
mod driver;
mod groups;
mod import_views;
mod imports;
mod invitations;
mod lanes;
mod library;
pub(crate) mod operation;
mod operator;
mod ownership;
mod people;
mod public_page;
mod splits;
mod takedowns;
mod tracks;
mod transfer;
mod verify;
mod views;
mod visitor;
mod workspace;

pub use activity::{ActivityEntry, ActivityPage, Paging};
pub use actor::Actor;
pub use batch::Batch;
pub use collaborators::{Panel, PanelRow};
pub use comments::{CommentDeleted, CommentPinned, CommentView, CommentsPage, NewComment};
pub use groups::{GroupDeleted, GroupMoved, GroupView, NewGroup};
pub use import_views::{
    ImportDetail, ImportEntry, ImportFilter, ImportInto, ImportStatus, ImportUpdate, ImportView, ImportsPage,
    NewImport, Suggestion,
};
pub use invitations::{InboxEntry, InvitationStatus, InvitationTerms, InvitationView, Joined};
pub use library::{LibraryPage, LibraryRow};
pub use operator::{Operator, TakedownView};
pub use people::PersonView;
pub use public_page::{PageSection, PageTrack, PageView, PublicPageView, PublicSection, PublicTrack};
pub use splits::{Applied, ShareSave};
pub use takedowns::{CommentTakedown, PageTakedown};
pub use tracks::{NewTrack, TrackDeleted, TrackMoved, TrackUpdated, TrackView};
pub use verify::{Fault, faults};
pub use visitor::Visitor;
pub use workspace::{Workspace, WorkspaceBuilder};
