//! What operations return, a room a file.

mod analytics;
mod collaborators;
mod files;
mod groups;
mod invitations;
mod links;
mod ownership;
mod pages;
mod people;
mod shares;
mod tracks;
mod visits;

pub(crate) use analytics::{
    DayVisits, FileVisits, KindVisits, LinkAnalytics, LinkTotals, Review, TrackVisits, VisitCounts, VisitEntry, Visited,
};
pub(crate) use collaborators::{AccessChange, Ending, Freed, Panel, PanelRow, Remaining};
pub(crate) use files::{File, FileChanged, FileTicket, Takedown, TrackFiles};
pub(crate) use groups::{Group, GroupDeleted, GroupMoved};
pub(crate) use invitations::{InboxEntry, Invitation, Joined};
pub(crate) use links::{Link, LinkMade, LinkTakedown, Playlist, PlaylistFilter};
pub(crate) use ownership::{Handover, Offer, OfferMade};
pub(crate) use pages::{PageLink, PublicPage, PublicSection, PublicTrack};
pub(crate) use people::Person;
pub(crate) use shares::{Applied, ChangedShares, KindTotal, SharesChange, Shortfall, Totals};
pub(crate) use tracks::{Shift, Track, TrackDeleted, TrackMoved, TrackUpdated};
pub(crate) use visits::{GivenFile, OpenedFile, OpenedLink, OpenedTrack, Reviewed};
