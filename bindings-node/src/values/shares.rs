//! Shares as they are, and as they are edited.

use cowrite::{Error, Kind, Percent, ShareEdit};

use crate::argument::{Edit, Exact, PersonArgument};
use crate::input::input;
use crate::record::record;

record! {
    /// Somebody's shares of a track, of each kind; `null` is unset, which is not 0.
    Shares = cowrite::Shares {
        /// Of the master recording.
        master: Option<cowrite::Percent>,
        /// Of the publishing.
        publishing: Option<cowrite::Percent>,
        /// Of the writing.
        writer: Option<cowrite::Percent>,
    }
}

/// Reads a share; what is not an exact percentage is `invalid_share`.
fn percent(kind: Kind, given: Exact) -> Result<Percent, Error> {
    let percent = given.decimal().and_then(|decimal| Percent::try_from(decimal).ok());
    percent.ok_or(Error::InvalidShare { kind })
}

fn share(kind: Kind, given: Option<Exact>) -> Result<Option<Percent>, Error> {
    given.map(|given| percent(kind, given)).transpose()
}

fn edit(kind: Kind, given: Edit<Exact>) -> Result<ShareEdit, Error> {
    Ok(match given {
        Edit::Keep => ShareEdit::Keep,
        Edit::Empty => ShareEdit::Unset,
        Edit::Set(given) => ShareEdit::Set(percent(kind, given)?),
    })
}

fn edits(master: Edit<Exact>, publishing: Edit<Exact>, writer: Edit<Exact>) -> Result<cowrite::ShareEdits, Error> {
    let (master, publishing) = (edit(Kind::Master, master)?, edit(Kind::Publishing, publishing)?);
    Ok(cowrite::ShareEdits { master, publishing, writer: edit(Kind::Writer, writer)? })
}

fn shares(master: Option<Exact>, publishing: Option<Exact>, writer: Option<Exact>) -> Result<cowrite::Shares, Error> {
    let (master, publishing) = (share(Kind::Master, master)?, share(Kind::Publishing, publishing)?);
    Ok(cowrite::Shares { master, publishing, writer: share(Kind::Writer, writer)? })
}

input! {
    /// Somebody's shares: exact percentages from 0 to 100 with at most two decimals; `null` is unset, which is not 0.
    SharesInput => cowrite::Shares {
        /// Of the master recording.
        master: Option<Exact>,
        /// Of the publishing.
        publishing: Option<Exact>,
        /// Of the writing.
        writer: Option<Exact>,
    } = |_name| shares(master, publishing, writer)?;

    /// What to do to somebody's shares: what is left out stays as it is, `null` unsets a kind, a number sets it.
    ShareEdits => cowrite::ShareEdits {
        /// Of the master recording.
        master: Edit<Exact>,
        /// Of the publishing.
        publishing: Edit<Exact>,
        /// Of the writing.
        writer: Edit<Exact>,
    } = |_name| edits(master, publishing, writer)?;

    /// A row of shares to be saved: a person, and what to do to their shares of each kind.
    ShareRow => cowrite::ShareRow {
        /// Whose shares.
        person: PersonArgument,
        /// Of the master recording: what is left out stays as it is, `null` unsets it.
        master: Edit<Exact>,
        /// Of the publishing: what is left out stays as it is, `null` unsets it.
        publishing: Edit<Exact>,
        /// Of the writing: what is left out stays as it is, `null` unsets it.
        writer: Edit<Exact>,
    } = |name| cowrite::ShareRow { person: person.value(name)?, edits: edits(master, publishing, writer)? };
}
