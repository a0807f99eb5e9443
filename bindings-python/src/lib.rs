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
//! | `host`, `content` | what the host brings along to be called, and the bytes of files |

mod actor;
mod argument;
mod batch;
mod call;
mod clock;
mod content;
mod error;
mod host;
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
    use crate::content::{AsyncRedeemed, Redeemed};
    #[pymodule_export]
    use crate::host::LocalFolder;
    #[pymodule_export]
    use crate::operator::{AsyncOperator, Operator};
    #[pymodule_export]
    use crate::records::{
        AccessChange, Applied, ChangedShares, DayVisits, Ending, File, FileChanged, FileTicket, FileVisits, Freed,
        GivenFile, Group, GroupDeleted, GroupMoved, Handover, InboxEntry, Invitation, Joined, KindTotal, KindVisits,
        Link, LinkAnalytics, LinkMade, LinkTakedown, LinkTotals, Offer, OfferMade, OpenedFile, OpenedLink, OpenedTrack,
        PageLink, Panel, PanelRow, Person, Playlist, PlaylistFilter, PublicPage, PublicSection, PublicTrack, Remaining,
        Review, Reviewed, SharesChange, Shift, Shortfall, Takedown, Totals, Track, TrackDeleted, TrackFiles,
        TrackMoved, TrackUpdated, TrackVisits, VisitCounts, VisitEntry, Visited,
    };
    #[pymodule_export]
    use crate::rooms::sharing_method_for;
    #[pymodule_export]
    use crate::values::{Invitee, Proposal, ProposedShares, Scope, Secret, ShareEdits, ShareRow, Shares, SplitWarning};
    #[pymodule_export]
    use crate::visitor::{AsyncVisitor, Visitor};
    #[pymodule_export]
    use crate::workspace::{AsyncWorkspace, Workspace};
}
