//! What operations return, a room a file.

mod collaborators;
mod groups;
mod invitations;
mod ownership;
mod pages;
mod people;
mod shares;
mod tracks;

pub(crate) use collaborators::{AccessChange, Ending, Freed, Panel, PanelRow, Remaining};
pub(crate) use groups::{Group, GroupDeleted, GroupMoved};
pub(crate) use invitations::{InboxEntry, Invitation, Joined};
pub(crate) use ownership::{Handover, Offer, OfferMade};
pub(crate) use pages::{PageLink, PublicPage, PublicSection, PublicTrack};
pub(crate) use people::Person;
pub(crate) use shares::{Applied, ChangedShares, KindTotal, SharesChange, Shortfall, Totals};
pub(crate) use tracks::{Shift, Track, TrackDeleted, TrackMoved, TrackUpdated};
