//! The application: load, require, decide, apply, commit.
//!
//! Each room's operations are in the file named as the room; [`driver`] has the one way in which all of them run.

mod activity;
mod actor;
mod batch;
mod collaborators;
mod driver;
mod files;
mod groups;
mod invitations;
mod kept_files;
mod lanes;
mod library;
mod link_secret;
mod link_settings;
mod link_views;
mod links;
pub(crate) mod operation;
mod operator;
mod ownership;
mod people;
mod redeem;
mod splits;
mod ticket;
mod tracks;
mod transfer;
mod verify;
mod views;
mod visit_page;
mod visit_views;
mod visitor;
mod workspace;

pub use activity::{ActivityEntry, ActivityPage, Paging};
pub use actor::Actor;
pub use batch::Batch;
pub use collaborators::{Panel, PanelRow};
pub use files::{FileChanged, FileTicket, FileView, TrackFilesView, Upload};
pub use groups::{GroupDeleted, GroupMoved, GroupView, NewGroup};
pub use invitations::{InboxEntry, InvitationStatus, InvitationTerms, InvitationView, Joined};
pub use kept_files::Accounts;
pub use library::{LibraryPage, LibraryRow};
pub use link_secret::LinkSecret;
pub use link_settings::LinkSettings;
pub use link_views::{LinkAnalytics, LinkMade, LinkView, PlaylistView, VisitEntry};
pub use operator::{Operator, TakedownView};
pub use people::PersonView;
pub use redeem::{Body, Redeemed};
pub use splits::{Applied, ShareSave};
pub use ticket::Ticket;
pub use tracks::{NewTrack, TrackDeleted, TrackMoved, TrackUpdated, TrackView};
pub use verify::{Fault, faults};
pub use visit_views::{GivenFile, NewReview, OpenedFile, OpenedLink, OpenedTrack, Reviewed, Visit};
pub use visitor::Visitor;
pub use workspace::{Workspace, WorkspaceBuilder};
