//! Cowrite for Python: the extension module `cowrite._native`.
//!
//! Thin: what Python gives is read, the core is called without the GIL, and what it answers is shown. No rule lives here.
//!
//! | module | what for |
//! |---|---|
//! | `workspace`, `actor`, `visitor`, `operator`, `batch` | the faces, each a blocking and an asyncio class |
//! | `index` | the access index, in both kinds |
//! | `rooms` | the operations, each written once for both |
//! | `records`, `values`, `word` | what operations return and take |
//! | `argument`, `shown`, `json`, `error` | reading, showing, refusing |
//! | `page`, `watch` | answers that go on: pages, and what changes |
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
mod index;
mod json;
mod operator;
mod page;
mod record;
mod records;
mod rooms;
mod shown;
mod values;
mod visitor;
mod watch;
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
    use crate::host::{AsyncDropbox, Dropbox, LocalFolder};
    #[pymodule_export]
    use crate::index::{AccessIndex, AsyncAccessIndex};
    #[pymodule_export]
    use crate::operator::{AsyncOperator, Operator};
    #[pymodule_export]
    use crate::records::{
        AccessChange, AccessThen, AccountConnected, ActivityEntry, ActivityPage, AllRead, Applied, Avatar, Bucket,
        ChangedShares, Check, Checked, Comment, CommentDeleted, CommentPinned, CommentTakedown, CommentsPage,
        DayVisits, Delta, EffectRetried, EffectsRun, Ending, EndingAct, ExplainedStep, Explanation, Fault, File,
        FileChanged, FileTicket, FileVisits, FilesFollowed, FilesWaited, FolderRetried, Freed, GivenFile, Group,
        GroupDeleted, GroupMoved, Handover, Holder, Import, ImportDetail, ImportsPage, InGroup, InboxEntry, IndexPage,
        IndexedTrack, Invitation, Joined, KindTotal, KindVisits, LatestVersion, LibraryPage, LibraryRow, Link,
        LinkAnalytics, LinkMade, LinkReach, LinkTakedown, LinkTotals, Maintained, NewFile, Notification,
        NotificationMarked, NotificationPage, Offer, OfferMade, OpenEffect, OpenEffects, OpenedFile, OpenedLink,
        OpenedTrack, OwnPage, PageLink, PageSection, PageTakedown, PageTrack, Panel, PanelRow, Person, Placement,
        Playlist, PlaylistFilter, Position, PublicPage, PublicSection, PublicTrack, Remaining, RemovedTrack, Review,
        Reviewed, Section, SentFile, SharedRow, SharesChange, SharesThen, SharesThenRow, SharingPanel, SharingWith,
        Shift, Shortfall, SplitStatuses, Suggestion, SyncedGroup, SyncedTrack, Takedown, Totals, Track, TrackDeleted,
        TrackFiles, TrackMoved, TrackOverview, TrackUpdated, TrackVisits, Version, VisitCounts, VisitEntry, Visited,
        WhoCan,
    };
    #[pymodule_export]
    use crate::rooms::sharing_method_for;
    #[pymodule_export]
    use crate::values::{
        Effect, Invitee, Proposal, ProposedShares, Scope, Secret, ShareEdits, ShareRow, Shares, SplitWarning,
    };
    #[pymodule_export]
    use crate::visitor::{AsyncVisitor, Visitor};
    #[pymodule_export]
    use crate::watch::{AsyncWatch, Watch};
    #[pymodule_export]
    use crate::workspace::{AsyncWorkspace, Workspace};
}
