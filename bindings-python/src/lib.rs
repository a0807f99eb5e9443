//! Cowrite for Python: the extension module `cowrite._native`.
//!
//! Thin: what Python gives is read, the core is called without the GIL, and what it answers is shown. No rule lives here.
//!
//! | module | what for |
//! |---|---|
//! | `workspace`, `actor`, `visitor`, `operator`, `batch` | the faces, each a blocking and an asyncio class |
//! | `rooms` | the operations, each written once for both |
//! | `records`, `values`, `word` | what operations return and take |
//! | `argument`, `shown`, `error` | reading, showing, refusing |
//! | `call`, `clock` | how the core is called, and what time it is |

mod actor;
mod argument;
mod batch;
mod call;
mod clock;
mod error;
mod operator;
mod record;
mod records;
mod rooms;
mod shown;
mod values;
mod visitor;
mod word;
mod workspace;

/// The extension module.
#[pyo3::pymodule]
mod _native {
    #[pymodule_export]
    use crate::actor::{Actor, AsyncActor};
    #[pymodule_export]
    use crate::batch::{AsyncBatch, Batch};
    #[pymodule_export]
    use crate::operator::{AsyncOperator, Operator};
    #[pymodule_export]
    use crate::records::{
        AccessChange, Applied, ChangedShares, Ending, Freed, Group, GroupDeleted, GroupMoved, Handover, InboxEntry,
        Invitation, Joined, KindTotal, Offer, OfferMade, PageLink, Panel, PanelRow, Person, PublicPage, PublicSection,
        PublicTrack, Remaining, SharesChange, Shift, Shortfall, Totals, Track, TrackDeleted, TrackMoved, TrackUpdated,
    };
    #[pymodule_export]
    use crate::values::{Invitee, Proposal, ProposedShares, Scope, ShareEdits, ShareRow, Shares, SplitWarning};
    #[pymodule_export]
    use crate::visitor::{AsyncVisitor, Visitor};
    #[pymodule_export]
    use crate::workspace::{AsyncWorkspace, Workspace};
}
