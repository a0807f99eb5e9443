//! Proposals: what the library would save, which a host may change before it is applied.

use cowrite::{Error, Warning};
use serde::Deserialize;

use super::scope::InviteeArgument;
use super::shares::SharesInput;
use crate::argument::{Argument, PersonArgument, Seq, TrackArgument, Whole};
use crate::input::input;
use crate::record::record;
use crate::shape::{Field, Record, Shape, Union};
use crate::shown::Shown;

record! {
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
        /// Who; `null` for a newcomer who is known by address alone.
        person: Option<cowrite::PersonId>,
        /// The shares; `null` where a kind is not touched.
        shares: cowrite::Shares,
    }
}

input! {
    /// A proposal as it was made, or as the host has changed it.
    ProposalInput => cowrite::Proposal {
        /// Of which track.
        track: TrackArgument,
        /// The version of the shares that it rests on (SPL-9).
        based_on: Whole<u64>,
        /// Who is to be invited with it.
        newcomer: Option<InviteeArgument>,
        /// Who is to hold what; rows that are not there stay as they are.
        rows: Seq<ProposedSharesInput>,
        /// What of each kind was left before.
        remaining: Option<SharesInput>,
        /// What the proposal could not make good.
        warnings: Read,
    } = |name| cowrite::Proposal {
        track: track.value("track")?,
        based_on: based_on.value("based_on")?,
        newcomer: newcomer.value("newcomer")?,
        rows: rows.value("rows")?,
        remaining: remaining.value(name)?.unwrap_or_default(),
        warnings: {
            warnings.value(name)?;
            Vec::new()
        },
    };

    /// A row of a proposal.
    ProposedSharesInput => cowrite::ProposedShares {
        /// Who; `null` for a newcomer who is known by address alone.
        person: Option<PersonArgument>,
        /// The shares; `null` where a kind is not touched.
        shares: SharesInput,
    } = |name| cowrite::ProposedShares { person: person.value(name)?, shares: shares.value(name)? };
}

/// What a proposal could not make good, as it is given back with it: that was for the host to read.
#[derive(Debug, Deserialize)]
pub(crate) struct Read(());

impl Argument for Read {
    type Value = ();

    const OPTIONAL: bool = true;

    fn shape() -> Shape {
        Shape::Ignored(Box::new(<Vec<Warning> as Shown>::shape()))
    }

    fn value(self, _: &'static str) -> Result<(), Error> {
        let Self(nothing) = self;
        Ok(nothing)
    }
}

impl Shown for Warning {
    fn shape() -> Shape {
        Shape::Union("SplitWarning")
    }

    fn write(&self, out: &mut String) {
        match self {
            Self::SplitsIncomplete { kinds } => {
                out.push_str("{\"code\":\"splits_incomplete\",\"kinds\":");
                kinds.write(out);
            }
            Self::NoAllocationRemaining { kind } => {
                out.push_str("{\"code\":\"no_allocation_remaining\",\"kind\":");
                kind.write(out);
            }
            _ => out.push_str("{\"code\":\"unknown\""),
        }
        out.push('}');
    }
}

/// The unions of this room.
pub(crate) fn unions() -> Vec<Union> {
    let variant = |code, about, name, of, shape| Record {
        name: code,
        docs: vec![about],
        fields: vec![Field { name, docs: vec![of], shape, optional: false }],
        entries: None,
    };
    let variants = vec![
        variant(
            "splits_incomplete",
            " Kinds do not come to 100 (SPL-5).",
            "kinds",
            " Which, and by how much.",
            <Vec<cowrite::Shortfall> as Shown>::shape(),
        ),
        variant(
            "no_allocation_remaining",
            " Nothing of a kind is left (SPL-7).",
            "kind",
            " Of which.",
            <cowrite::Kind as Shown>::shape(),
        ),
    ];
    let docs =
        vec![" What is to be told about a split, though it was done, by the code that it would have as an error."];
    vec![Union { name: "SplitWarning", docs, by: "code", variants }]
}
