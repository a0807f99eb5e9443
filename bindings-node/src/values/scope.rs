//! What access is given on, and who is invited.

use crate::argument::{GroupArgument, PersonArgument, Text, TrackArgument};
use crate::union::union;

union! {
    /// A track or a group: what access is given on, and what is offered, asked about or listed.
    Scope = cowrite::Scope, given as ScopeArgument {
        /// A track.
        "track" Track {
            /// Its id.
            id: TrackArgument = cowrite::TrackId,
        } = Self::Track(id) => (id), |name| cowrite::Scope::Track(id.value(name)?);
        /// A group, with all that lies in it.
        "group" Group {
            /// Its id.
            id: GroupArgument = cowrite::GroupId,
        } = Self::Group(id) => (id), |name| cowrite::Scope::Group(id.value(name)?);
    }

    /// Who is invited: a person who is known, or an address.
    Invitee = cowrite::Invitee, given as InviteeArgument {
        /// A person who is known.
        "person" Person {
            /// Their id.
            id: PersonArgument = cowrite::PersonId,
        } = Self::Person(id) => (id), |name| cowrite::Invitee::Person(id.value(name)?);
        /// Whoever has this address, now or later.
        "email" Email {
            /// The address.
            address: Text = String,
        } = Self::Email(address) => (address), |name| cowrite::Invitee::Email(address.value(name)?);
    }
}
