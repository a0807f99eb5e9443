//! Draft front door.
pub mod adapters;
pub mod domain;
pub mod error;
pub mod event;
pub mod id;
pub mod ports;
pub mod time;
pub use domain::access::{Access, Action, Level};
pub use domain::details::{Bpm, Stage, TrackUpdate};
pub use domain::person::{NewPerson, PersonUpdate};
pub use domain::split::{Invitee, Kind, Percent, InexactPercent, Shares, ShareEdit, ShareEdits, divide_evenly};
pub use domain::text::Email;
pub use error::Error;
pub use id::{GroupId, InvitationId, PersonId, Scope, TrackId};
pub use time::Timestamp;
