// Written by `face.py` from the Rust of this package: scripts/swift.sh says how.

import CowriteCore
import Foundation

/// The id of a bucket of a person's library.
public typealias BucketID = UUID
/// The id of a comment.
public typealias CommentID = UUID
/// The id of a group.
public typealias GroupID = UUID
/// The id of files that were sent.
public typealias ImportID = UUID
/// The id of an invitation.
public typealias InvitationID = UUID
/// The id of something in a stream, such as a notice or a visit.
public typealias ItemID = UUID
/// The id of a share link or playlist share.
public typealias LinkID = UUID
/// The id of a person.
public typealias PersonID = UUID
/// The id of a track.
public typealias TrackID = UUID

/// The id of a file: the file store's own.
public typealias FileID = String

/// An open value, as an entry of the activity has before and after.
public typealias OpenValue = CowriteCore.OpenValue
/// Text that opens something for whoever has it; it does not show by mistake.
public typealias Secret = CowriteCore.Secret
/// The access that can be given to a collaborator, each including the one before.
public typealias Access = CowriteCore.Access
/// What became of somebody's access.
public typealias AccessChange = CowriteCore.AccessChange
/// What somebody could do on a track at an instant (EXP-4).
public typealias AccessThen = CowriteCore.AccessThen
/// What a person's account concerns is due now.
public typealias AccountConnected = CowriteCore.AccountConnected
/// Something that a person may or may not do on a scope (ACC-1, GRP-7).
public typealias Action = CowriteCore.Action
/// Something that has happened.
public typealias ActivityEntry = CowriteCore.ActivityEntry
/// A page of activity, newest first.
public typealias ActivityPage = CowriteCore.ActivityPage
/// What marking all notifications as read did.
public typealias AllRead = CowriteCore.AllRead
/// What applying a proposal did (SPL-7).
public typealias Applied = CowriteCore.Applied
/// A person as a row shows them.
public typealias Avatar = CowriteCore.Avatar
/// Why somebody has access to a scope, or has none.
public typealias Because = CowriteCore.Because
/// A bucket of the actor's.
public typealias Bucket = CowriteCore.Bucket
/// Which bytes of a file, as an HTTP `Range` header can ask for them.
public typealias ByteRange = CowriteCore.ByteRange
/// One person's shares before and after.
public typealias ChangedShares = CowriteCore.ChangedShares
/// One question of many: may this person do this there?
public typealias Check = CowriteCore.Check
/// The answers to many questions, all as of one state.
public typealias Checked = CowriteCore.Checked
/// A comment as those see it who can view its track.
public typealias Comment = CowriteCore.Comment
/// What deleting a comment did.
public typealias CommentDeleted = CowriteCore.CommentDeleted
/// What pinning or unpinning a comment did.
public typealias CommentPinned = CowriteCore.CommentPinned
/// What taking a comment down or restoring it did.
public typealias CommentTakedown = CowriteCore.CommentTakedown
/// A page of comments: pinned ones first, then the newest.
public typealias CommentsPage = CowriteCore.CommentsPage
/// Whether a track is there.
public typealias Condition = CowriteCore.Condition
/// What visitors did on one day.
public typealias DayVisits = CowriteCore.DayVisits
/// What has changed for the actor: a device takes it in from the first field to the last.
public typealias Delta = CowriteCore.Delta
/// A connection being made.
public typealias DropboxAuthorization = CowriteCore.DropboxAuthorization
/// Something to be done outside after a commit, harmless to do twice.
public typealias Effect = CowriteCore.Effect
/// An effect that is due now.
public typealias EffectRetried = CowriteCore.EffectRetried
/// What came of running effects.
public typealias EffectsRun = CowriteCore.EffectsRun
/// What an act that ends access did (REV-9).
public typealias Ending = CowriteCore.Ending
/// An act that would end somebody's access.
public typealias EndingAct = CowriteCore.EndingAct
/// A scope on the way up, with what it says of somebody.
public typealias ExplainedStep = CowriteCore.ExplainedStep
/// Why somebody has access to a track, or has none (EXP-1).
public typealias Explanation = CowriteCore.Explanation
/// Something in the store that breaks a rule.
public typealias Fault = CowriteCore.Fault
/// An account of a file store.
public typealias FileAccount = CowriteCore.FileAccount
/// What was done to a file.
public typealias FileChanged = CowriteCore.FileChanged
/// A file or folder that is there.
public typealias FileEntry = CowriteCore.FileEntry
/// What is known of a file without reading it.
public typealias FileFacts = CowriteCore.FileFacts
/// What a file of a track is (SPEC §1).
public typealias FileKind = CowriteCore.FileKind
/// What is told of a folder.
public typealias FileNews = CowriteCore.FileNews
/// Whether something is a file or a folder.
public typealias FileNode = CowriteCore.FileNode
/// A page of news about a folder, in order.
public typealias FilePage = CowriteCore.FilePage
/// Where something is: by its id wherever it is by now, or by the names on the way to it.
public typealias FilePlace = CowriteCore.FilePlace
/// Why a ``FileStore`` could not do as asked; throw the one that fits.
public typealias FileStoreError = CowriteCore.FileStoreError
/// A ticket for a file.
public typealias FileTicket = CowriteCore.FileTicket
/// What visitors did with one file of a link.
public typealias FileVisits = CowriteCore.FileVisits
/// What came of following files.
public typealias FilesFollowed = CowriteCore.FilesFollowed
/// What came of waiting for news of files.
public typealias FilesWaited = CowriteCore.FilesWaited
/// Somebody to be invited.
public typealias FolderInvitation = CowriteCore.FolderInvitation
/// Whom an invitation or its end is for.
public typealias FolderInvitee = CowriteCore.FolderInvitee
/// Something under way in a store, for which `poll` is asked.
public typealias FolderJob = CowriteCore.FolderJob
/// What can be under way in a store.
public typealias FolderJobKind = CowriteCore.FolderJobKind
/// How far a job has come.
public typealias FolderJobProgress = CowriteCore.FolderJobProgress
/// Somebody on a shared folder.
public typealias FolderMember = CowriteCore.FolderMember
/// How far a member has come.
public typealias FolderMemberState = CowriteCore.FolderMemberState
/// Why a folder cannot be shared where it is.
public typealias FolderNesting = CowriteCore.FolderNesting
/// What concerns a track's folder is due now.
public typealias FolderRetried = CowriteCore.FolderRetried
/// What came of ending a membership.
public typealias FolderRevocation = CowriteCore.FolderRevocation
/// What a member of a shared folder may.
public typealias FolderRole = CowriteCore.FolderRole
/// Why a track's folder is not where and with whom it should be, for its owner to mend.
public typealias FolderTrouble = CowriteCore.FolderTrouble
/// Shares that an act freed for others.
public typealias Freed = CowriteCore.Freed
/// A file that a visitor gets.
public typealias GivenFile = CowriteCore.GivenFile
/// What deleting a group did.
public typealias GroupDeleted = CowriteCore.GroupDeleted
/// What moving a group did (GRP-5).
public typealias GroupMoved = CowriteCore.GroupMoved
/// What came of a handover.
public typealias Handover = CowriteCore.Handover
/// Somebody who may do something, and how.
public typealias Holder = CowriteCore.Holder
/// An import as its recipient sees it, and its sender but for the track.
public typealias Import = CowriteCore.Import
/// An import with the tracks that it may be meant for.
public typealias ImportDetail = CowriteCore.ImportDetail
/// Files that were sent, or an invitation that waits.
public typealias ImportEntry = CowriteCore.ImportEntry
/// Where an import stands.
public typealias ImportStatus = CowriteCore.ImportStatus
/// A page of imports and invitations, newest first.
public typealias ImportsPage = CowriteCore.ImportsPage
/// A group as a row shows it.
public typealias InGroup = CowriteCore.InGroup
/// An invitation that waits for the actor's answer (INV-6).
public typealias InboxEntry = CowriteCore.InboxEntry
/// A page of what somebody can view, as of one state.
public typealias IndexPage = CowriteCore.IndexPage
/// A track that somebody can view.
public typealias IndexedTrack = CowriteCore.IndexedTrack
/// An invitation.
public typealias Invitation = CowriteCore.Invitation
/// Where an invitation stands at the instant of the call.
public typealias InvitationStatus = CowriteCore.InvitationStatus
/// Who is invited: a person who is known, or whoever has an address.
public typealias Invitee = CowriteCore.Invitee
/// What accepting did.
public typealias Joined = CowriteCore.Joined
/// The total of one kind on a track (SPL-4).
public typealias KindTotal = CowriteCore.KindTotal
/// What visitors did with the files of one kind.
public typealias KindVisits = CowriteCore.KindVisits
/// The newest bounce of a track.
public typealias LatestVersion = CowriteCore.LatestVersion
/// What somebody may do on a scope: an access, or the owner's place above all.
public typealias Level = CowriteCore.Level
/// A page of the library.
public typealias LibraryPage = CowriteCore.LibraryPage
/// A track in the library (LIB-1).
public typealias LibraryRow = CowriteCore.LibraryRow
/// The order of a library.
public typealias LibrarySort = CowriteCore.LibrarySort
/// What visitors did with a link, a page of it at a time.
public typealias LinkAnalytics = CowriteCore.LinkAnalytics
/// A link that was made or has a new secret.
public typealias LinkMade = CowriteCore.LinkMade
/// A link or playlist that reaches a track.
public typealias LinkReach = CowriteCore.LinkReach
/// What a link is now (R3).
public typealias LinkState = CowriteCore.LinkState
/// What taking a link down or restoring it did.
public typealias LinkTakedown = CowriteCore.LinkTakedown
/// The sums over all visits to a link.
public typealias LinkTotals = CowriteCore.LinkTotals
/// What was swept out.
public typealias Maintained = CowriteCore.Maintained
/// Why a person is not on a track's folder as their access says, in which case they read through the library.
public typealias MemberTrouble = CowriteCore.MemberTrouble
/// A file to be sent; what it is taken for is guessed from its folders and its name (IMP-2).
public typealias NewFile = CowriteCore.NewFile
/// A part of a page to be arranged: tracks in order, under a title or none.
public typealias NewSection = CowriteCore.NewSection
/// Something that the actor was told (NTF-1).
public typealias Notice = CowriteCore.Notice
/// What a notice is about, what concerns its person most first.
public typealias NoticeKind = CowriteCore.NoticeKind
/// What marking a notification did.
public typealias NoticeMarked = CowriteCore.NoticeMarked
/// A page of notifications, newest first.
public typealias NoticePage = CowriteCore.NoticePage
/// An offer of ownership that has been made and not answered.
public typealias Offer = CowriteCore.Offer
/// An offer as its parties see it.
public typealias OfferMade = CowriteCore.OfferMade
/// Something that is still to be done outside.
public typealias OpenEffect = CowriteCore.OpenEffect
/// What is still to be done outside.
public typealias OpenEffects = CowriteCore.OpenEffects
/// A file that a visitor sees.
public typealias OpenedFile = CowriteCore.OpenedFile
/// What a link opens, as a visitor sees it.
public typealias OpenedLink = CowriteCore.OpenedLink
/// A track that a visitor sees.
public typealias OpenedTrack = CowriteCore.OpenedTrack
/// The actor's own public page.
public typealias OwnPage = CowriteCore.OwnPage
/// A link to somewhere else.
public typealias PageLink = CowriteCore.PageLink
/// A part of a page, as its owner sees it.
public typealias PageSection = CowriteCore.PageSection
/// What taking a public page down or restoring it did.
public typealias PageTakedown = CowriteCore.PageTakedown
/// A track on a page, as its owner sees it.
public typealias PageTrack = CowriteCore.PageTrack
/// Everybody with a part in a scope, ready for a screen (VIEW-1).
public typealias Panel = CowriteCore.Panel
/// One person's row in the panel.
public typealias PanelRow = CowriteCore.PanelRow
/// A person as the host sees them.
public typealias Person = CowriteCore.Person
/// Where a person's record stands.
public typealias PersonState = CowriteCore.PersonState
/// Where the actor has put a track.
public typealias Placement = CowriteCore.Placement
/// What is a playlist share's own.
public typealias Playlist = CowriteCore.Playlist
/// What of a playlist's tracks is shown; what is empty leaves nothing out (LNK-7).
public typealias PlaylistFilter = CowriteCore.PlaylistFilter
/// A place in the music, in milliseconds from the beginning: an instant, or a range that begins no later than it ends.
public typealias Position = CowriteCore.Position
/// A split that the library proposes: nothing is saved until `applyProposal` is given it, or what the host has made of it.
public typealias Proposal = CowriteCore.Proposal
/// A row of a proposal.
public typealias ProposedShares = CowriteCore.ProposedShares
/// A public page, as visitors see it: published facts only (PUB-2).
public typealias PublicPage = CowriteCore.PublicPage
/// A part of a page, as visitors see it.
public typealias PublicSection = CowriteCore.PublicSection
/// A track on a page, as visitors see it.
public typealias PublicTrack = CowriteCore.PublicTrack
/// Whose a track in a library is.
public typealias Relation = CowriteCore.Relation
/// Access that an act left.
public typealias Remaining = CowriteCore.Remaining
/// Why a person holds something no more.
public typealias RemovalReason = CowriteCore.RemovalReason
/// A track that the actor held and holds no more.
public typealias RemovedTrack = CowriteCore.RemovedTrack
/// A visitor's review, as the owner reads it (LNK-11).
public typealias Review = CowriteCore.Review
/// A review that was given.
public typealias Reviewed = CowriteCore.Reviewed
/// What came of ending a membership or an invitation.
public typealias RevocationStep = CowriteCore.RevocationStep
/// A track, or a group with all that lies in it: what access is given on, and what is offered, asked about or listed.
public typealias Scope = CowriteCore.Scope
/// A file of an import.
public typealias SentFile = CowriteCore.SentFile
/// A kind of split. Kinds are kept each on its own, never added or compared (SPL-2).
public typealias ShareKind = CowriteCore.ShareKind
/// A shared folder as one account sees it.
public typealias SharedFolder = CowriteCore.SharedFolder
/// A share link or a playlist share, as its owner sees it.
public typealias SharedLink = CowriteCore.SharedLink
/// A track or group that is shared; what is in a group that is shared as a whole is not listed once more.
public typealias SharedRow = CowriteCore.SharedRow
/// Somebody's shares of a track, of each kind; `nil` is unset, which is not 0.
public typealias Shares = CowriteCore.Shares
/// What a save of shares did (SPL-9).
public typealias SharesChange = CowriteCore.SharesChange
/// Who held which share on a track at an instant (EXP-4).
public typealias SharesThen = CowriteCore.SharesThen
/// What somebody held at an instant.
public typealias SharesThenRow = CowriteCore.SharesThenRow
/// A way of sharing.
public typealias SharingMethod = CowriteCore.SharingMethod
/// What the actor shares with others and they with the actor, person by person (VIEW-1).
public typealias SharingPanel = CowriteCore.SharingPanel
/// What came of sharing a folder.
public typealias SharingStep = CowriteCore.SharingStep
/// What is shared between the actor and one person.
public typealias SharingWith = CowriteCore.SharingWith
/// Somebody's level on a scope before and after an act.
public typealias Shift = CowriteCore.Shift
/// A kind of split that is not complete, and by how much (SPL-5).
public typealias Shortfall = CowriteCore.Shortfall
/// What somebody wants to share, and with whom.
public typealias Situation = CowriteCore.Situation
/// Where a kind stands (SPL-4).
public typealias SplitStatus = CowriteCore.SplitStatus
/// Where the kinds of split of a track stand (SPL-4).
public typealias SplitStatuses = CowriteCore.SplitStatuses
/// What is to be told about a split, though it was done.
public typealias SplitWarning = CowriteCore.SplitWarning
/// How far a track is: a word that is known, or the host's own.
public typealias Stage = CowriteCore.Stage
/// A track that an import may be meant for (IMP-2).
public typealias Suggestion = CowriteCore.Suggestion
/// A group that has changed for the actor.
public typealias SyncedGroup = CowriteCore.SyncedGroup
/// A track as a device keeps it: what the library shows of it, people's names left out.
public typealias SyncedTrack = CowriteCore.SyncedTrack
/// What taking a track down or restoring it did.
public typealias Takedown = CowriteCore.Takedown
/// An address at which whoever has it reads a file for a while: a secret while it works.
public typealias TemporaryLink = CowriteCore.TemporaryLink
/// What a connection reaches an account with; whoever has them is the account, so keep them in the keychain, or encrypted.
public typealias Tokens = CowriteCore.Tokens
/// The totals of the three kinds on a track (SPL-4).
public typealias Totals = CowriteCore.Totals
/// A track as an actor sees it.
public typealias Track = CowriteCore.Track
/// What a deletion did.
public typealias TrackDeleted = CowriteCore.TrackDeleted
/// A file of a track.
public typealias TrackFile = CowriteCore.TrackFile
/// The files of a track as they are now.
public typealias TrackFiles = CowriteCore.TrackFiles
/// A group as an actor sees it.
public typealias TrackGroup = CowriteCore.TrackGroup
/// What moving a track did (GRP-5).
public typealias TrackMoved = CowriteCore.TrackMoved
/// A track with all that its first screen shows (VIEW-1).
public typealias TrackOverview = CowriteCore.TrackOverview
/// What an update of a track did.
public typealias TrackUpdated = CowriteCore.TrackUpdated
/// What visitors did with one track of a link.
public typealias TrackVisits = CowriteCore.TrackVisits
/// What a visitor says of what a link opens (LNK-11).
public typealias Verdict = CowriteCore.Verdict
/// The latest version of a track (FIL-5).
public typealias Version = CowriteCore.Version
/// What the host knows of a visit.
public typealias Visit = CowriteCore.Visit
/// How often something was opened, played and downloaded by others than bots.
public typealias VisitCounts = CowriteCore.VisitCounts
/// A visit to a link, as its owner sees it.
public typealias VisitEntry = CowriteCore.VisitEntry
/// What a visitor did.
public typealias VisitKind = CowriteCore.VisitKind
/// What happened at a link.
public typealias Visited = CowriteCore.Visited
/// What to answer to Dropbox's `GET` to a webhook, with status 200.
public typealias WebhookChallenge = CowriteCore.WebhookChallenge
/// Why a message to a webhook is not taken.
public typealias WebhookError = CowriteCore.WebhookError
/// Somebody who may do something, and how (EXP-2).
public typealias WhoCan = CowriteCore.WhoCan
/// What a write does about a file that has the name already.
public typealias WriteMode = CowriteCore.WriteMode

extension Action {
    /// Its place among all, which crosses faster than a value.
    var place: UInt8 {
        switch self {
        case .view: return 0
        case .play: return 1
        case .download: return 2
        case .comment: return 3
        case .editDetails: return 4
        case .editFiles: return 5
        case .editShares: return 6
        case .pinComments: return 7
        case .archive: return 8
        case .manageCollaborators: return 9
        case .manageFull: return 10
        case .manageLinks: return 11
        case .publish: return 12
        case .move: return 13
        case .delete: return 14
        case .handOver: return 15
        case .deleteComments: return 16
        case .addTracks: return 17
        case .addGroups: return 18
        case .takeOutTracks: return 19
        }
    }
}
