"""
The extension module.
"""

from collections.abc import AsyncIterator, Awaitable, Iterator, Mapping, Sequence
from cowrite.answers import Json, LibraryFilter
from cowrite.dropbox import Authorization, Challenge
from cowrite.enums import Access, Action, Because, Condition, FileKind, FolderTrouble, ImportStatus, InvitationStatus, Keep, Kind, Level, LibrarySort, LinkState, MemberTrouble, NoticeKind, PersonState, RemovalReason, SharingMethod, Situation, SplitStatus, Stage, Verdict, VisitKind
from cowrite.ports import AsyncFileStore, AsyncTokenStore, Clock, Content, FileStore, OneAccount, TokenStore
from cowrite.sharing import Account
from datetime import datetime, timedelta
from decimal import Decimal
from os import PathLike
from pathlib import Path
from typing import Any, Final, final
from uuid import UUID

__all__ = ["AccessChange", "AccessIndex", "AccessThen", "AccountConnected", "ActivityEntry", "ActivityPage", "Actor", "AllRead", "Applied", "AsyncAccessIndex", "AsyncActor", "AsyncBatch", "AsyncDropbox", "AsyncOperator", "AsyncRedeemed", "AsyncVisitor", "AsyncWatch", "AsyncWorkspace", "Avatar", "Batch", "Bucket", "ChangedShares", "Check", "Checked", "Comment", "CommentDeleted", "CommentPinned", "CommentTakedown", "CommentsPage", "DayVisits", "Delta", "Dropbox", "Effect", "EffectRetried", "EffectsRun", "Ending", "EndingAct", "ExplainedStep", "Explanation", "Fault", "File", "FileChanged", "FileTicket", "FileVisits", "FilesFollowed", "FilesWaited", "FolderRetried", "Freed", "GivenFile", "Group", "GroupDeleted", "GroupMoved", "Handover", "Holder", "Import", "ImportDetail", "ImportsPage", "InGroup", "InboxEntry", "IndexPage", "IndexedTrack", "Invitation", "Invitee", "Joined", "KindTotal", "KindVisits", "LatestVersion", "LibraryPage", "LibraryRow", "Link", "LinkAnalytics", "LinkMade", "LinkReach", "LinkTakedown", "LinkTotals", "LocalFolder", "Maintained", "NewFile", "Notification", "NotificationMarked", "NotificationPage", "Offer", "OfferMade", "OpenEffect", "OpenEffects", "OpenedFile", "OpenedLink", "OpenedTrack", "Operator", "OwnPage", "PageLink", "PageSection", "PageTakedown", "PageTrack", "Panel", "PanelRow", "Person", "Placement", "Playlist", "PlaylistFilter", "Position", "Proposal", "ProposedShares", "PublicPage", "PublicSection", "PublicTrack", "Redeemed", "Remaining", "RemovedTrack", "Review", "Reviewed", "Scope", "Secret", "Section", "SentFile", "ShareEdits", "ShareRow", "SharedRow", "Shares", "SharesChange", "SharesThen", "SharesThenRow", "SharingPanel", "SharingWith", "Shift", "Shortfall", "SplitStatuses", "SplitWarning", "Suggestion", "SyncedGroup", "SyncedTrack", "Takedown", "Totals", "Track", "TrackDeleted", "TrackFiles", "TrackMoved", "TrackOverview", "TrackUpdated", "TrackVisits", "Version", "VisitCounts", "VisitEntry", "Visited", "Visitor", "Watch", "WhoCan", "Workspace", "sharing_method_for"]

@final
class AccessChange:
    """
    What became of somebody's access.
    """
    __match_args__: Final[tuple[str, ...]]
    def __eq__(self, value: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __repr__(self, /) -> str: ...
    @property
    def after(self, /) -> Level | None:
        """
        What it is, if anything.
        """
    @property
    def before(self, /) -> Level | None:
        """
        What it was.
        """
    @property
    def person(self, /) -> UUID:
        """
        Whose.
        """
    @property
    def scope(self, /) -> Scope:
        """
        To what.
        """
    @property
    def told(self, /) -> tuple[UUID, ...]:
        """
        Who is told.
        """

@final
class AccessIndex:
    """
    Who may do what, answered from memory, from `Workspace.access_index`: exact for one state, in which every commit up to `revision()` is.

    What this workspace has acknowledged is in it; what other processes commit follows within a second, and `at_least` waits for it.
    It is the host's: nothing is checked of who asks.
    """
    def __repr__(self, /) -> str: ...
    def at_least(self, /, revision: int) -> None:
        """
        Waits until every commit up to a number is in the index; for ever, where it is a number that no commit gets. An interrupt (Ctrl-C) ends the wait.

        >>> index = workspace.access_index()
        >>> index.at_least(workspace.revision())
        """
    def can(self, /, person: UUID | Person, *, scope: Scope | Track | Group, action: Action) -> bool:
        """
        Whether a person may do something on a track or group (ACC-1, GRP-3); not, too, where there is no such person, track or group.

        Raises `invalid_input` for an action that such a scope does not know.

        >>> index = workspace.access_index()
        >>> index.can(alex, scope=track, action=Action.EDIT_SHARES), index.can(alex, scope=track, action=Action.DELETE)
        (True, False)
        """
    def can_many(self, /, checks: Sequence[Check]) -> Checked:
        """
        Answers up to 10,000 questions as of one state, in their order (ACC-1, GRP-3).

        Raises `invalid_input` as `can`, `limit_exceeded`.

        >>> index = workspace.access_index()
        >>> questions = [Check(person, scope=track, action=Action.DELETE) for person in (olivia, alex)]
        >>> index.can_many(questions).allowed
        (True, False)
        """
    def count(self, /, person: UUID | Person, *, filter: LibraryFilter | None = None) -> int:
        """
        How many tracks a person can view of those that a filter wants. Raises `invalid_input`, `limit_exceeded`.

        >>> workspace.access_index().count(alex, filter=LibraryFilter(relation=Side([Relation.MINE])))
        0
        """
    def explain(self, /, person: UUID | Person, *, track: UUID | Track) -> Explanation:
        """
        Why a person has access to a track or has none, and what would end it, without names and links (EXP-1). Raises `not_found`.

        >>> workspace.access_index().explain(alex, track=track).because
        Because.STANDING
        """
    def list(self, /, person: UUID | Person, *, after: str | None = None, limit: int | None = None, sort: LibrarySort | None = None, filter: LibraryFilter | None = None) -> IndexPage:
        """
        The tracks that a person can view, newest first or by title: exactly those on which `can` says so (ACC-4, LIB-1).

        A page holds `limit` of them, 1 to 10,000, 50 unless said otherwise; iterating over it goes on over all, each page as of a state of its own.
        `after` is the `next` of an earlier page of this very listing. Raises `invalid_input`, `limit_exceeded`.

        >>> [row.level for row in workspace.access_index().list(alex)]
        [Level.EDITOR]
        """
    def revision(self, /) -> int:
        """
        The number up to which every commit is in the index; on PostgreSQL later ones may be too, so that it is no key to keep answers under.

        >>> workspace.access_index().revision() == workspace.revision()
        True
        """
    def who_can(self, /, scope: Scope | Track | Group, *, action: Action) -> tuple[Holder, ...]:
        """
        Everybody who may do something on a track or group, and through what, ordered by id (EXP-2).

        Raises `invalid_input` for an action that such a scope does not know, `not_found`.

        >>> sorted(holder.level for holder in workspace.access_index().who_can(track, action=Action.VIEW))
        [Level.EDITOR, Level.OWNER]
        """

@final
class AccessThen:
    """
    What somebody could do on a track at an instant (EXP-4).
    """
    __match_args__: Final[tuple[str, ...]]
    def __eq__(self, value: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __repr__(self, /) -> str: ...
    @property
    def instant(self, /) -> datetime:
        """
        When.
        """
    @property
    def level(self, /) -> Level | None:
        """
        What they could do.
        """
    @property
    def person(self, /) -> UUID:
        """
        Who.
        """
    @property
    def track(self, /) -> UUID:
        """
        On which track.
        """
    @property
    def via(self, /) -> Scope | None:
        """
        The scope that gave it.
        """

@final
class AccountConnected:
    """
    What a person's account concerns is due now.
    """
    __match_args__: Final[tuple[str, ...]]
    def __eq__(self, value: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __repr__(self, /) -> str: ...
    @property
    def person(self, /) -> UUID:
        """
        Whose.
        """
    @property
    def scopes(self, /) -> int:
        """
        How many tracks and groups they own or are named on, whose folders are looked at.
        """

@final
class ActivityEntry:
    """
    Something that has happened.

    `before` and `after` are open values: text, numbers, `None`, tuples and read-only mappings. They compare by what they
    hold, and the entry hashes by their text, since a mapping has no hash. `json.dumps(entry.after, default=dict)` writes one.
    """
    __match_args__: Final[tuple[str, ...]]
    def __eq__(self, value: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __repr__(self, /) -> str: ...
    @property
    def after(self, /) -> Json:
        """
        What is after, where it applies.
        """
    @property
    def at(self, /) -> datetime:
        """
        When.
        """
    @property
    def before(self, /) -> Json:
        """
        What was before, where it applies.
        """
    @property
    def by(self, /) -> UUID | None:
        """
        Who did it, where it was a person.
        """
    @property
    def by_name(self, /) -> str | None:
        """
        What they are called.
        """
    @property
    def import_(self, /) -> UUID | None:
        """
        To which import, where it was to one.
        """
    @property
    def in_file_store(self, /) -> bool:
        """
        Whether it was done in the file store itself, by whoever has the folder there (FIL-5).
        """
    @property
    def link(self, /) -> UUID | None:
        """
        To which link or playlist share, where it was to one.
        """
    @property
    def operator_reason(self, /) -> str | None:
        """
        Why, where it was the operator (OPS-1).
        """
    @property
    def person(self, /) -> UUID | None:
        """
        Whom it concerns.
        """
    @property
    def person_name(self, /) -> str | None:
        """
        What they are called; also an outsider whose files were taken in (IMP-3).
        """
    @property
    def revision(self, /) -> int:
        """
        The number of the commit.
        """
    @property
    def scope(self, /) -> Scope | None:
        """
        On what; none of what happened to a person's own playlist, page or import.
        """
    @property
    def what(self, /) -> str:
        """
        What happened, as a word in the past tense.
        """

@final
class ActivityPage:
    """
    A page of activity, newest first.

    Iterating goes on over all pages after it: with `for`, or where the call was awaited with `async for`.
    """
    __match_args__: Final[tuple[str, ...]]
    def __aiter__(self, /) -> AsyncIterator[ActivityEntry]:
        """
        Walks over the entries of this page and of all pages after it, each of which is awaited when it is come to.
        """
    def __eq__(self, value: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __iter__(self, /) -> Iterator[ActivityEntry]:
        """
        Walks over the entries of this page and of all pages after it, each of which is fetched when it is come to.
        """
    def __ne__(self, value: object, /) -> bool: ...
    def __repr__(self, /) -> str: ...
    def _further(self, /) -> ActivityPage | None: ...
    async def _further_awaited(self, /) -> ActivityPage | None: ...
    @property
    def entries(self, /) -> tuple[ActivityEntry, ...]:
        """
        What has happened.
        """
    @property
    def next(self, /) -> str | None:
        """
        The cursor for the next page; none at the end.
        """

@final
class Actor:
    """
    The face of a person, from `Workspace.acting_as`: every call is theirs, and this thread waits for it.
    """
    def __repr__(self, /) -> str: ...
    def accept_import(self, /, import_: UUID | Import, *, track: UUID | Track | None = None, title: str | None = None, group: UUID | Group | None = None) -> Import:
        """
        Accepts an import into `track`, on which the actor is editor or above, or into a new one under `title`, where wanted in `group` (IMP-3).

        Accepting again gives the first result. Raises `invalid_input`, `limit_exceeded`, `not_found`, `access_denied`.

        >>> sent = workspace.acting_as(jordan).submit_import(olivia, files=[NewFile("strings.wav", size=48_000_000)])
        >>> me.accept_import(sent, track=track).track == track.id
        True
        """
    def accept_invitation(self, /, invitation: UUID | Invitation) -> Joined:
        """
        Accepts an invitation: access and shares begin (INV-3).

        Raises `not_found`, `invitation_void`, `invitation_expired`, `limit_exceeded`.
        """
    def accept_ownership(self, /, scope: Scope | Track | Group) -> Handover:
        """
        Takes what was offered: the actor owns it from now on (OWN-4). Raises `not_found`, `limit_exceeded`.
        """
    def access_at(self, /, person: UUID | Person, *, track: UUID | Track, instant: datetime) -> AccessThen:
        """
        What a person could do on a track at an instant, groups as they lay then included (EXP-4, EXP-5). Raises `not_found`, `access_denied`.

        >>> from datetime import UTC, datetime
        >>> before = me.access_at(alex, track=track, instant=datetime(2020, 1, 1, tzinfo=UTC))
        >>> before.level is None
        True
        """
    def activity(self, /, scope: Scope | Track | Group, *, before: str | None = None, limit: int | None = None) -> ActivityPage:
        """
        What has happened on a track or group, newest first (ACT-1); what happened to links, to the owner alone (EXP-5).

        A page holds `limit` entries, 1 to 200, 50 unless said otherwise; iterating over it goes on over all.
        `before` is the `next` of an earlier page. Raises `invalid_input`, `not_found`.

        >>> updated = me.update_track(track, key="F minor")
        >>> latest = me.activity(track, limit=1).entries[0]
        >>> latest.what, latest.after["key"]
        ('details_changed', 'F minor')
        """
    def add_comment(self, /, track: UUID | Track, *, text: str, file: str | None = None, position: Position | None = None) -> Comment:
        """
        Comments on a track, of which whoever can view it may say something (COM-1).

        `file` is the file store's own id of a file that it is about, `position` the time. The text may have 10,000 characters.
        Raises `invalid_input`, `limit_exceeded`, `not_found`.

        >>> comment = me.add_comment(track, text="Louder?", position=Position(61_500))
        >>> comment.author_name, comment.position.start_ms
        ('Olivia Park', 61500)
        """
    def add_to_public_page(self, /, track: UUID | Track, *, section: str | None = None) -> OwnPage:
        """
        Adds a track to the end of a section of the actor's page, or of its last one; it is shown while it is published (PUB-1, OWN-2).

        A section that is not there is made. Raises `invalid_input`, `limit_exceeded`, `not_found`, `access_denied`.

        >>> me.add_to_public_page(track, section="Singles").sections[0].tracks[0].shown
        False
        """
    def apply_proposal(self, /, track: UUID | Track, *, proposal: Proposal, access: Access | None = None, role: str | None = None) -> Applied:
        """
        Saves a proposal, as it was made or as the host has changed it, and invites its newcomer with `access` and `role` (SPL-7).

        Raises `invalid_input`, `invalid_share`, `limit_exceeded`, `not_found`, `access_denied`, `not_collaborator`, `over_allocated`,
        `owner_fixed`, `already_collaborator`, and `conflict` where the shares have changed since.
        """
    def archive_track(self, /, track: UUID | Track) -> Track:
        """
        Puts a track aside: it stays as it is, out of the way (LIB-2). Raises `not_found`, `access_denied`.
        """
    def batch(self, /) -> Batch:
        """
        Begins to gather calls that take hold together, in one commit or not at all.

        >>> with me.batch() as batch:
        ...     side_a = batch.actor.create_group("Side A")
        ...     moved = batch.actor.move_track(track, group=side_a)
        >>> me.track(track).group == side_a.id
        True
        """
    def buckets(self, /) -> tuple[Bucket, ...]:
        """
        The actor's buckets, in the order in which they were made (LIB-2).
        """
    def can(self, /, scope: Scope | Track | Group, *, action: Action) -> bool:
        """
        Whether the actor may do something on a track or group now (ACC-1, GRP-3).

        False, too, for what is not there: the answer never tells (ACC-5).
        Raises `invalid_input` for an action that such a scope does not know.
        """
    def collaborators(self, /, scope: Scope | Track | Group) -> Panel:
        """
        Who takes part in a track or group, with roles, access and shares, in roster order (VIEW-1, SPL-4). Raises `not_found`.
        """
    def comments(self, /, track: UUID | Track, *, after: str | None = None, limit: int | None = None) -> CommentsPage:
        """
        The comments on a track, pinned ones first, then the newest (COM-1, COM-2).

        A page holds `limit` of them, 1 to 200, 50 unless said otherwise; iterating over it goes on over all.
        `after` is the `next` of an earlier page. Raises `invalid_input`, `not_found`.

        >>> added = [me.add_comment(track, text=f"Take {take}") for take in (1, 2, 3)]
        >>> sorted(comment.text for comment in me.comments(track, limit=2))
        ['Take 1', 'Take 2', 'Take 3']
        """
    def create_bucket(self, /, name: str) -> Bucket:
        """
        Makes a bucket: a private folder for arranging the library, of which nobody else knows (LIB-2).

        Raises `invalid_input`, `limit_exceeded`, and `not_found` for an actor who is not registered.

        >>> bucket = me.create_bucket("To finish")
        >>> me.move_to_bucket(track, bucket=bucket).bucket == bucket.id
        True
        """
    def create_group(self, /, name: str, *, parent: UUID | Group | None = None) -> Group:
        """
        Creates a group, at the top or in another (GRP-1, GRP-7).

        Raises `invalid_input`, `limit_exceeded`, `not_found`, `access_denied`, `group_too_deep`.
        """
    def create_playlist_share(self, /, tracks: Sequence[UUID | Track], *, downloads: Sequence[FileKind] | None = None, stream: bool | None = None, not_before: datetime | None | Keep = ..., expires_at: datetime | None | Keep = ..., password: str | None | Keep = ..., download_limit: int | None | Keep = ..., label: str | None | Keep = ..., excluded: Sequence[str | File | OpenedFile] | None = None, asks_review: bool | None = None, name: str | None = None, cover: str | None | Keep = ..., filter: PlaylistFilter | None = None) -> LinkMade:
        """
        Makes a secret address that opens some of the actor's own tracks in an order, at most 50 (LNK-7, LNK-2, OWN-2).

        Beside what a share link is told: `name`, by the tracks unless said; `cover`, where a picture is; `filter`, what of the tracks is shown.
        Raises `invalid_input`, `limit_exceeded`, `playlist_too_long`, `not_found`, `access_denied`, `source_unavailable`.

        >>> closing = me.create_track("Closing")
        >>> made = me.create_playlist_share([track, closing], filter=PlaylistFilter(kinds=[FileKind.BOUNCE]))
        >>> made.link.playlist.name
        '2 Tracks'
        """
    def create_share_link(self, /, track: UUID | Track, *, downloads: Sequence[FileKind] | None = None, stream: bool | None = None, not_before: datetime | None | Keep = ..., expires_at: datetime | None | Keep = ..., password: str | None | Keep = ..., download_limit: int | None | Keep = ..., label: str | None | Keep = ..., excluded: Sequence[str | File | OpenedFile] | None = None, asks_review: bool | None = None) -> LinkMade:
        """
        Makes a secret address that opens one track, for whoever has it (LNK-1, LNK-2, OWN-2).

        `downloads` are the kinds of files that may be downloaded, none unless said; `stream` is whether what may be heard is played, as it is
        unless said; between `not_before` and `expires_at` it opens; `download_limit` is how many downloads it gives in all; `label` says whom it
        is for; `excluded` are files that it does not show; with `asks_review` visitors may say what they think of it.
        The secret is in the answer, this once.
        Raises `invalid_input`, `limit_exceeded`, `not_found`, `access_denied` to anybody but the owner, and
        `source_unavailable` where files to leave out cannot be looked up.

        >>> made = me.create_share_link(track, downloads=[FileKind.BOUNCE], label="Sarah", password="sesame")
        >>> address = f"https://studio.example/l/{made.secret.reveal()}"
        >>> made.secret, made.link.has_password
        (Secret('***'), True)
        """
    def create_track(self, /, title: str, *, group: UUID | Group | None = None) -> Track:
        """
        Creates a track, which the actor owns; in a group, its owner does (OWN-1, GRP-4).

        Raises `invalid_input`, `limit_exceeded`, `not_found`, `access_denied`.
        """
    def decline_ownership(self, /, scope: Scope | Track | Group) -> OfferMade:
        """
        Says no to an offer (OWN-4). Raises `not_found`.
        """
    def delete_bucket(self, /, bucket: UUID | Bucket) -> Bucket:
        """
        Deletes a bucket, and returns it as it was; what was in it is in none, and still in the library (LIB-2). Raises `not_found`.

        >>> bucket = me.create_bucket("To finish")
        >>> me.delete_bucket(bucket) == bucket, me.buckets()
        (True, ())
        """
    def delete_comment(self, /, comment: UUID | Comment) -> CommentDeleted:
        """
        Deletes a comment: one's own while able to view, or any on a track that one owns (COM-1). Raises `not_found`, `access_denied`.

        >>> comment = me.add_comment(track, text="First!")
        >>> me.delete_comment(comment).comment == comment.id
        True
        """
    def delete_file(self, /, track: UUID | Track, *, file: str | File | OpenedFile) -> FileChanged:
        """
        Deletes a file (FIL-4, FIL-5). Raises `not_found`, `access_denied`, `source_unavailable`.

        >>> mix = me.upload_file(track, kind=FileKind.BOUNCE, name="mix.wav", content=b"RIFF")
        >>> me.delete_file(track, file=mix.file).name
        'mix.wav'
        """
    def delete_group(self, /, group: UUID | Group) -> GroupDeleted:
        """
        Deletes a group; what lay in it goes to the top of whoever owns it (GRP-7). Raises `not_found`, `access_denied`.
        """
    def delete_track(self, /, track: UUID | Track) -> TrackDeleted:
        """
        Deletes a track for good, with all access to it (OWN-2). Raises `not_found`, `access_denied`.
        """
    def dismiss_import(self, /, import_: UUID | Import) -> Import:
        """
        Dismisses an import; its sender may send it again (IMP-3). Raises `not_found`.

        >>> sent = workspace.acting_as(jordan).submit_import(olivia, files=[NewFile("kick.wav", size=9_400_000)])
        >>> me.dismiss_import(sent).state
        ImportStatus.DISMISSED
        """
    def dismiss_invitation(self, /, invitation: UUID | Invitation) -> Invitation:
        """
        Says no to an invitation (INV-2). Raises `not_found`, `invitation_void`, `invitation_expired`.
        """
    def dismiss_notification(self, /, notification: UUID | Notification) -> NotificationMarked:
        """
        Takes a notification out of the actor's list, read or not (NTF-1). Raises `not_found`.

        >>> dismissed = me.dismiss_notification(me.notifications().rows[0])
        >>> me.notifications().rows
        ()
        """
    def download_file(self, /, track: UUID | Track, *, file: str | File | OpenedFile) -> FileTicket:
        """
        A ticket for downloading a file, redeemed by `Workspace.redeem` within five minutes (FIL-5, LNK-5, ACC-1).

        Raises `not_found` for the track or the file, `source_unavailable`.

        >>> mix = me.upload_file(track, kind=FileKind.BOUNCE, name="mix.wav", content=b"RIFF")
        >>> given = me.download_file(track, file=mix.file)
        >>> workspace.redeem(given.ticket).read()
        b'RIFF'
        """
    def dry_run(self, /) -> Actor:
        """
        The same face, on which calls decide and answer but change nothing.

        >>> me.dry_run().delete_track(track).track == track.id
        True
        >>> me.can(track, action=Action.VIEW)  # it is still there
        True
        """
    def edit_comment(self, /, comment: UUID | Comment, *, text: str | None = None, file: str | None | Keep = ..., position: Position | None | Keep = ...) -> Comment:
        """
        Changes what the actor's own comment says; what is left out stays, `None` empties `file` and `position` (COM-1).

        Raises `invalid_input`, `limit_exceeded`, `not_found`, `access_denied`.

        >>> comment = me.add_comment(track, text="Lauder?")
        >>> me.edit_comment(comment, text="Louder?").text
        'Louder?'
        """
    def explain(self, /, person: UUID | Person, *, track: UUID | Track) -> Explanation:
        """
        Why a person has access to a track or has none, and what would end it (EXP-1).

        About oneself whoever can view may ask; about others, the owner and full collaborators (EXP-5). Raises `not_found`, `access_denied`.

        >>> why = me.explain(alex, track=track)
        >>> why.because, [act.do for act in why.ends_with]
        (Because.STANDING, ['revoke'])
        """
    def files(self, /, track: UUID | Track) -> TrackFiles:
        """
        A track's files as they are now (FIL-5, LNK-6). Raises `not_found`, and `source_unavailable` where they cannot be reached.

        >>> me.files(track).files
        ()
        """
    def group(self, /, group: UUID | Group) -> Group:
        """
        A group as the actor sees it. Raises `not_found` also where the actor may not know of it (ACC-5).
        """
    @property
    def id(self, /) -> UUID:
        """
        Who acts.
        """
    def import_(self, /, import_: UUID | Import) -> ImportDetail:
        """
        An import with the tracks that it may be meant for: to its recipient, and without these to its sender (IMP-2). Raises `not_found`.

        >>> files = [NewFile("midnight_sessions_strings.wav", size=48_000_000)]
        >>> sent = workspace.acting_as(jordan).submit_import(olivia, files=files)
        >>> me.import_(sent).suggestions[0].title
        'Midnight Sessions'
        """
    def imports(self, /, *, state: ImportStatus | None = None, from_: UUID | Person | None = None, after: str | None = None, limit: int | None = None) -> ImportsPage:
        """
        What was sent to the actor, and the invitations that wait for an answer, newest first (IMP-4).

        A page holds `limit` entries, 1 to 200, 50 unless said otherwise, or fewer where `state` and `from_` leave some out; iterating over it goes
        on over all. `after` is the `next` of an earlier page. Raises `invalid_input`.

        >>> files = [NewFile("kick.wav", size=9_400_000)]
        >>> sent = workspace.acting_as(jordan).submit_import(olivia, files=files)
        >>> [entry.from_name for entry in me.imports(state=ImportStatus.PENDING, from_=jordan)]
        ['Jordan Lee']
        """
    def inherit_access(self, /, scope: Scope | Track | Group, *, person: UUID | Person) -> AccessChange:
        """
        Forgets what was decided here for a person, so that the group above decides again (GRP-6).

        Raises `not_found`, `access_denied`, `owner_fixed`, `not_collaborator`.
        """
    def invitations(self, /) -> tuple[InboxEntry, ...]:
        """
        The invitations that wait for the actor's answer, newest first (INV-6).
        """
    def invite(self, /, scope: Scope | Track | Group, *, to: Invitee | Person | UUID | str, access: Access, role: str | None = None, shares: ShareEdits | None = None) -> Invitation:
        """
        Invites somebody to a track or group, with an access, a role and shares on offer; nothing begins before they accept (INV-1).

        Raises `invalid_input`, `invalid_share`, `limit_exceeded`, `not_found`, `access_denied`, `owner_fixed`, `already_collaborator`, `over_allocated`.
        """
    def leave(self, /, scope: Scope | Track | Group) -> Ending:
        """
        Ends the actor's own access; their shares stay (REV-3). Raises `not_found`, `owner_fixed`.
        """
    def leave_all_from(self, /, owner: UUID | Person) -> Ending:
        """
        Ends the actor's access to all that a person owns (REV-5). Raises `not_found`.
        """
    def library(self, /, *, after: str | None = None, limit: int | None = None, sort: LibrarySort | None = None, filter: LibraryFilter | None = None) -> LibraryPage:
        """
        The tracks that the actor can view, newest first or by title (ACC-4, LIB-1).

        A page holds `limit` of them, 1 to 200, 50 unless said otherwise; iterating over it goes on over all.
        `after` is the `next` of an earlier page of this very listing: of this person, sort and filter.
        Raises `invalid_input`, `limit_exceeded`.

        >>> [row.title for row in me.library(filter=LibraryFilter(relation=Side([Relation.MINE])))]
        ['Midnight Sessions']
        """
    def link_analytics(self, /, link: UUID | Link, *, before: str | None = None, limit: int | None = None) -> LinkAnalytics:
        """
        What visitors did with a link: sums over all visits, and the visits themselves, newest first (LNK-8).

        A page holds `limit` visits, 1 to 200, 50 unless said otherwise; iterating over it goes on over all.
        `before` is the `next` of an earlier page.
        Raises `invalid_input`, `not_found`, and `access_denied` to anybody but the owner (EXP-5).

        >>> made = me.create_share_link(track)
        >>> opened = workspace.visitor().open(made.secret)
        >>> me.link_analytics(made.link).totals.counts.opens
        1
        """
    def links(self, /, *, track: UUID | Track | None = None) -> tuple[Link, ...]:
        """
        Every link and playlist share that reaches a track, or all that the actor has, newest first, with those that are over (LNK-1, LNK-7).

        Raises `not_found`, and `access_denied` to anybody but the track's owner (EXP-5).

        >>> made = me.create_share_link(track)
        >>> me.links(track=track) == (made.link,)
        True
        """
    def mark_all_read(self, /) -> AllRead:
        """
        Marks all that the actor was told as read (NTF-1).

        >>> me.mark_all_read().read
        1
        """
    def mark_read(self, /, notification: UUID | Notification) -> NotificationMarked:
        """
        Marks a notification as read; marking it again changes nothing (NTF-1). Raises `not_found`.

        >>> me.mark_read(me.notifications().rows[0]).unread
        0
        """
    def move_group(self, /, group: UUID | Group, *, parent: UUID | Group | None) -> GroupMoved:
        """
        Moves a group into another, or with `None` to the top; says whose access rises and falls (GRP-5).

        Raises `not_found`, `access_denied`, `group_cycle`, `group_too_deep`.
        """
    def move_to_bucket(self, /, track: UUID | Track, *, bucket: UUID | Bucket | None) -> Placement:
        """
        Puts a track into a bucket of the actor's, or with `None` out of all; access stays as it is (LIB-2). Raises `not_found`.

        >>> me.move_to_bucket(track, bucket=None).bucket is None
        True
        """
    def move_track(self, /, track: UUID | Track, *, group: UUID | Group | None) -> TrackMoved:
        """
        Moves a track into a group, or with `None` out of its group; says whose access rises and falls (GRP-4, GRP-5).

        Raises `not_found`, `access_denied`, `limit_exceeded`.
        """
    def notifications(self, /, *, before: str | None = None, limit: int | None = None) -> NotificationPage:
        """
        What the actor was told, newest first, and how much of it is unread (NTF-1).

        A page holds `limit` notifications, 1 to 200, 50 unless said otherwise; iterating over it goes on over all.
        `before` is the `next` of an earlier page. Raises `invalid_input`.

        >>> told = me.notifications()
        >>> told.rows[0].what, told.rows[0].by_name, told.unread
        (NoticeKind.JOINED, 'Alex Reyes', 1)
        """
    def offer_ownership(self, /, scope: Scope | Track | Group, *, to: UUID | Person) -> OfferMade:
        """
        Offers a track or group to a collaborator (OWN-4). Raises `not_found`, `access_denied`, `owner_fixed`, `not_collaborator`.
        """
    def own_activity(self, /, *, before: str | None = None, limit: int | None = None) -> ActivityPage:
        """
        What has happened to the actor's own playlist shares, public page and imports, newest first (ACT-1, OPS-1, EXP-5).

        A page holds `limit` entries, 1 to 200, 50 unless said otherwise; iterating over it goes on over all.
        `before` is the `next` of an earlier page. Raises `invalid_input`.

        >>> added = me.add_to_public_page(track)
        >>> [entry.what for entry in me.own_activity()]
        ['page_added']
        """
    def pin_comment(self, /, comment: UUID | Comment) -> CommentPinned:
        """
        Pins a comment, so that it comes before all that are not; pinning again changes nothing (COM-1). Raises `not_found`, `access_denied`.

        >>> me.pin_comment(me.add_comment(track, text="Deadline: Friday")).pinned
        True
        """
    def propose_even_split(self, /, track: UUID | Track, *, among: Sequence[UUID | Person] | None = None) -> Proposal:
        """
        Proposes an even split, among all who take part or those named (SPL-6); nothing is saved.

        Raises `invalid_input`, `not_found`, `access_denied`, `not_collaborator`.
        """
    def propose_newcomer_split(self, /, track: UUID | Track, *, newcomer: Invitee | Person | UUID | str) -> Proposal:
        """
        Proposes what somebody new could get of what is left (SPL-7); nothing is saved.

        Raises `invalid_input`, `limit_exceeded`, `not_found`, `access_denied`, `owner_fixed`.
        """
    def public_page(self, /) -> OwnPage:
        """
        The actor's own public page: an empty one, where they have made none (PUB-1, PUB-2).

        >>> me.public_page().published
        False
        """
    def publish_public_page(self, /) -> OwnPage:
        """
        Lets the actor's page be found; it needs an address and a name (PUB-2). Raises `invalid_input`, `not_found`.

        >>> named = me.update_public_page(slug="olivia-park", name="Olivia Park")
        >>> me.publish_public_page().published
        True
        """
    def remove_collaborator(self, /, scope: Scope | Track | Group, *, person: UUID | Person) -> Ending:
        """
        Ends a person's access and frees their shares (REV-2). Raises `not_found`, `access_denied`, `owner_fixed`, `nothing_to_revoke`.
        """
    def remove_from_public_page(self, /, track: UUID | Track) -> OwnPage:
        """
        Takes a track off the actor's page (PUB-1). Raises `not_found`.

        >>> added = me.add_to_public_page(track)
        >>> me.remove_from_public_page(track).sections[0].tracks
        ()
        """
    def rename_bucket(self, /, bucket: UUID | Bucket, *, name: str) -> Bucket:
        """
        Gives a bucket another name (LIB-2). Raises `invalid_input`, `limit_exceeded`, `not_found`.

        >>> bucket = me.create_bucket("To finish")
        >>> me.rename_bucket(bucket, name="Finished").name
        'Finished'
        """
    def rename_file(self, /, track: UUID | Track, *, file: str | File | OpenedFile, name: str) -> FileChanged:
        """
        Gives a file another name; it stays what it is, for links too (FIL-4, FIL-5).

        Raises `invalid_input`, `limit_exceeded`, `not_found`, `access_denied`, `conflict` where the name is taken, `source_unavailable`.

        >>> mix = me.upload_file(track, kind=FileKind.BOUNCE, name="mix.wav", content=b"RIFF")
        >>> me.rename_file(track, file=mix.file, name="mix 1.wav").name
        'mix 1.wav'
        """
    def reorder_public_page(self, /, sections: Sequence[Section]) -> OwnPage:
        """
        Puts what is on the actor's page in another order and under other titles (PUB-2).

        Raises `invalid_input`, `limit_exceeded`, `not_found`, and `conflict` where these are not exactly the tracks on the page.

        >>> added = me.add_to_public_page(track)
        >>> me.reorder_public_page([Section("2026", [track])]).sections[0].title
        '2026'
        """
    def require_complete_splits(self, /, track: UUID | Track) -> Totals:
        """
        The totals of a track's splits, where each kind is exactly 100 (SPL-5). Raises `not_found`, `splits_incomplete`.
        """
    def resubmit_import(self, /, import_: UUID | Import) -> Import:
        """
        Sends once more what its recipient dismissed, as a new import (IMP-3). Raises `not_found`.

        >>> sent = me.submit_import(jordan, files=[NewFile("kick.wav", size=9_400_000)])
        >>> dismissed = workspace.acting_as(jordan).dismiss_import(sent)
        >>> me.resubmit_import(sent).state
        ImportStatus.PENDING
        """
    def retry_folder(self, /, track: UUID | Track) -> FolderRetried:
        """
        Makes due now whatever brings a track's folder to its place and to whom access says, for its owner who has mended what was in the way (FIL-2).

        A folder that was deleted in the file store is made and shared anew by it, without what was in it.
        The work itself is done by `Workspace.run_effects`. Raises `not_found`, and `access_denied` for all but the owner.

        >>> me.retry_folder(track).track == track.id
        True
        """
    def revoke(self, /, scope: Scope | Track | Group, *, person: UUID | Person) -> Ending:
        """
        Ends a person's access and keeps their shares (REV-1). Raises `not_found`, `access_denied`, `owner_fixed`, `nothing_to_revoke`.
        """
    def revoke_all(self, /, person: UUID | Person) -> Ending:
        """
        Ends a person's access to all that the actor owns (REV-5). Raises `not_found`.
        """
    def revoke_link(self, /, link: UUID | Link) -> Link:
        """
        Revokes a link for good: the very next visitor is refused (LNK-3). Raises `not_found`, `access_denied`, `link_final`.

        >>> made = me.create_share_link(track)
        >>> me.revoke_link(made.link).state
        LinkState.REVOKED
        """
    def rotate_link(self, /, link: UUID | Link) -> LinkMade:
        """
        Gives a link another secret: the address that was sent opens nothing from now on, everything else stays (LNK-2).

        Raises `not_found`, `access_denied`, `link_final`.

        >>> made = me.create_share_link(track)
        >>> me.rotate_link(made.link).secret == made.secret
        False
        """
    def send_file(self, /, import_: UUID | Import, *, number: int, content: Content) -> Import:
        """
        Sends the bytes of a file of an import, by its place in that, counted from 0, while it waits (IMP-1).

        Once the import was accepted and `Workspace.run_effects` has run they lie in the track's folder. `content` is as for `upload_file`.
        Raises `not_found`, `source_unavailable`, and `invalid_input` where it is not as long as was said.

        >>> sent = me.submit_import(jordan, files=[NewFile("kick.wav", folder="Stems", size=5)])
        >>> me.send_file(sent, number=0, content=b"bytes").files[0].arrived
        True
        """
    def set_access(self, /, scope: Scope | Track | Group, *, person: UUID | Person, access: Access) -> AccessChange:
        """
        Gives a collaborator another access (ACC-3, ACC-6).

        Raises `invalid_input`, `not_found`, `access_denied`, `owner_fixed`, `not_collaborator`, `limit_exceeded`.
        """
    def set_shares(self, /, track: UUID | Track, *, rows: Sequence[ShareRow], based_on: int | None = None) -> SharesChange:
        """
        Saves shares of a track, row by row, whole or not at all (SPL-1, SPL-3).

        `based_on` is the `shares_version` that was read; where others have saved since, the call is refused with `conflict` (SPL-9).
        Raises `invalid_input`, `invalid_share`, `not_found`, `access_denied`, `not_collaborator`, `over_allocated`, `limit_exceeded`.
        """
    def shares_at(self, /, track: UUID | Track, *, instant: datetime) -> SharesThen:
        """
        Who held which share of a track at an instant (EXP-4). Raises `not_found`.

        >>> from datetime import timedelta
        >>> saved = me.set_shares(track, rows=[ShareRow(olivia, master=60)])
        >>> then = me.shares_at(track, instant=track.created_at - timedelta(days=1))
        >>> then.totals.master.status
        SplitStatus.UNSET
        """
    def shares_available(self, /, track: UUID | Track, *, person: UUID | Person) -> Shares:
        """
        The most that a person could be given of each kind (SPL-8). Raises `not_found`.
        """
    def sharing_panel(self, /) -> SharingPanel:
        """
        What the actor shares with others and they with the actor, person by person (VIEW-1).

        >>> [shared] = me.sharing_panel().people
        >>> shared.name, [row.title for row in shared.from_me]
        ('Alex Reyes', ['Midnight Sessions'])
        """
    def stream_file(self, /, track: UUID | Track, *, file: str | File | OpenedFile) -> FileTicket:
        """
        A ticket for hearing a file, redeemed by `Workspace.redeem` within five minutes (FIL-5, LNK-5, ACC-1).

        Raises `not_found` for the track or the file, `source_unavailable`.

        >>> mix = me.upload_file(track, kind=FileKind.BOUNCE, name="mix.wav", content=b"RIFF")
        >>> me.stream_file(track, file=mix.file).ticket
        Secret('***')
        """
    def submit_import(self, /, to: UUID | Person, *, files: Sequence[NewFile], note: str | None = None, track: UUID | Track | None = None, track_name: str | None = None) -> Import:
        """
        Sends up to 500 files to somebody, with a note and the track meant, by its id where the actor can view it or in words (IMP-1, IMP-2).

        Until they are accepted nothing in the recipient's library changes. Raises `invalid_input`, `limit_exceeded`, `not_found`.

        >>> sent = me.submit_import(jordan, files=[NewFile("kick.wav", folder="Stems", size=9_400_000)])
        >>> sent.files[0].kind
        FileKind.STEM
        """
    def sync(self, /, *, cursor: str | None = None) -> Delta:
        """
        What has changed for the actor since a cursor that an earlier answer gave; all there is, where there is none (SYN-1, REV-6).

        Call it again at once while `more` is set. A cursor that was lost, or is another person's, begins a full reading: never a silent gap.

        >>> held = me.sync()
        >>> deleted = me.delete_track(track)
        >>> [removed.reason for removed in me.sync(cursor=held.cursor).removed]
        [RemovalReason.DELETED]
        """
    def track(self, /, track: UUID | Track) -> Track:
        """
        A track as the actor sees it. Raises `not_found` also where the actor may not know of it (ACC-5).
        """
    def track_overview(self, /, track: UUID | Track) -> TrackOverview:
        """
        A track with all that its first screen shows: details, people, splits, latest activity, for its owner the number of links (VIEW-1).

        Raises `not_found`.

        >>> overview = me.track_overview(track)
        >>> overview.track.title, len(overview.collaborators.rows), overview.activity[0].what
        ('Midnight Sessions', 2, 'joined')
        """
    def unarchive_track(self, /, track: UUID | Track) -> Track:
        """
        Takes a track up again (LIB-2). Raises `not_found`, `access_denied`.
        """
    def unpin_comment(self, /, comment: UUID | Comment) -> CommentPinned:
        """
        Unpins a comment; unpinning again changes nothing (COM-1). Raises `not_found`, `access_denied`.

        >>> me.unpin_comment(me.add_comment(track, text="Deadline: Friday")).pinned
        False
        """
    def unpublish_public_page(self, /) -> OwnPage:
        """
        Takes the actor's page off the public; all its settings stay (PUB-2). Raises `not_found`.

        >>> me.unpublish_public_page().published
        False
        """
    def update_group(self, /, group: UUID | Group, *, name: str) -> Group:
        """
        Names a group anew (GRP-7). Raises `invalid_input`, `limit_exceeded`, `not_found`, `access_denied`.
        """
    def update_import(self, /, import_: UUID | Import, *, kinds: Mapping[int, FileKind] | None = None, track: UUID | Track | None | Keep = ...) -> Import:
        """
        Corrects what an import's files are, by their place counted from 0, and which track it is for, while it waits (IMP-2).

        `None` chooses no track. Raises `invalid_input`, `not_found`.

        >>> sent = workspace.acting_as(jordan).submit_import(olivia, files=[NewFile("take 3.wav", size=9_400_000)])
        >>> me.update_import(sent, kinds={0: FileKind.VOCAL}, track=track).files[0].kind
        FileKind.VOCAL
        """
    def update_link(self, /, link: UUID | Link, *, downloads: Sequence[FileKind] | None = None, stream: bool | None = None, not_before: datetime | None | Keep = ..., expires_at: datetime | None | Keep = ..., password: str | None | Keep = ..., download_limit: int | None | Keep = ..., label: str | None | Keep = ..., excluded: Sequence[str | File | OpenedFile] | None = None, asks_review: bool | None = None, name: str | None = None, cover: str | None | Keep = ..., filter: PlaylistFilter | None = None, tracks: Sequence[UUID | Track] | None = None) -> Link:
        """
        Changes what a link or playlist share allows; what is left out stays, `None` empties (LNK-3, OWN-2).

        `name`, `cover`, `filter` and `tracks` are a playlist's. The address stays the same.
        Raises `invalid_input`, `limit_exceeded`, `playlist_too_long`, `not_found`, `access_denied`, `source_unavailable`, and `link_final` where it is over for good.

        >>> made = me.create_share_link(track, label="Sarah")
        >>> link = me.update_link(made.link, password="sesame", label=None)
        >>> link.has_password, link.label
        (True, None)
        """
    def update_public_page(self, /, *, slug: str | None = None, name: str | None = None, bio: str | None | Keep = ..., avatar: str | None | Keep = ..., links: Sequence[PageLink] | None = None) -> OwnPage:
        """
        Changes the actor's page; what is left out stays, `None` empties `bio` and `avatar`, `links` come instead of all there were (PUB-2).

        `slug` is 3 to 50 of a-z, 0-9 and hyphens, `avatar` an https address. Raises `invalid_input`, `limit_exceeded`, `not_found`, `slug_taken`.

        >>> links = [PageLink("Music", "https://olivia.example")]
        >>> me.update_public_page(slug="olivia-park", links=links).links[0].label
        'Music'
        """
    def update_track(self, /, track: UUID | Track, *, title: str | None = None, stage: Stage | str | None = None, bpm: Decimal | int | str | None | Keep = ..., key: str | None | Keep = ..., tags: Sequence[str] | None = None) -> TrackUpdated:
        """
        Changes a track's details; what is left out stays, `None` empties `bpm` and `key` (ACC-1, OWN-2, SPL-5).

        `bpm` is exact to a hundredth, from 1.00 to 999.99; a stage is one of `Stage` or the host's own.
        Raises `invalid_input`, `limit_exceeded`, `not_found`, `access_denied`, and `splits_incomplete` where publishing is strict.
        """
    def upload_file(self, /, track: UUID | Track, *, kind: FileKind, name: str, content: Content, replaces: bool = False) -> FileChanged:
        """
        Uploads a file, or with `replaces` new content for one, into the folder of its kind (FIL-1, FIL-4, FIL-5).

        `content` is bytes, a binary file to be read from where it stands, or something that gives bytes piece by piece; on an event loop
        also a file or iterator that is awaited. Never is all of a file or iterator in memory. What it raises reaches the caller.
        The file is there when the call returns, also where it belongs to a batch that is then given up.
        Raises `invalid_input`, `limit_exceeded`, `not_found`, `access_denied`, `conflict` where the name is taken, `source_unavailable`.

        >>> mix = me.upload_file(track, kind=FileKind.BOUNCE, name="mix.wav", content=b"RIFF")
        >>> me.files(track).files[0].size
        4
        """
    def watch(self, /, *, cursor: str | None = None) -> Watch:
        """
        Begins to watch what changes for the actor after a cursor; all there is comes first where there is none (SYN-1).

        What is committed in this process comes at once, what others commit within some seconds. Each answer is one of `sync`.

        >>> with me.watch() as watch:
        ...     first = next(watch)
        ...     archived = me.archive_track(track)
        ...     [changed] = next(watch).tracks
        >>> first.full, changed.archived
        (True, True)
        """
    def who_can(self, /, scope: Scope | Track | Group, *, action: Action) -> tuple[WhoCan, ...]:
        """
        Everybody who may do something on a track or group, and through what, in roster order (EXP-2, EXP-5).

        Raises `invalid_input` for an action that such a scope does not know, `not_found`, `access_denied`.

        >>> [who.name for who in me.who_can(track, action=Action.EDIT_SHARES)]
        ['Olivia Park', 'Alex Reyes']
        """
    def with_key(self, /, key: str) -> Actor:
        """
        The same face, on which a changing call sent again under `key` is done once and answers as the first time (REL-1).

        >>> first = me.with_key("retry-1").create_track("Neon Rain")
        >>> me.with_key("retry-1").create_track("Neon Rain") == first
        True
        """
    def withdraw_invitation(self, /, invitation: UUID | Invitation) -> Invitation:
        """
        Takes an invitation back (INV-2). Raises `not_found`, `access_denied`, `invitation_expired`.
        """
    def withdraw_ownership(self, /, scope: Scope | Track | Group) -> OfferMade:
        """
        Takes an offer back (OWN-4). Raises `not_found`, `access_denied`.
        """

@final
class AllRead:
    """
    What marking all notifications as read did.
    """
    __match_args__: Final[tuple[str, ...]]
    def __eq__(self, value: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __repr__(self, /) -> str: ...
    @property
    def read(self, /) -> int:
        """
        How many were unread.
        """

@final
class Applied:
    """
    What applying a proposal did (SPL-7).
    """
    __match_args__: Final[tuple[str, ...]]
    def __eq__(self, value: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __repr__(self, /) -> str: ...
    @property
    def invitation(self, /) -> Invitation | None:
        """
        The newcomer's invitation, where one was made.
        """
    @property
    def shares(self, /) -> SharesChange:
        """
        What became of the shares, the newcomer's among them.
        """

@final
class AsyncAccessIndex:
    """
    Who may do what, answered from memory, from `AsyncWorkspace.access_index`: exact for one state, in which every commit up to `revision()` is.

    Its answers are not awaited, since nothing is waited for, but for `at_least`; else it is as `AccessIndex`.
    """
    def __repr__(self, /) -> str: ...
    async def at_least(self, /, revision: int) -> None:
        """
        Waits until every commit up to a number is in the index; for ever, where it is a number that no commit gets. Cancelling the wait changes nothing.
        """
    def can(self, /, person: UUID | Person, *, scope: Scope | Track | Group, action: Action) -> bool:
        """
        Whether a person may do something on a track or group (ACC-1, GRP-3); not, too, where there is no such person, track or group.

        Raises `invalid_input` for an action that such a scope does not know.

        >>> index = workspace.access_index()
        >>> index.can(alex, scope=track, action=Action.EDIT_SHARES), index.can(alex, scope=track, action=Action.DELETE)
        (True, False)
        """
    def can_many(self, /, checks: Sequence[Check]) -> Checked:
        """
        Answers up to 10,000 questions as of one state, in their order (ACC-1, GRP-3).

        Raises `invalid_input` as `can`, `limit_exceeded`.

        >>> index = workspace.access_index()
        >>> questions = [Check(person, scope=track, action=Action.DELETE) for person in (olivia, alex)]
        >>> index.can_many(questions).allowed
        (True, False)
        """
    def count(self, /, person: UUID | Person, *, filter: LibraryFilter | None = None) -> int:
        """
        How many tracks a person can view of those that a filter wants. Raises `invalid_input`, `limit_exceeded`.

        >>> workspace.access_index().count(alex, filter=LibraryFilter(relation=Side([Relation.MINE])))
        0
        """
    def explain(self, /, person: UUID | Person, *, track: UUID | Track) -> Explanation:
        """
        Why a person has access to a track or has none, and what would end it, without names and links (EXP-1). Raises `not_found`.

        >>> workspace.access_index().explain(alex, track=track).because
        Because.STANDING
        """
    def list(self, /, person: UUID | Person, *, after: str | None = None, limit: int | None = None, sort: LibrarySort | None = None, filter: LibraryFilter | None = None) -> IndexPage:
        """
        The tracks that a person can view, newest first or by title: exactly those on which `can` says so (ACC-4, LIB-1).

        A page holds `limit` of them, 1 to 10,000, 50 unless said otherwise; iterating over it goes on over all, each page as of a state of its own.
        `after` is the `next` of an earlier page of this very listing. Raises `invalid_input`, `limit_exceeded`.

        >>> [row.level for row in workspace.access_index().list(alex)]
        [Level.EDITOR]
        """
    def revision(self, /) -> int:
        """
        The number up to which every commit is in the index; on PostgreSQL later ones may be too, so that it is no key to keep answers under.

        >>> workspace.access_index().revision() == workspace.revision()
        True
        """
    def who_can(self, /, scope: Scope | Track | Group, *, action: Action) -> tuple[Holder, ...]:
        """
        Everybody who may do something on a track or group, and through what, ordered by id (EXP-2).

        Raises `invalid_input` for an action that such a scope does not know, `not_found`.

        >>> sorted(holder.level for holder in workspace.access_index().who_can(track, action=Action.VIEW))
        [Level.EDITOR, Level.OWNER]
        """

@final
class AsyncActor:
    """
    The face of a person, from `AsyncWorkspace.acting_as`: every call is theirs, and is awaited.
    """
    def __repr__(self, /) -> str: ...
    async def accept_import(self, /, import_: UUID | Import, *, track: UUID | Track | None = None, title: str | None = None, group: UUID | Group | None = None) -> Import:
        """
        Accepts an import into `track`, on which the actor is editor or above, or into a new one under `title`, where wanted in `group` (IMP-3).

        Accepting again gives the first result. Raises `invalid_input`, `limit_exceeded`, `not_found`, `access_denied`.

        >>> sent = workspace.acting_as(jordan).submit_import(olivia, files=[NewFile("strings.wav", size=48_000_000)])
        >>> me.accept_import(sent, track=track).track == track.id
        True
        """
    async def accept_invitation(self, /, invitation: UUID | Invitation) -> Joined:
        """
        Accepts an invitation: access and shares begin (INV-3).

        Raises `not_found`, `invitation_void`, `invitation_expired`, `limit_exceeded`.
        """
    async def accept_ownership(self, /, scope: Scope | Track | Group) -> Handover:
        """
        Takes what was offered: the actor owns it from now on (OWN-4). Raises `not_found`, `limit_exceeded`.
        """
    async def access_at(self, /, person: UUID | Person, *, track: UUID | Track, instant: datetime) -> AccessThen:
        """
        What a person could do on a track at an instant, groups as they lay then included (EXP-4, EXP-5). Raises `not_found`, `access_denied`.

        >>> from datetime import UTC, datetime
        >>> before = me.access_at(alex, track=track, instant=datetime(2020, 1, 1, tzinfo=UTC))
        >>> before.level is None
        True
        """
    async def activity(self, /, scope: Scope | Track | Group, *, before: str | None = None, limit: int | None = None) -> ActivityPage:
        """
        What has happened on a track or group, newest first (ACT-1); what happened to links, to the owner alone (EXP-5).

        A page holds `limit` entries, 1 to 200, 50 unless said otherwise; iterating over it goes on over all.
        `before` is the `next` of an earlier page. Raises `invalid_input`, `not_found`.

        >>> updated = me.update_track(track, key="F minor")
        >>> latest = me.activity(track, limit=1).entries[0]
        >>> latest.what, latest.after["key"]
        ('details_changed', 'F minor')
        """
    async def add_comment(self, /, track: UUID | Track, *, text: str, file: str | None = None, position: Position | None = None) -> Comment:
        """
        Comments on a track, of which whoever can view it may say something (COM-1).

        `file` is the file store's own id of a file that it is about, `position` the time. The text may have 10,000 characters.
        Raises `invalid_input`, `limit_exceeded`, `not_found`.

        >>> comment = me.add_comment(track, text="Louder?", position=Position(61_500))
        >>> comment.author_name, comment.position.start_ms
        ('Olivia Park', 61500)
        """
    async def add_to_public_page(self, /, track: UUID | Track, *, section: str | None = None) -> OwnPage:
        """
        Adds a track to the end of a section of the actor's page, or of its last one; it is shown while it is published (PUB-1, OWN-2).

        A section that is not there is made. Raises `invalid_input`, `limit_exceeded`, `not_found`, `access_denied`.

        >>> me.add_to_public_page(track, section="Singles").sections[0].tracks[0].shown
        False
        """
    async def apply_proposal(self, /, track: UUID | Track, *, proposal: Proposal, access: Access | None = None, role: str | None = None) -> Applied:
        """
        Saves a proposal, as it was made or as the host has changed it, and invites its newcomer with `access` and `role` (SPL-7).

        Raises `invalid_input`, `invalid_share`, `limit_exceeded`, `not_found`, `access_denied`, `not_collaborator`, `over_allocated`,
        `owner_fixed`, `already_collaborator`, and `conflict` where the shares have changed since.
        """
    async def archive_track(self, /, track: UUID | Track) -> Track:
        """
        Puts a track aside: it stays as it is, out of the way (LIB-2). Raises `not_found`, `access_denied`.
        """
    def batch(self, /) -> AsyncBatch:
        """
        Begins to gather calls that take hold together, in one commit or not at all.

        >>> with me.batch() as batch:
        ...     side_a = batch.actor.create_group("Side A")
        ...     moved = batch.actor.move_track(track, group=side_a)
        >>> me.track(track).group == side_a.id
        True
        """
    async def buckets(self, /) -> tuple[Bucket, ...]:
        """
        The actor's buckets, in the order in which they were made (LIB-2).
        """
    async def can(self, /, scope: Scope | Track | Group, *, action: Action) -> bool:
        """
        Whether the actor may do something on a track or group now (ACC-1, GRP-3).

        False, too, for what is not there: the answer never tells (ACC-5).
        Raises `invalid_input` for an action that such a scope does not know.
        """
    async def collaborators(self, /, scope: Scope | Track | Group) -> Panel:
        """
        Who takes part in a track or group, with roles, access and shares, in roster order (VIEW-1, SPL-4). Raises `not_found`.
        """
    async def comments(self, /, track: UUID | Track, *, after: str | None = None, limit: int | None = None) -> CommentsPage:
        """
        The comments on a track, pinned ones first, then the newest (COM-1, COM-2).

        A page holds `limit` of them, 1 to 200, 50 unless said otherwise; iterating over it goes on over all.
        `after` is the `next` of an earlier page. Raises `invalid_input`, `not_found`.

        >>> added = [me.add_comment(track, text=f"Take {take}") for take in (1, 2, 3)]
        >>> sorted(comment.text for comment in me.comments(track, limit=2))
        ['Take 1', 'Take 2', 'Take 3']
        """
    async def create_bucket(self, /, name: str) -> Bucket:
        """
        Makes a bucket: a private folder for arranging the library, of which nobody else knows (LIB-2).

        Raises `invalid_input`, `limit_exceeded`, and `not_found` for an actor who is not registered.

        >>> bucket = me.create_bucket("To finish")
        >>> me.move_to_bucket(track, bucket=bucket).bucket == bucket.id
        True
        """
    async def create_group(self, /, name: str, *, parent: UUID | Group | None = None) -> Group:
        """
        Creates a group, at the top or in another (GRP-1, GRP-7).

        Raises `invalid_input`, `limit_exceeded`, `not_found`, `access_denied`, `group_too_deep`.
        """
    async def create_playlist_share(self, /, tracks: Sequence[UUID | Track], *, downloads: Sequence[FileKind] | None = None, stream: bool | None = None, not_before: datetime | None | Keep = ..., expires_at: datetime | None | Keep = ..., password: str | None | Keep = ..., download_limit: int | None | Keep = ..., label: str | None | Keep = ..., excluded: Sequence[str | File | OpenedFile] | None = None, asks_review: bool | None = None, name: str | None = None, cover: str | None | Keep = ..., filter: PlaylistFilter | None = None) -> LinkMade:
        """
        Makes a secret address that opens some of the actor's own tracks in an order, at most 50 (LNK-7, LNK-2, OWN-2).

        Beside what a share link is told: `name`, by the tracks unless said; `cover`, where a picture is; `filter`, what of the tracks is shown.
        Raises `invalid_input`, `limit_exceeded`, `playlist_too_long`, `not_found`, `access_denied`, `source_unavailable`.

        >>> closing = me.create_track("Closing")
        >>> made = me.create_playlist_share([track, closing], filter=PlaylistFilter(kinds=[FileKind.BOUNCE]))
        >>> made.link.playlist.name
        '2 Tracks'
        """
    async def create_share_link(self, /, track: UUID | Track, *, downloads: Sequence[FileKind] | None = None, stream: bool | None = None, not_before: datetime | None | Keep = ..., expires_at: datetime | None | Keep = ..., password: str | None | Keep = ..., download_limit: int | None | Keep = ..., label: str | None | Keep = ..., excluded: Sequence[str | File | OpenedFile] | None = None, asks_review: bool | None = None) -> LinkMade:
        """
        Makes a secret address that opens one track, for whoever has it (LNK-1, LNK-2, OWN-2).

        `downloads` are the kinds of files that may be downloaded, none unless said; `stream` is whether what may be heard is played, as it is
        unless said; between `not_before` and `expires_at` it opens; `download_limit` is how many downloads it gives in all; `label` says whom it
        is for; `excluded` are files that it does not show; with `asks_review` visitors may say what they think of it.
        The secret is in the answer, this once.
        Raises `invalid_input`, `limit_exceeded`, `not_found`, `access_denied` to anybody but the owner, and
        `source_unavailable` where files to leave out cannot be looked up.

        >>> made = me.create_share_link(track, downloads=[FileKind.BOUNCE], label="Sarah", password="sesame")
        >>> address = f"https://studio.example/l/{made.secret.reveal()}"
        >>> made.secret, made.link.has_password
        (Secret('***'), True)
        """
    async def create_track(self, /, title: str, *, group: UUID | Group | None = None) -> Track:
        """
        Creates a track, which the actor owns; in a group, its owner does (OWN-1, GRP-4).

        Raises `invalid_input`, `limit_exceeded`, `not_found`, `access_denied`.
        """
    async def decline_ownership(self, /, scope: Scope | Track | Group) -> OfferMade:
        """
        Says no to an offer (OWN-4). Raises `not_found`.
        """
    async def delete_bucket(self, /, bucket: UUID | Bucket) -> Bucket:
        """
        Deletes a bucket, and returns it as it was; what was in it is in none, and still in the library (LIB-2). Raises `not_found`.

        >>> bucket = me.create_bucket("To finish")
        >>> me.delete_bucket(bucket) == bucket, me.buckets()
        (True, ())
        """
    async def delete_comment(self, /, comment: UUID | Comment) -> CommentDeleted:
        """
        Deletes a comment: one's own while able to view, or any on a track that one owns (COM-1). Raises `not_found`, `access_denied`.

        >>> comment = me.add_comment(track, text="First!")
        >>> me.delete_comment(comment).comment == comment.id
        True
        """
    async def delete_file(self, /, track: UUID | Track, *, file: str | File | OpenedFile) -> FileChanged:
        """
        Deletes a file (FIL-4, FIL-5). Raises `not_found`, `access_denied`, `source_unavailable`.

        >>> mix = me.upload_file(track, kind=FileKind.BOUNCE, name="mix.wav", content=b"RIFF")
        >>> me.delete_file(track, file=mix.file).name
        'mix.wav'
        """
    async def delete_group(self, /, group: UUID | Group) -> GroupDeleted:
        """
        Deletes a group; what lay in it goes to the top of whoever owns it (GRP-7). Raises `not_found`, `access_denied`.
        """
    async def delete_track(self, /, track: UUID | Track) -> TrackDeleted:
        """
        Deletes a track for good, with all access to it (OWN-2). Raises `not_found`, `access_denied`.
        """
    async def dismiss_import(self, /, import_: UUID | Import) -> Import:
        """
        Dismisses an import; its sender may send it again (IMP-3). Raises `not_found`.

        >>> sent = workspace.acting_as(jordan).submit_import(olivia, files=[NewFile("kick.wav", size=9_400_000)])
        >>> me.dismiss_import(sent).state
        ImportStatus.DISMISSED
        """
    async def dismiss_invitation(self, /, invitation: UUID | Invitation) -> Invitation:
        """
        Says no to an invitation (INV-2). Raises `not_found`, `invitation_void`, `invitation_expired`.
        """
    async def dismiss_notification(self, /, notification: UUID | Notification) -> NotificationMarked:
        """
        Takes a notification out of the actor's list, read or not (NTF-1). Raises `not_found`.

        >>> dismissed = me.dismiss_notification(me.notifications().rows[0])
        >>> me.notifications().rows
        ()
        """
    async def download_file(self, /, track: UUID | Track, *, file: str | File | OpenedFile) -> FileTicket:
        """
        A ticket for downloading a file, redeemed by `Workspace.redeem` within five minutes (FIL-5, LNK-5, ACC-1).

        Raises `not_found` for the track or the file, `source_unavailable`.

        >>> mix = me.upload_file(track, kind=FileKind.BOUNCE, name="mix.wav", content=b"RIFF")
        >>> given = me.download_file(track, file=mix.file)
        >>> workspace.redeem(given.ticket).read()
        b'RIFF'
        """
    def dry_run(self, /) -> AsyncActor:
        """
        The same face, on which calls decide and answer but change nothing.

        >>> me.dry_run().delete_track(track).track == track.id
        True
        >>> me.can(track, action=Action.VIEW)  # it is still there
        True
        """
    async def edit_comment(self, /, comment: UUID | Comment, *, text: str | None = None, file: str | None | Keep = ..., position: Position | None | Keep = ...) -> Comment:
        """
        Changes what the actor's own comment says; what is left out stays, `None` empties `file` and `position` (COM-1).

        Raises `invalid_input`, `limit_exceeded`, `not_found`, `access_denied`.

        >>> comment = me.add_comment(track, text="Lauder?")
        >>> me.edit_comment(comment, text="Louder?").text
        'Louder?'
        """
    async def explain(self, /, person: UUID | Person, *, track: UUID | Track) -> Explanation:
        """
        Why a person has access to a track or has none, and what would end it (EXP-1).

        About oneself whoever can view may ask; about others, the owner and full collaborators (EXP-5). Raises `not_found`, `access_denied`.

        >>> why = me.explain(alex, track=track)
        >>> why.because, [act.do for act in why.ends_with]
        (Because.STANDING, ['revoke'])
        """
    async def files(self, /, track: UUID | Track) -> TrackFiles:
        """
        A track's files as they are now (FIL-5, LNK-6). Raises `not_found`, and `source_unavailable` where they cannot be reached.

        >>> me.files(track).files
        ()
        """
    async def group(self, /, group: UUID | Group) -> Group:
        """
        A group as the actor sees it. Raises `not_found` also where the actor may not know of it (ACC-5).
        """
    @property
    def id(self, /) -> UUID:
        """
        Who acts.
        """
    async def import_(self, /, import_: UUID | Import) -> ImportDetail:
        """
        An import with the tracks that it may be meant for: to its recipient, and without these to its sender (IMP-2). Raises `not_found`.

        >>> files = [NewFile("midnight_sessions_strings.wav", size=48_000_000)]
        >>> sent = workspace.acting_as(jordan).submit_import(olivia, files=files)
        >>> me.import_(sent).suggestions[0].title
        'Midnight Sessions'
        """
    async def imports(self, /, *, state: ImportStatus | None = None, from_: UUID | Person | None = None, after: str | None = None, limit: int | None = None) -> ImportsPage:
        """
        What was sent to the actor, and the invitations that wait for an answer, newest first (IMP-4).

        A page holds `limit` entries, 1 to 200, 50 unless said otherwise, or fewer where `state` and `from_` leave some out; iterating over it goes
        on over all. `after` is the `next` of an earlier page. Raises `invalid_input`.

        >>> files = [NewFile("kick.wav", size=9_400_000)]
        >>> sent = workspace.acting_as(jordan).submit_import(olivia, files=files)
        >>> [entry.from_name for entry in me.imports(state=ImportStatus.PENDING, from_=jordan)]
        ['Jordan Lee']
        """
    async def inherit_access(self, /, scope: Scope | Track | Group, *, person: UUID | Person) -> AccessChange:
        """
        Forgets what was decided here for a person, so that the group above decides again (GRP-6).

        Raises `not_found`, `access_denied`, `owner_fixed`, `not_collaborator`.
        """
    async def invitations(self, /) -> tuple[InboxEntry, ...]:
        """
        The invitations that wait for the actor's answer, newest first (INV-6).
        """
    async def invite(self, /, scope: Scope | Track | Group, *, to: Invitee | Person | UUID | str, access: Access, role: str | None = None, shares: ShareEdits | None = None) -> Invitation:
        """
        Invites somebody to a track or group, with an access, a role and shares on offer; nothing begins before they accept (INV-1).

        Raises `invalid_input`, `invalid_share`, `limit_exceeded`, `not_found`, `access_denied`, `owner_fixed`, `already_collaborator`, `over_allocated`.
        """
    async def leave(self, /, scope: Scope | Track | Group) -> Ending:
        """
        Ends the actor's own access; their shares stay (REV-3). Raises `not_found`, `owner_fixed`.
        """
    async def leave_all_from(self, /, owner: UUID | Person) -> Ending:
        """
        Ends the actor's access to all that a person owns (REV-5). Raises `not_found`.
        """
    async def library(self, /, *, after: str | None = None, limit: int | None = None, sort: LibrarySort | None = None, filter: LibraryFilter | None = None) -> LibraryPage:
        """
        The tracks that the actor can view, newest first or by title (ACC-4, LIB-1).

        A page holds `limit` of them, 1 to 200, 50 unless said otherwise; iterating over it goes on over all.
        `after` is the `next` of an earlier page of this very listing: of this person, sort and filter.
        Raises `invalid_input`, `limit_exceeded`.

        >>> [row.title for row in me.library(filter=LibraryFilter(relation=Side([Relation.MINE])))]
        ['Midnight Sessions']
        """
    async def link_analytics(self, /, link: UUID | Link, *, before: str | None = None, limit: int | None = None) -> LinkAnalytics:
        """
        What visitors did with a link: sums over all visits, and the visits themselves, newest first (LNK-8).

        A page holds `limit` visits, 1 to 200, 50 unless said otherwise; iterating over it goes on over all.
        `before` is the `next` of an earlier page.
        Raises `invalid_input`, `not_found`, and `access_denied` to anybody but the owner (EXP-5).

        >>> made = me.create_share_link(track)
        >>> opened = workspace.visitor().open(made.secret)
        >>> me.link_analytics(made.link).totals.counts.opens
        1
        """
    async def links(self, /, *, track: UUID | Track | None = None) -> tuple[Link, ...]:
        """
        Every link and playlist share that reaches a track, or all that the actor has, newest first, with those that are over (LNK-1, LNK-7).

        Raises `not_found`, and `access_denied` to anybody but the track's owner (EXP-5).

        >>> made = me.create_share_link(track)
        >>> me.links(track=track) == (made.link,)
        True
        """
    async def mark_all_read(self, /) -> AllRead:
        """
        Marks all that the actor was told as read (NTF-1).

        >>> me.mark_all_read().read
        1
        """
    async def mark_read(self, /, notification: UUID | Notification) -> NotificationMarked:
        """
        Marks a notification as read; marking it again changes nothing (NTF-1). Raises `not_found`.

        >>> me.mark_read(me.notifications().rows[0]).unread
        0
        """
    async def move_group(self, /, group: UUID | Group, *, parent: UUID | Group | None) -> GroupMoved:
        """
        Moves a group into another, or with `None` to the top; says whose access rises and falls (GRP-5).

        Raises `not_found`, `access_denied`, `group_cycle`, `group_too_deep`.
        """
    async def move_to_bucket(self, /, track: UUID | Track, *, bucket: UUID | Bucket | None) -> Placement:
        """
        Puts a track into a bucket of the actor's, or with `None` out of all; access stays as it is (LIB-2). Raises `not_found`.

        >>> me.move_to_bucket(track, bucket=None).bucket is None
        True
        """
    async def move_track(self, /, track: UUID | Track, *, group: UUID | Group | None) -> TrackMoved:
        """
        Moves a track into a group, or with `None` out of its group; says whose access rises and falls (GRP-4, GRP-5).

        Raises `not_found`, `access_denied`, `limit_exceeded`.
        """
    async def notifications(self, /, *, before: str | None = None, limit: int | None = None) -> NotificationPage:
        """
        What the actor was told, newest first, and how much of it is unread (NTF-1).

        A page holds `limit` notifications, 1 to 200, 50 unless said otherwise; iterating over it goes on over all.
        `before` is the `next` of an earlier page. Raises `invalid_input`.

        >>> told = me.notifications()
        >>> told.rows[0].what, told.rows[0].by_name, told.unread
        (NoticeKind.JOINED, 'Alex Reyes', 1)
        """
    async def offer_ownership(self, /, scope: Scope | Track | Group, *, to: UUID | Person) -> OfferMade:
        """
        Offers a track or group to a collaborator (OWN-4). Raises `not_found`, `access_denied`, `owner_fixed`, `not_collaborator`.
        """
    async def own_activity(self, /, *, before: str | None = None, limit: int | None = None) -> ActivityPage:
        """
        What has happened to the actor's own playlist shares, public page and imports, newest first (ACT-1, OPS-1, EXP-5).

        A page holds `limit` entries, 1 to 200, 50 unless said otherwise; iterating over it goes on over all.
        `before` is the `next` of an earlier page. Raises `invalid_input`.

        >>> added = me.add_to_public_page(track)
        >>> [entry.what for entry in me.own_activity()]
        ['page_added']
        """
    async def pin_comment(self, /, comment: UUID | Comment) -> CommentPinned:
        """
        Pins a comment, so that it comes before all that are not; pinning again changes nothing (COM-1). Raises `not_found`, `access_denied`.

        >>> me.pin_comment(me.add_comment(track, text="Deadline: Friday")).pinned
        True
        """
    async def propose_even_split(self, /, track: UUID | Track, *, among: Sequence[UUID | Person] | None = None) -> Proposal:
        """
        Proposes an even split, among all who take part or those named (SPL-6); nothing is saved.

        Raises `invalid_input`, `not_found`, `access_denied`, `not_collaborator`.
        """
    async def propose_newcomer_split(self, /, track: UUID | Track, *, newcomer: Invitee | Person | UUID | str) -> Proposal:
        """
        Proposes what somebody new could get of what is left (SPL-7); nothing is saved.

        Raises `invalid_input`, `limit_exceeded`, `not_found`, `access_denied`, `owner_fixed`.
        """
    async def public_page(self, /) -> OwnPage:
        """
        The actor's own public page: an empty one, where they have made none (PUB-1, PUB-2).

        >>> me.public_page().published
        False
        """
    async def publish_public_page(self, /) -> OwnPage:
        """
        Lets the actor's page be found; it needs an address and a name (PUB-2). Raises `invalid_input`, `not_found`.

        >>> named = me.update_public_page(slug="olivia-park", name="Olivia Park")
        >>> me.publish_public_page().published
        True
        """
    async def remove_collaborator(self, /, scope: Scope | Track | Group, *, person: UUID | Person) -> Ending:
        """
        Ends a person's access and frees their shares (REV-2). Raises `not_found`, `access_denied`, `owner_fixed`, `nothing_to_revoke`.
        """
    async def remove_from_public_page(self, /, track: UUID | Track) -> OwnPage:
        """
        Takes a track off the actor's page (PUB-1). Raises `not_found`.

        >>> added = me.add_to_public_page(track)
        >>> me.remove_from_public_page(track).sections[0].tracks
        ()
        """
    async def rename_bucket(self, /, bucket: UUID | Bucket, *, name: str) -> Bucket:
        """
        Gives a bucket another name (LIB-2). Raises `invalid_input`, `limit_exceeded`, `not_found`.

        >>> bucket = me.create_bucket("To finish")
        >>> me.rename_bucket(bucket, name="Finished").name
        'Finished'
        """
    async def rename_file(self, /, track: UUID | Track, *, file: str | File | OpenedFile, name: str) -> FileChanged:
        """
        Gives a file another name; it stays what it is, for links too (FIL-4, FIL-5).

        Raises `invalid_input`, `limit_exceeded`, `not_found`, `access_denied`, `conflict` where the name is taken, `source_unavailable`.

        >>> mix = me.upload_file(track, kind=FileKind.BOUNCE, name="mix.wav", content=b"RIFF")
        >>> me.rename_file(track, file=mix.file, name="mix 1.wav").name
        'mix 1.wav'
        """
    async def reorder_public_page(self, /, sections: Sequence[Section]) -> OwnPage:
        """
        Puts what is on the actor's page in another order and under other titles (PUB-2).

        Raises `invalid_input`, `limit_exceeded`, `not_found`, and `conflict` where these are not exactly the tracks on the page.

        >>> added = me.add_to_public_page(track)
        >>> me.reorder_public_page([Section("2026", [track])]).sections[0].title
        '2026'
        """
    async def require_complete_splits(self, /, track: UUID | Track) -> Totals:
        """
        The totals of a track's splits, where each kind is exactly 100 (SPL-5). Raises `not_found`, `splits_incomplete`.
        """
    async def resubmit_import(self, /, import_: UUID | Import) -> Import:
        """
        Sends once more what its recipient dismissed, as a new import (IMP-3). Raises `not_found`.

        >>> sent = me.submit_import(jordan, files=[NewFile("kick.wav", size=9_400_000)])
        >>> dismissed = workspace.acting_as(jordan).dismiss_import(sent)
        >>> me.resubmit_import(sent).state
        ImportStatus.PENDING
        """
    async def retry_folder(self, /, track: UUID | Track) -> FolderRetried:
        """
        Makes due now whatever brings a track's folder to its place and to whom access says, for its owner who has mended what was in the way (FIL-2).

        A folder that was deleted in the file store is made and shared anew by it, without what was in it.
        The work itself is done by `Workspace.run_effects`. Raises `not_found`, and `access_denied` for all but the owner.

        >>> me.retry_folder(track).track == track.id
        True
        """
    async def revoke(self, /, scope: Scope | Track | Group, *, person: UUID | Person) -> Ending:
        """
        Ends a person's access and keeps their shares (REV-1). Raises `not_found`, `access_denied`, `owner_fixed`, `nothing_to_revoke`.
        """
    async def revoke_all(self, /, person: UUID | Person) -> Ending:
        """
        Ends a person's access to all that the actor owns (REV-5). Raises `not_found`.
        """
    async def revoke_link(self, /, link: UUID | Link) -> Link:
        """
        Revokes a link for good: the very next visitor is refused (LNK-3). Raises `not_found`, `access_denied`, `link_final`.

        >>> made = me.create_share_link(track)
        >>> me.revoke_link(made.link).state
        LinkState.REVOKED
        """
    async def rotate_link(self, /, link: UUID | Link) -> LinkMade:
        """
        Gives a link another secret: the address that was sent opens nothing from now on, everything else stays (LNK-2).

        Raises `not_found`, `access_denied`, `link_final`.

        >>> made = me.create_share_link(track)
        >>> me.rotate_link(made.link).secret == made.secret
        False
        """
    async def send_file(self, /, import_: UUID | Import, *, number: int, content: Content) -> Import:
        """
        Sends the bytes of a file of an import, by its place in that, counted from 0, while it waits (IMP-1).

        Once the import was accepted and `Workspace.run_effects` has run they lie in the track's folder. `content` is as for `upload_file`.
        Raises `not_found`, `source_unavailable`, and `invalid_input` where it is not as long as was said.

        >>> sent = me.submit_import(jordan, files=[NewFile("kick.wav", folder="Stems", size=5)])
        >>> me.send_file(sent, number=0, content=b"bytes").files[0].arrived
        True
        """
    async def set_access(self, /, scope: Scope | Track | Group, *, person: UUID | Person, access: Access) -> AccessChange:
        """
        Gives a collaborator another access (ACC-3, ACC-6).

        Raises `invalid_input`, `not_found`, `access_denied`, `owner_fixed`, `not_collaborator`, `limit_exceeded`.
        """
    async def set_shares(self, /, track: UUID | Track, *, rows: Sequence[ShareRow], based_on: int | None = None) -> SharesChange:
        """
        Saves shares of a track, row by row, whole or not at all (SPL-1, SPL-3).

        `based_on` is the `shares_version` that was read; where others have saved since, the call is refused with `conflict` (SPL-9).
        Raises `invalid_input`, `invalid_share`, `not_found`, `access_denied`, `not_collaborator`, `over_allocated`, `limit_exceeded`.
        """
    async def shares_at(self, /, track: UUID | Track, *, instant: datetime) -> SharesThen:
        """
        Who held which share of a track at an instant (EXP-4). Raises `not_found`.

        >>> from datetime import timedelta
        >>> saved = me.set_shares(track, rows=[ShareRow(olivia, master=60)])
        >>> then = me.shares_at(track, instant=track.created_at - timedelta(days=1))
        >>> then.totals.master.status
        SplitStatus.UNSET
        """
    async def shares_available(self, /, track: UUID | Track, *, person: UUID | Person) -> Shares:
        """
        The most that a person could be given of each kind (SPL-8). Raises `not_found`.
        """
    async def sharing_panel(self, /) -> SharingPanel:
        """
        What the actor shares with others and they with the actor, person by person (VIEW-1).

        >>> [shared] = me.sharing_panel().people
        >>> shared.name, [row.title for row in shared.from_me]
        ('Alex Reyes', ['Midnight Sessions'])
        """
    async def stream_file(self, /, track: UUID | Track, *, file: str | File | OpenedFile) -> FileTicket:
        """
        A ticket for hearing a file, redeemed by `Workspace.redeem` within five minutes (FIL-5, LNK-5, ACC-1).

        Raises `not_found` for the track or the file, `source_unavailable`.

        >>> mix = me.upload_file(track, kind=FileKind.BOUNCE, name="mix.wav", content=b"RIFF")
        >>> me.stream_file(track, file=mix.file).ticket
        Secret('***')
        """
    async def submit_import(self, /, to: UUID | Person, *, files: Sequence[NewFile], note: str | None = None, track: UUID | Track | None = None, track_name: str | None = None) -> Import:
        """
        Sends up to 500 files to somebody, with a note and the track meant, by its id where the actor can view it or in words (IMP-1, IMP-2).

        Until they are accepted nothing in the recipient's library changes. Raises `invalid_input`, `limit_exceeded`, `not_found`.

        >>> sent = me.submit_import(jordan, files=[NewFile("kick.wav", folder="Stems", size=9_400_000)])
        >>> sent.files[0].kind
        FileKind.STEM
        """
    async def sync(self, /, *, cursor: str | None = None) -> Delta:
        """
        What has changed for the actor since a cursor that an earlier answer gave; all there is, where there is none (SYN-1, REV-6).

        Call it again at once while `more` is set. A cursor that was lost, or is another person's, begins a full reading: never a silent gap.

        >>> held = me.sync()
        >>> deleted = me.delete_track(track)
        >>> [removed.reason for removed in me.sync(cursor=held.cursor).removed]
        [RemovalReason.DELETED]
        """
    async def track(self, /, track: UUID | Track) -> Track:
        """
        A track as the actor sees it. Raises `not_found` also where the actor may not know of it (ACC-5).
        """
    async def track_overview(self, /, track: UUID | Track) -> TrackOverview:
        """
        A track with all that its first screen shows: details, people, splits, latest activity, for its owner the number of links (VIEW-1).

        Raises `not_found`.

        >>> overview = me.track_overview(track)
        >>> overview.track.title, len(overview.collaborators.rows), overview.activity[0].what
        ('Midnight Sessions', 2, 'joined')
        """
    async def unarchive_track(self, /, track: UUID | Track) -> Track:
        """
        Takes a track up again (LIB-2). Raises `not_found`, `access_denied`.
        """
    async def unpin_comment(self, /, comment: UUID | Comment) -> CommentPinned:
        """
        Unpins a comment; unpinning again changes nothing (COM-1). Raises `not_found`, `access_denied`.

        >>> me.unpin_comment(me.add_comment(track, text="Deadline: Friday")).pinned
        False
        """
    async def unpublish_public_page(self, /) -> OwnPage:
        """
        Takes the actor's page off the public; all its settings stay (PUB-2). Raises `not_found`.

        >>> me.unpublish_public_page().published
        False
        """
    async def update_group(self, /, group: UUID | Group, *, name: str) -> Group:
        """
        Names a group anew (GRP-7). Raises `invalid_input`, `limit_exceeded`, `not_found`, `access_denied`.
        """
    async def update_import(self, /, import_: UUID | Import, *, kinds: Mapping[int, FileKind] | None = None, track: UUID | Track | None | Keep = ...) -> Import:
        """
        Corrects what an import's files are, by their place counted from 0, and which track it is for, while it waits (IMP-2).

        `None` chooses no track. Raises `invalid_input`, `not_found`.

        >>> sent = workspace.acting_as(jordan).submit_import(olivia, files=[NewFile("take 3.wav", size=9_400_000)])
        >>> me.update_import(sent, kinds={0: FileKind.VOCAL}, track=track).files[0].kind
        FileKind.VOCAL
        """
    async def update_link(self, /, link: UUID | Link, *, downloads: Sequence[FileKind] | None = None, stream: bool | None = None, not_before: datetime | None | Keep = ..., expires_at: datetime | None | Keep = ..., password: str | None | Keep = ..., download_limit: int | None | Keep = ..., label: str | None | Keep = ..., excluded: Sequence[str | File | OpenedFile] | None = None, asks_review: bool | None = None, name: str | None = None, cover: str | None | Keep = ..., filter: PlaylistFilter | None = None, tracks: Sequence[UUID | Track] | None = None) -> Link:
        """
        Changes what a link or playlist share allows; what is left out stays, `None` empties (LNK-3, OWN-2).

        `name`, `cover`, `filter` and `tracks` are a playlist's. The address stays the same.
        Raises `invalid_input`, `limit_exceeded`, `playlist_too_long`, `not_found`, `access_denied`, `source_unavailable`, and `link_final` where it is over for good.

        >>> made = me.create_share_link(track, label="Sarah")
        >>> link = me.update_link(made.link, password="sesame", label=None)
        >>> link.has_password, link.label
        (True, None)
        """
    async def update_public_page(self, /, *, slug: str | None = None, name: str | None = None, bio: str | None | Keep = ..., avatar: str | None | Keep = ..., links: Sequence[PageLink] | None = None) -> OwnPage:
        """
        Changes the actor's page; what is left out stays, `None` empties `bio` and `avatar`, `links` come instead of all there were (PUB-2).

        `slug` is 3 to 50 of a-z, 0-9 and hyphens, `avatar` an https address. Raises `invalid_input`, `limit_exceeded`, `not_found`, `slug_taken`.

        >>> links = [PageLink("Music", "https://olivia.example")]
        >>> me.update_public_page(slug="olivia-park", links=links).links[0].label
        'Music'
        """
    async def update_track(self, /, track: UUID | Track, *, title: str | None = None, stage: Stage | str | None = None, bpm: Decimal | int | str | None | Keep = ..., key: str | None | Keep = ..., tags: Sequence[str] | None = None) -> TrackUpdated:
        """
        Changes a track's details; what is left out stays, `None` empties `bpm` and `key` (ACC-1, OWN-2, SPL-5).

        `bpm` is exact to a hundredth, from 1.00 to 999.99; a stage is one of `Stage` or the host's own.
        Raises `invalid_input`, `limit_exceeded`, `not_found`, `access_denied`, and `splits_incomplete` where publishing is strict.
        """
    async def upload_file(self, /, track: UUID | Track, *, kind: FileKind, name: str, content: Content, replaces: bool = False) -> FileChanged:
        """
        Uploads a file, or with `replaces` new content for one, into the folder of its kind (FIL-1, FIL-4, FIL-5).

        `content` is bytes, a binary file to be read from where it stands, or something that gives bytes piece by piece; on an event loop
        also a file or iterator that is awaited. Never is all of a file or iterator in memory. What it raises reaches the caller.
        The file is there when the call returns, also where it belongs to a batch that is then given up.
        Raises `invalid_input`, `limit_exceeded`, `not_found`, `access_denied`, `conflict` where the name is taken, `source_unavailable`.

        >>> mix = me.upload_file(track, kind=FileKind.BOUNCE, name="mix.wav", content=b"RIFF")
        >>> me.files(track).files[0].size
        4
        """
    def watch(self, /, *, cursor: str | None = None) -> AsyncWatch:
        """
        Begins to watch what changes for the actor after a cursor; all there is comes first where there is none (SYN-1).

        What is committed in this process comes at once, what others commit within some seconds. Each answer is one of `sync`.

        >>> with me.watch() as watch:
        ...     first = next(watch)
        ...     archived = me.archive_track(track)
        ...     [changed] = next(watch).tracks
        >>> first.full, changed.archived
        (True, True)
        """
    async def who_can(self, /, scope: Scope | Track | Group, *, action: Action) -> tuple[WhoCan, ...]:
        """
        Everybody who may do something on a track or group, and through what, in roster order (EXP-2, EXP-5).

        Raises `invalid_input` for an action that such a scope does not know, `not_found`, `access_denied`.

        >>> [who.name for who in me.who_can(track, action=Action.EDIT_SHARES)]
        ['Olivia Park', 'Alex Reyes']
        """
    def with_key(self, /, key: str) -> AsyncActor:
        """
        The same face, on which a changing call sent again under `key` is done once and answers as the first time (REL-1).

        >>> first = me.with_key("retry-1").create_track("Neon Rain")
        >>> me.with_key("retry-1").create_track("Neon Rain") == first
        True
        """
    async def withdraw_invitation(self, /, invitation: UUID | Invitation) -> Invitation:
        """
        Takes an invitation back (INV-2). Raises `not_found`, `access_denied`, `invitation_expired`.
        """
    async def withdraw_ownership(self, /, scope: Scope | Track | Group) -> OfferMade:
        """
        Takes an offer back (OWN-4). Raises `not_found`, `access_denied`.
        """

@final
class AsyncBatch:
    """
    Many awaited calls of one actor that take hold together in one commit, or not at all.

    Calls go through `actor`; each is decided over those before it, a refused one leaves the others, and nobody else sees anything before the commit.
    As an asynchronous context manager it commits at the end of the block, and gives all up where the block raises.
    """
    async def __aenter__(self, /) -> AsyncBatch: ...
    async def __aexit__(self, exception_type: Any, exception: Any, traceback: Any, /) -> None: ...
    @property
    def actor(self, /) -> AsyncActor:
        """
        The actor whose calls the batch gathers.
        """
    async def commit(self, /) -> int | None:
        """
        Commits all of it at once; returns the number of the commit, or `None` where there was nothing to commit.

        `conflict` where anything it rests on has been changed by others since it was read: nothing has taken hold, gather it anew.
        """
    @property
    def waiting(self, /) -> int:
        """
        How many changes wait to be committed; 0 once they are.
        """

@final
class AsyncDropbox:
    """
    The files of tracks in accounts of Dropbox, each track's folder shared with those who have access to it; its calls are awaited (FIL-1, FIL-2).

    Give it as `files=` to a workspace of either kind; all is as with `Dropbox`.
    """
    def __new__(cls, /, app_key: str, *, app_secret: Secret | str | None = None, redirect: str | None = None, library: str = ..., tokens: TokenStore | AsyncTokenStore | None = None, servers: str | None = None) -> AsyncDropbox:
        """
        Sets up a store for an app that is registered with Dropbox under this key, which is no secret; nothing is asked yet.

        `app_secret` is for servers only, never for what people install. `redirect` is where Dropbox sends people back to, one of
        those registered for the app; without it they are shown the code to copy. `library` is the folder of the account's own below
        which tracks lie, `""` for all of the account. `tokens` is a `TokenStore` or `AsyncTokenStore` of the host's; without it
        they are kept in memory. `servers` is an address that stands for all of Dropbox's, for tests: `https`, or `http` of this
        machine. Raises `invalid_input` for a `library` that is no path, or for other `servers`.
        """
    def __repr__(self, /) -> str: ...
    def authorize(self, /) -> Authorization:
        """
        Begins to connect an account: where to send its person.

        Keep `state` and `verifier` with the person's session until they come back with a code, and refuse a code that comes with
        another state. Raises `FilesError` where there is no randomness.
        """
    async def connect(self, /, by: UUID | Person | None, *, code: str, verifier: Secret | str) -> Account:
        """
        Connects a person's account: takes the code that they have come back with for tokens, looks whether the account can hold a
        library, and keeps the tokens. An account that was connected for them before is so no more.

        Call `Workspace.account_connected` then: their folders follow. Of `OneAccount`, `by` is `None`.
        Raises, of `cowrite.files`: `Disconnected` where the code is not Dropbox's, has been taken before, or belongs to another
        verifier; `MissingScope` with the right that was not granted; `WrongAppType` for an app registered for a folder of its own;
        `Nesting` where the library lies in a shared folder or a team's; `Conflict` where it is a file; `RateLimited`; `Transient`;
        what the token store raises. Then nothing is kept.
        """
    async def disconnect(self, /, by: UUID | Person | None) -> None:
        """
        Forgets the tokens of a person's account; the app's access they end themselves, among the connected apps of their account.

        Raises `Transient` where the token store fails.
        """
    @staticmethod
    def verify_webhook(app_secret: Secret | str, *, signature: str, body: bytes) -> tuple[str, ...]:
        """
        Reads whose accounts have changed from Dropbox's `POST` to a webhook; each is the `id` that `connect` gave.

        `signature` is the header `X-Dropbox-Signature`, `body` what came, byte for byte. Raises, of `cowrite.dropbox`: `TooLarge`
        past a MiB, which need not be read; `NotSigned`; `Malformed`. Each knows its `http_status`.
        """
    @staticmethod
    def webhook_challenge(asked: str) -> Challenge:
        """
        Answers Dropbox's `GET` to the address of a webhook: the text and the headers, with status 200.

        `asked` is `challenge` of the query, decoded. Raises, of `cowrite.dropbox`: `TooLarge` past 1,024 letters, `Malformed` for
        other than visible ASCII.

        >>> Dropbox.webhook_challenge("abc123").body
        'abc123'
        """

@final
class AsyncOperator:
    """
    The face of the host as operator, every act of which stands in the activity with its reason; its calls are awaited.
    """
    async def effects(self, /, limit: int) -> OpenEffects:
        """
        What is still to be done outside, at most `limit` of it, due first first (OPS-1).

        One that was tried many times has a cause that somebody must mend. Raises `invalid_input` above 1000.

        >>> [waiting.failure for waiting in workspace.operator("weekly look").effects(50).effects if waiting.tries > 5]
        []
        """
    async def hand_over(self, /, scope: Scope | Track | Group, *, to: UUID | Person) -> Handover:
        """
        Hands a track or group over from an owner who cannot be reached (OPS-1, OWN-4). Raises `not_found`, `owner_fixed`, `limit_exceeded`.
        """
    async def restore(self, /, track: UUID | Track) -> Takedown:
        """
        Restores a track that was taken down: everybody's access is as it was (OPS-1). Raises `not_found`.

        >>> workspace.operator("sample cleared").restore(track).condition
        Condition.LIVE
        """
    async def restore_comment(self, /, comment: UUID | Comment) -> CommentTakedown:
        """
        Restores a comment that was taken down, in its old place (OPS-1). Raises `not_found`.

        >>> operator, comment = workspace.operator("private data"), me.add_comment(track, text="Call me at home")
        >>> operator.take_down_comment(comment).condition, operator.restore_comment(comment).condition
        (Condition.TAKEN_DOWN, Condition.LIVE)
        """
    async def restore_link(self, /, link: UUID | Link) -> LinkTakedown:
        """
        Restores a link or playlist share that was taken down (OPS-1). Raises `not_found`.

        >>> made = me.create_share_link(track)
        >>> workspace.operator("looked at").restore_link(made.link).taken_down
        False
        """
    async def restore_page(self, /, person: UUID | Person) -> PageTakedown:
        """
        Restores a public page that was taken down, with all its settings (OPS-1). Raises `not_found`.

        >>> operator, named = workspace.operator("impersonation"), me.update_public_page(slug="olivia-park")
        >>> operator.take_down_page(olivia).condition, operator.restore_page(olivia).condition
        (Condition.TAKEN_DOWN, Condition.LIVE)
        """
    async def retry_effect(self, /, effect: Effect) -> EffectRetried:
        """
        Makes an effect due now, whenever it was to be tried again (OPS-1). Raises `not_found` where it is not open.

        >>> operator = workspace.operator("room was made")
        >>> for waiting in operator.effects(50).effects:
        ...     retried = operator.retry_effect(waiting.effect)
        """
    async def take_down(self, /, track: UUID | Track) -> Takedown:
        """
        Takes a track down: it is there for its owner alone until it is restored (OPS-1). Raises `not_found`.

        >>> workspace.operator("disputed sample").take_down(track).condition
        Condition.TAKEN_DOWN
        """
    async def take_down_comment(self, /, comment: UUID | Comment) -> CommentTakedown:
        """
        Takes a comment down: it is there for nobody until it is restored (OPS-1). Raises `not_found`.

        >>> comment = me.add_comment(track, text="Call me at home")
        >>> workspace.operator("private data").take_down_comment(comment).condition
        Condition.TAKEN_DOWN
        """
    async def take_down_link(self, /, link: UUID | Link) -> LinkTakedown:
        """
        Takes a link or playlist share down: it opens for nobody until it is restored (OPS-1). Raises `not_found`.

        >>> made = me.create_share_link(track)
        >>> workspace.operator("reported").take_down_link(made.link).taken_down
        True
        """
    async def take_down_page(self, /, person: UUID | Person) -> PageTakedown:
        """
        Takes a person's public page down: nobody finds it until it is restored, published or not (OPS-1). Raises `not_found`.

        >>> named = me.update_public_page(slug="olivia-park")
        >>> workspace.operator("impersonation").take_down_page(olivia).condition
        Condition.TAKEN_DOWN
        """

@final
class AsyncRedeemed:
    """
    A file that is being read on an event loop: its bytes come piece by piece, so that it is never in memory whole unless `read()` asks for all.

    It is read once, by one at a time: `await read(n)`, or `async for`; as an asynchronous context manager it is closed at the end.
    """
    async def __aenter__(self, /) -> AsyncRedeemed: ...
    async def __aexit__(self, exception_type: Any, exception: Any, traceback: Any, /) -> None: ...
    def __aiter__(self, /) -> AsyncIterator[bytes]: ...
    def __repr__(self, /) -> str: ...
    @property
    def address(self, /) -> Secret | None:
        """
        Where the file store gives the bytes itself, to send the caller on to: only with `direct_addresses`, and then there are none to read.
        """
    def close(self, /) -> None:
        """
        Gives up what is left: later reads are refused with `closed`.
        """
    @property
    def media_type(self, /) -> str:
        """
        Its media type, by its name.
        """
    @property
    def name(self, /) -> str:
        """
        The file's name.
        """
    @property
    def range(self, /) -> range:
        """
        Which bytes of it come: `len(range)` of them, from `range.start` up to but not including `range.stop`.
        """
    async def read(self, size: int = ..., /) -> bytes:
        """
        Up to `size` bytes, none at the end; all that are left where it is negative or not given.

        Raises `source_unavailable` where they cannot be reached any more, `conflict` where the file has been replaced meanwhile, `closed`;
        `ValueError` where they are at `address`.
        """
    @property
    def size(self, /) -> int:
        """
        How many bytes the file has in all.
        """

@final
class AsyncVisitor:
    """
    The face of somebody who has only a secret address; its calls are awaited.
    """
    async def download(self, /, secret: Secret | str, *, track: UUID | Track, file: str | File | OpenedFile, password: str | None = None, visitor: str | None = None, label: str | None = None, user_agent: str | None = None, bot: bool = False) -> GivenFile:
        """
        A ticket for downloading a file of a link; it counts when the ticket is first redeemed (LNK-4, LNK-5, LNK-6, LNK-8).

        What is known of the visit is as for `open`. Raises as it does, `not_found` for a file that is not there for visitors, and
        `download_not_allowed` for one of a kind that the link does not allow.

        >>> mix = me.upload_file(track, kind=FileKind.BOUNCE, name="mix.wav", content=b"RIFF")
        >>> made = me.create_share_link(track, downloads=[FileKind.BOUNCE])
        >>> workspace.visitor().download(made.secret, track=track, file=mix.file).name
        'mix.wav'
        """
    async def open(self, /, secret: Secret | str, *, password: str | None = None, visitor: str | None = None, label: str | None = None, user_agent: str | None = None, bot: bool = False) -> OpenedLink:
        """
        Opens a link: what it shows, with its files as they are now (LNK-4, LNK-5, LNK-6, LNK-7).

        `visitor` is what visitors are told apart by, such as a network address, of which only a hash is kept; `label` is who it is, for the owner
        to see; by `user_agent` bots are known, or by `bot`, and see no files.
        Raises `invalid_input`, `limit_exceeded`, `password_required`, `source_unavailable`, and `link_unavailable` whatever the reason.

        >>> made = me.create_share_link(track)
        >>> workspace.visitor().open(made.secret, visitor="203.0.113.9").name
        'Midnight Sessions'
        """
    async def public_page(self, /, slug: str) -> PublicPage:
        """
        A public page by its address, as anybody may see it: shown tracks only (PUB-1). Raises `not_found`.

        >>> named = me.update_public_page(slug="olivia-park", name="Olivia Park")
        >>> published = me.publish_public_page()
        >>> workspace.visitor().public_page("olivia-park").name
        'Olivia Park'
        """
    async def review(self, /, secret: Secret | str, *, name: str, verdict: Verdict, text: str | None = None, track: UUID | Track | None = None, position_ms: int | None = None, password: str | None = None, visitor: str | None = None, label: str | None = None, user_agent: str | None = None, bot: bool = False) -> Reviewed:
        """
        Says what a visitor thinks of what a link opens, where it asks for that: the owner sees it with the link's analytics (LNK-11).

        `track` says of which track of a playlist, `position_ms` at which time in it, in milliseconds; the rest is as for `open`.
        Raises as it does, `review_not_asked`, and `not_found` for a track that the link does not show.

        >>> made = me.create_share_link(track, asks_review=True)
        >>> visitor = workspace.visitor()
        >>> visitor.review(made.secret, name="Sarah", verdict=Verdict.CHANGES_WANTED, text="Vocals up, please").verdict
        Verdict.CHANGES_WANTED
        """
    async def stream(self, /, secret: Secret | str, *, track: UUID | Track, file: str | File | OpenedFile, password: str | None = None, visitor: str | None = None, label: str | None = None, user_agent: str | None = None, bot: bool = False) -> GivenFile:
        """
        A ticket for hearing a file of a link; the play is counted here (LNK-4, LNK-6).

        What is known of the visit is as for `open`. Raises as it does, `not_found` for a file that is not there for visitors, and
        `download_not_allowed` for one that the link does not play.

        >>> mix = me.upload_file(track, kind=FileKind.BOUNCE, name="mix.wav", content=b"RIFF")
        >>> made = me.create_share_link(track)
        >>> given = workspace.visitor().stream(made.secret, track=track, file=mix.file)
        >>> workspace.redeem(given.ticket).read()
        b'RIFF'
        """
    async def stream_preview(self, /, slug: str, *, track: UUID | Track, user_agent: str | None = None, bot: bool = False) -> GivenFile:
        """
        A ticket for hearing the preview of a track that a public page shows; nothing of it is counted or kept (PUB-3, LNK-6).

        Raises `not_found` whatever of it is not there, `download_not_allowed` to a bot, `source_unavailable`.

        >>> page = me.update_public_page(slug="olivia-park", name="Olivia Park")
        >>> shown = me.publish_public_page(), me.add_to_public_page(track), me.update_track(track, stage=Stage.PUBLISHED)
        >>> mix = me.upload_file(track, kind=FileKind.BOUNCE, name="mix.wav", content=b"RIFF")
        >>> given = workspace.visitor().stream_preview("olivia-park", track=track)
        >>> workspace.redeem(given.ticket).read()
        b'RIFF'
        """

@final
class AsyncWatch:
    """
    A watch: an asynchronous iterator of what changes for a person.

    From `AsyncActor.watch`. It never ends by itself: `close` ends it, and so does the end of its block as an asynchronous context manager.
    Cancelling the wait loses nothing. A refusal, as of a closed workspace, is raised; iterating on asks again.
    """
    async def __aenter__(self, /) -> AsyncWatch: ...
    async def __aexit__(self, exception_type: Any, exception: Any, traceback: Any, /) -> None: ...
    def __aiter__(self, /) -> AsyncWatch: ...
    def __anext__(self, /) -> Awaitable[Delta]: ...
    async def _next(self, /) -> Delta: ...
    def close(self, /) -> None:
        """
        Ends the watch, and whoever waits for it.
        """
    @property
    def cursor(self, /) -> str | None:
        """
        The cursor up to which everything was told: with it, `watch` or `sync` goes on from here another time.
        """

@final
class AsyncWorkspace:
    """
    One store with its rules, whose calls are awaited: open it once and act through its faces.

    As an asynchronous context manager it is closed at the end of the block.
    """
    async def __aenter__(self, /) -> AsyncWorkspace: ...
    async def __aexit__(self, exception_type: Any, exception: Any, traceback: Any, /) -> None: ...
    def __repr__(self, /) -> str: ...
    async def access_index(self, /) -> AsyncAccessIndex:
        """
        The access index, which the first call loads: who may do what, answered from memory.

        It is loaded once for a workspace and fed until that is closed; later calls give the same.
        Some 40 bytes and its words for a track, 30 for each standing and 50 for a person are kept in memory.
        """
    async def account_connected(self, /, person: UUID | Person) -> AccountConnected:
        """
        Makes due now whatever waits for a person's account of the file store: the folders of their tracks, and those that they are to be on (FIL-2).

        Call it when somebody has connected an account, or mended one; the work itself is done by `run_effects`. Raises `not_found`.

        >>> workspace.account_connected(alex).scopes
        1
        """
    def acting_as(self, /, person: UUID | Person) -> AsyncActor:
        """
        The face on which every call is a person's: the host authenticates people and says here who acts.
        """
    async def backup(self, /, path: str | PathLike[str]) -> None:
        """
        Copies the store to a new file while it is in use (REL-4).

        Raises `storage` where the store has no file, `path` is there already, or the copy cannot be written.

        >>> from pathlib import Path
        >>> from tempfile import TemporaryDirectory
        >>> with TemporaryDirectory() as folder, Workspace.open(Path(folder) / "studio.db") as opened:
        ...     opened.backup(Path(folder) / "copy.db")
        ...     Workspace.restore(Path(folder) / "copy.db", to=Path(folder) / "restored.db")
        """
    def close(self, /) -> None:
        """
        Closes the workspace: every later call on it, from any face, is refused with `closed`.
        """
    @staticmethod
    async def connect(url: str, *, clock: Clock = ..., files: LocalFolder | Dropbox | AsyncDropbox | FileStore | AsyncFileStore | OneAccount | None = None, strict_publishing: bool = False, invitation_days: int | None = None, ticket_for: timedelta | None = None, direct_addresses: bool = False) -> AsyncWorkspace:
        """
        Connects to the workspace in the PostgreSQL database that a URL names, which many machines may share; the first to connect lays it out.

        The options are those of `open`, but for `exclusive`. Raises `schema_too_new`, and `storage` with its reason: `bad_address`, `unreachable`,
        `wrong_credentials`, `no_database`, `no_tls`, `read_only`, `damaged`, `failed`. None of them tells the password.
        """
    async def erase_person(self, /, person: UUID | Person) -> Ending:
        """
        Erases a person: name and address are forgotten, their access ends everywhere, their credits stay (PER-2).

        Raises `not_found`, and `owner_fixed` while they own anything.
        """
    async def export_to(self, /, path: str | PathLike[str]) -> None:
        """
        Writes the whole workspace, as of one instant and while it is in use, to a new file of JSON lines: for moving to another store.

        The file holds names, addresses, everybody's shares and the whole history: keep it as you keep the store.
        Raises `storage` where `path` is there already or cannot be written, or the store cannot be read.

        >>> from pathlib import Path
        >>> from tempfile import TemporaryDirectory
        >>> elsewhere = Workspace.in_memory()
        >>> with TemporaryDirectory() as folder:
        ...     workspace.export_to(Path(folder) / "studio.jsonl")
        ...     elsewhere.import_from(Path(folder) / "studio.jsonl")
        >>> elsewhere.acting_as(olivia).track(track) == track
        True
        """
    async def follow_files(self, /, *, after: str | None = None, limit: int | None = None) -> FilesFollowed:
        """
        Makes what people did in the folders of tracks themselves part of their history (FIL-5, ACT-1, NTF-1).

        It asks the accounts in which folders of tracks lie, `limit` of them, 1 to 200, 50 unless said otherwise; `after` is the `next` of an
        earlier call. Call it now and then, from as many processes as you like: nothing is told twice. A file store without cursors has all its
        tracks looked at each time. Raises `invalid_input`.

        >>> followed = workspace.follow_files()
        >>> while followed.next:
        ...     followed = workspace.follow_files(after=followed.next)
        """
    async def follow_files_of(self, /, person: UUID | Person) -> FilesFollowed:
        """
        Does as `follow_files` in the account of one person alone: what a webhook of the file store is for (FIL-5).

        Raises `not_found` for somebody in whose account no folder of a track lies.

        >>> workspace.follow_files_of(jordan)
        Traceback (most recent call last):
            ...
        cowrite.errors.NotFoundError: ...
        """
    async def import_from(self, /, path: str | PathLike[str]) -> None:
        """
        Fills this workspace, in which nothing has happened yet, with one that `export_to` wrote.

        Everybody keeps their ids, every act its time and author. Nothing is changed where it raises `schema_too_new`, or `storage` with its reason:
        `not_empty` where something has happened here, `damaged` with the line where the file is not as it was written.
        """
    @staticmethod
    async def in_memory(*, clock: Clock = ..., files: LocalFolder | Dropbox | AsyncDropbox | FileStore | AsyncFileStore | OneAccount | None = None, strict_publishing: bool = False, invitation_days: int | None = None, ticket_for: timedelta | None = None, direct_addresses: bool = False) -> AsyncWorkspace:
        """
        Opens a workspace that lives as long as the value does: for tests and for trying out. The options are those of `open`, but for `exclusive`.
        """
    async def maintain(self, /) -> Maintained:
        """
        Takes away what is over and only takes room: outcomes of calls with a key after 7 days, counts that nothing rests on (REL-1).

        Call it once a day; nothing else sweeps, and nobody's answer changes by it.

        >>> workspace.maintain().outcomes
        0
        """
    @staticmethod
    async def open(path: str | PathLike[str], *, clock: Clock = ..., files: LocalFolder | Dropbox | AsyncDropbox | FileStore | AsyncFileStore | OneAccount | None = None, strict_publishing: bool = False, invitation_days: int | None = None, ticket_for: timedelta | None = None, direct_addresses: bool = False, exclusive: bool = False) -> AsyncWorkspace:
        """
        Opens a workspace in one SQLite file, which is made where there is none.

        `clock` gives the time instead of the machine. `files` says where the files of tracks are kept: in a `LocalFolder`, in
        `Dropbox`, or by a `FileStore` of the host's, in an account of each holder's or in `OneAccount`; without it there are none (FIL-1).
        `strict_publishing` refuses to publish a track whose splits are incomplete (SPL-5); `invitation_days` says how long
        invitations and offers wait for an answer, 30 unless said otherwise (INV-2); `ticket_for` how long tickets for files can be
        redeemed, 5 minutes unless said otherwise; with `direct_addresses` they are redeemed to the file store's own temporary
        addresses where nothing speaks against it, which go on working after a revoke until the store ends them (LNK-5).
        `exclusive` keeps the file for this process alone: reads then wait behind writes, and `can` asks the access index once it is loaded.
        Raises `schema_too_new` for a file of a newer version, `storage` for one that cannot be opened, is damaged, is something else, or is
        another process's alone.
        """
    def operator(self, /, reason: str) -> AsyncOperator:
        """
        The face of the host as operator, for a reason that stands in the activity (OPS-1).
        """
    async def person(self, /, person: UUID | Person) -> Person:
        """
        Who a person is. Raises `not_found`.
        """
    async def person_by_external_id(self, /, external_id: str) -> Person:
        """
        Who has that external id: the host's own name for a person. Raises `not_found`.
        """
    async def receive_file(self, /, import_: UUID | Import, *, number: int, content: Content) -> Import:
        """
        Takes in the bytes of a file that an outsider sends, by its place in the import, counted from 0, while that waits (IMP-1).

        They go into the recipient's file store, outside any track; sent again they take the place of what came before. `content` is as for
        `Actor.upload_file`. Raises `not_found`, `source_unavailable`, and `invalid_input` where it is not as long as was said.

        >>> sent = workspace.receive_import(olivia, name="Sam Lee", email="sam@example.com", files=[NewFile("strings.wav", size=5)])
        >>> workspace.receive_file(sent.id, number=0, content=b"bytes").files[0].arrived
        True
        """
    async def receive_import(self, /, to: UUID | Person, *, name: str, email: str, files: Sequence[NewFile], note: str | None = None, track_name: str | None = None) -> Import:
        """
        Takes in up to 500 files that an outsider sends to a person, by a name and an address that nobody has checked (IMP-1, IMP-2).

        Raises `invalid_input`, `limit_exceeded`, and `not_found` for a recipient who is not registered.

        >>> files = [NewFile("strings.wav", size=48_000_000)]
        >>> sent = workspace.receive_import(olivia, name="Sam Lee", email="sam@example.com", files=files)
        >>> sent.from_name, sent.state
        ('Sam Lee', ImportStatus.PENDING)
        """
    async def redeem(self, /, ticket: Secret | str, *, range: tuple[int, int | None] | slice | None = None) -> AsyncRedeemed:
        """
        Redeems a ticket for the bytes of its file, asking link or access again (LNK-5, LNK-8, PUB-3, FIL-4).

        One would call it where the host answers `GET /files/{ticket}`, as often as a player asks for ranges. `range` is the first byte and the
        last, counted from 0 and both among them as in HTTP, with `None` for the end; or a slice such as `slice(0, 100)` or `slice(-100, None)`.
        Raises `not_found`, `link_unavailable`, `password_required`, `download_not_allowed`, `source_unavailable`, and `invalid_input` where the
        file has no byte of the range.
        """
    async def register(self, /, external_id: str, *, name: str, email: str | None = None) -> Person:
        """
        Registers a person, or gives back who has that external id; somebody invited by that address before becomes them (PER-1).

        Raises `invalid_input`, `limit_exceeded`, `email_taken`.
        """
    @staticmethod
    async def restore(backup: str | PathLike[str], *, to: str | PathLike[str]) -> None:
        """
        Makes a workspace file at `to`, where there is none yet, of a backup (REL-4).

        Raises `schema_too_new`, and `storage` where the backup is damaged or is something else, or where there is a file at `to` already.
        """
    async def revision(self, /) -> int:
        """
        The number of the last commit: 0 for an empty workspace.
        """
    async def run_effects(self, /, limit: int) -> EffectsRun:
        """
        Does outside what decisions have made necessary, at most `limit` of it, up to 1000 (FIL-1, FIL-3, OWN-4).

        It moves folders of tracks after renames, moves and handovers, and puts what was sent into the track that it was accepted into.
        Call it now and then, and after commits, from as many processes as you like. What fails is tried again after growing pauses.
        Raises `invalid_input`.

        >>> track = me.update_track(track, title="Midnight").track
        >>> while workspace.run_effects(100).done:
        ...     pass
        >>> workspace.run_effects(100).left
        0
        """
    async def update_person(self, /, person: UUID | Person, *, name: str | None = None, email: str | None | Keep = ...) -> Person:
        """
        Changes a person's name or address; `None` takes the address away, what is left out stays (PER-1).

        Raises `invalid_input`, `limit_exceeded`, `not_found`, `email_taken`.
        """
    async def verify(self, /) -> tuple[Fault, ...]:
        """
        Checks the whole store against the rules, and returns what is wrong: nothing, in a sound one (REL-4).

        It reads everything at once. Raises `storage` naming table and row where the store itself is damaged.

        >>> workspace.verify()
        ()
        """
    def visitor(self, /) -> AsyncVisitor:
        """
        The face of somebody who has only a secret address: no account, no name (LNK).
        """
    async def wait_for_files(self, /, timeout_ms: int, *, person: UUID | Person | None = None) -> FilesWaited:
        """
        Waits until there is news to follow, in the account of a person or in any, for `timeout_ms` milliseconds at most, up to 480000 (FIL-5).

        With a file store that cannot wait the time passes, and there is said to be news. Raises `invalid_input`, `not_found`,
        `limit_exceeded` for all of more than 100 accounts, `source_unavailable`.

        >>> workspace.wait_for_files(1).has_news
        False
        """

@final
class Avatar:
    """
    A person as a row shows them.
    """
    __match_args__: Final[tuple[str, ...]]
    def __eq__(self, value: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __repr__(self, /) -> str: ...
    @property
    def name(self, /) -> str | None:
        """
        What they are called.
        """
    @property
    def person(self, /) -> UUID:
        """
        Who.
        """

@final
class Batch:
    """
    Many calls of one actor that take hold together in one commit, or not at all.

    Calls go through `actor`; each is decided over those before it, a refused one leaves the others, and nobody else sees anything before the commit.
    As a context manager it commits at the end of the block, and gives all up where the block raises.
    """
    def __enter__(self, /) -> Batch: ...
    def __exit__(self, exception_type: Any, exception: Any, traceback: Any, /) -> None: ...
    @property
    def actor(self, /) -> Actor:
        """
        The actor whose calls the batch gathers.
        """
    def commit(self, /) -> int | None:
        """
        Commits all of it at once; returns the number of the commit, or `None` where there was nothing to commit.

        `conflict` where anything it rests on has been changed by others since it was read: nothing has taken hold, gather it anew.
        """
    @property
    def waiting(self, /) -> int:
        """
        How many changes wait to be committed; 0 once they are.
        """

@final
class Bucket:
    """
    A bucket of the actor's.
    """
    __match_args__: Final[tuple[str, ...]]
    def __eq__(self, value: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __repr__(self, /) -> str: ...
    @property
    def id(self, /) -> UUID:
        """
        The id.
        """
    @property
    def name(self, /) -> str:
        """
        The name.
        """

@final
class ChangedShares:
    """
    One person's shares before and after.
    """
    __match_args__: Final[tuple[str, ...]]
    def __eq__(self, value: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __repr__(self, /) -> str: ...
    @property
    def after(self, /) -> Shares:
        """
        What they hold.
        """
    @property
    def before(self, /) -> Shares:
        """
        What they held.
        """
    @property
    def person(self, /) -> UUID:
        """
        Whose.
        """

@final
class Check:
    """
    One question of many: may this person do this there?
    """
    __match_args__: Final[tuple[str, ...]]
    def __eq__(self, value: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(cls, /, person: UUID | Person, *, scope: Scope | Track | Group, action: Action) -> Check: ...
    def __repr__(self, /) -> str: ...
    @property
    def action(self, /) -> Action:
        """
        What.
        """
    @property
    def person(self, /) -> UUID:
        """
        Who.
        """
    @property
    def scope(self, /) -> Scope:
        """
        On what.
        """

@final
class Checked:
    """
    The answers to many questions, all as of one state.
    """
    __match_args__: Final[tuple[str, ...]]
    def __eq__(self, value: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __repr__(self, /) -> str: ...
    @property
    def allowed(self, /) -> tuple[bool, ...]:
        """
        Whether each may, in the order of the questions.
        """
    @property
    def revision(self, /) -> int:
        """
        The number up to which every commit is in that state; on PostgreSQL later ones may be too.
        """

@final
class Comment:
    """
    A comment as those see it who can view its track.
    """
    __match_args__: Final[tuple[str, ...]]
    def __eq__(self, value: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __repr__(self, /) -> str: ...
    @property
    def author(self, /) -> UUID:
        """
        Who wrote it.
        """
    @property
    def author_name(self, /) -> str | None:
        """
        What they are called: `former member` for who is erased (PER-2).
        """
    @property
    def created_at(self, /) -> datetime:
        """
        When it was written.
        """
    @property
    def edited_at(self, /) -> datetime | None:
        """
        When what it says was last changed, where it was.
        """
    @property
    def file(self, /) -> str | None:
        """
        The file that it is about, by the file store's own id.
        """
    @property
    def id(self, /) -> UUID:
        """
        The id.
        """
    @property
    def pinned(self, /) -> bool:
        """
        Whether it is pinned.
        """
    @property
    def position(self, /) -> Position | None:
        """
        The time that it is about.
        """
    @property
    def text(self, /) -> str:
        """
        The text.
        """
    @property
    def track(self, /) -> UUID:
        """
        On what.
        """

@final
class CommentDeleted:
    """
    What deleting a comment did.
    """
    __match_args__: Final[tuple[str, ...]]
    def __eq__(self, value: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __repr__(self, /) -> str: ...
    @property
    def comment(self, /) -> UUID:
        """
        Which comment.
        """
    @property
    def track(self, /) -> UUID:
        """
        On what.
        """

@final
class CommentPinned:
    """
    What pinning or unpinning a comment did.
    """
    __match_args__: Final[tuple[str, ...]]
    def __eq__(self, value: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __repr__(self, /) -> str: ...
    @property
    def comment(self, /) -> UUID:
        """
        Which comment.
        """
    @property
    def pinned(self, /) -> bool:
        """
        Whether it is pinned now.
        """
    @property
    def track(self, /) -> UUID:
        """
        On what.
        """

@final
class CommentTakedown:
    """
    What taking a comment down or restoring it did.
    """
    __match_args__: Final[tuple[str, ...]]
    def __eq__(self, value: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __repr__(self, /) -> str: ...
    @property
    def comment(self, /) -> UUID:
        """
        Which comment.
        """
    @property
    def condition(self, /) -> Condition:
        """
        Whether it is there now.
        """
    @property
    def track(self, /) -> UUID:
        """
        On what.
        """

@final
class CommentsPage:
    """
    A page of comments: pinned ones first, then the newest.

    Iterating goes on over all pages after it: with `for`, or where the call was awaited with `async for`.
    """
    __match_args__: Final[tuple[str, ...]]
    def __aiter__(self, /) -> AsyncIterator[Comment]:
        """
        Walks over the entries of this page and of all pages after it, each of which is awaited when it is come to.
        """
    def __eq__(self, value: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __iter__(self, /) -> Iterator[Comment]:
        """
        Walks over the entries of this page and of all pages after it, each of which is fetched when it is come to.
        """
    def __ne__(self, value: object, /) -> bool: ...
    def __repr__(self, /) -> str: ...
    def _further(self, /) -> CommentsPage | None: ...
    async def _further_awaited(self, /) -> CommentsPage | None: ...
    @property
    def comments(self, /) -> tuple[Comment, ...]:
        """
        The comments.
        """
    @property
    def next(self, /) -> str | None:
        """
        The cursor for the next page; none at the end.
        """

@final
class DayVisits:
    """
    What visitors did on one day.
    """
    __match_args__: Final[tuple[str, ...]]
    def __eq__(self, value: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __repr__(self, /) -> str: ...
    @property
    def counts(self, /) -> VisitCounts:
        """
        How often.
        """
    @property
    def day(self, /) -> datetime:
        """
        The beginning of the day, in UTC.
        """
    @property
    def visitors(self, /) -> int:
        """
        How many different visitors, of those whom the host could tell apart.
        """

@final
class Delta:
    """
    What has changed for the actor: a device takes it in from the first field to the last.
    """
    __match_args__: Final[tuple[str, ...]]
    def __eq__(self, value: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __repr__(self, /) -> str: ...
    @property
    def buckets(self, /) -> tuple[Bucket, ...] | None:
        """
        All the actor's buckets, where one of them has changed.
        """
    @property
    def cursor(self, /) -> str:
        """
        The cursor to give next time.
        """
    @property
    def drop_files(self, /) -> tuple[UUID, ...]:
        """
        Tracks of which no file may stay on the device: those taken away. Files of what a group that `replaces` leaves out go too.
        """
    @property
    def full(self, /) -> bool:
        """
        Whether the device first forgets all it holds: a full reading begins.
        """
    @property
    def groups(self, /) -> tuple[SyncedGroup, ...]:
        """
        Groups that have changed, with what of them is held now.
        """
    @property
    def more(self, /) -> bool:
        """
        Whether there is more to tell at once.
        """
    @property
    def removed(self, /) -> tuple[RemovedTrack, ...]:
        """
        Tracks to take away.
        """
    @property
    def tracks(self, /) -> tuple[SyncedTrack, ...]:
        """
        Tracks to put in the place of what the device holds.
        """

@final
class Dropbox:
    """
    The files of tracks in accounts of Dropbox, each track's folder shared with those who have access to it; its calls wait (FIL-1, FIL-2).

    Give it as `files=` to a workspace of either kind: then each person who holds tracks connects an account of their own.
    Given as `OneAccount(dropbox)` there is one account for everybody, connected as that of `None`, and nothing is shared.

    >>> dropbox = Dropbox("app key")
    >>> studio = Workspace.in_memory(files=dropbox)
    >>> dropbox.authorize().url.partition("?")[0]  # where the person says yes
    'https://www.dropbox.com/oauth2/authorize'
    """
    def __new__(cls, /, app_key: str, *, app_secret: Secret | str | None = None, redirect: str | None = None, library: str = ..., tokens: TokenStore | AsyncTokenStore | None = None, servers: str | None = None) -> Dropbox:
        """
        Sets up a store for an app that is registered with Dropbox under this key, which is no secret; nothing is asked yet.

        `app_secret` is for servers only, never for what people install. `redirect` is where Dropbox sends people back to, one of
        those registered for the app; without it they are shown the code to copy. `library` is the folder of the account's own below
        which tracks lie, `""` for all of the account. `tokens` is a `TokenStore` or `AsyncTokenStore` of the host's; without it
        they are kept in memory. `servers` is an address that stands for all of Dropbox's, for tests: `https`, or `http` of this
        machine. Raises `invalid_input` for a `library` that is no path, or for other `servers`.
        """
    def __repr__(self, /) -> str: ...
    def authorize(self, /) -> Authorization:
        """
        Begins to connect an account: where to send its person.

        Keep `state` and `verifier` with the person's session until they come back with a code, and refuse a code that comes with
        another state. Raises `FilesError` where there is no randomness.
        """
    def connect(self, /, by: UUID | Person | None, *, code: str, verifier: Secret | str) -> Account:
        """
        Connects a person's account: takes the code that they have come back with for tokens, looks whether the account can hold a
        library, and keeps the tokens. An account that was connected for them before is so no more.

        Call `Workspace.account_connected` then: their folders follow. Of `OneAccount`, `by` is `None`.
        Raises, of `cowrite.files`: `Disconnected` where the code is not Dropbox's, has been taken before, or belongs to another
        verifier; `MissingScope` with the right that was not granted; `WrongAppType` for an app registered for a folder of its own;
        `Nesting` where the library lies in a shared folder or a team's; `Conflict` where it is a file; `RateLimited`; `Transient`;
        what the token store raises. Then nothing is kept.
        """
    def disconnect(self, /, by: UUID | Person | None) -> None:
        """
        Forgets the tokens of a person's account; the app's access they end themselves, among the connected apps of their account.

        Raises `Transient` where the token store fails.
        """
    @staticmethod
    def verify_webhook(app_secret: Secret | str, *, signature: str, body: bytes) -> tuple[str, ...]:
        """
        Reads whose accounts have changed from Dropbox's `POST` to a webhook; each is the `id` that `connect` gave.

        `signature` is the header `X-Dropbox-Signature`, `body` what came, byte for byte. Raises, of `cowrite.dropbox`: `TooLarge`
        past a MiB, which need not be read; `NotSigned`; `Malformed`. Each knows its `http_status`.
        """
    @staticmethod
    def webhook_challenge(asked: str) -> Challenge:
        """
        Answers Dropbox's `GET` to the address of a webhook: the text and the headers, with status 200.

        `asked` is `challenge` of the query, decoded. Raises, of `cowrite.dropbox`: `TooLarge` past 1,024 letters, `Malformed` for
        other than visible ASCII.

        >>> Dropbox.webhook_challenge("abc123").body
        'abc123'
        """

@final
class Effect:
    """
    Something to be done outside after a commit, harmless to do twice: `reconcile` members, `arrange` folders, `carry` an import's files.

    One gets it from `Operator.effects()`; made by `Effect.reconcile`, `Effect.arrange` and `Effect.carry`.
    """
    __match_args__: Final[tuple[str, ...]]
    def __eq__(self, value: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __repr__(self, /) -> str: ...
    @staticmethod
    def arrange(scope: Scope | Track | Group) -> Effect:
        """
        Brings the folder of a track, or those of all tracks below a group, to where title, groups and owner say (FIL-1, OWN-4).
        """
    @staticmethod
    def carry(import_: UUID | Import, *, to: UUID | Person) -> Effect:
        """
        Puts what has come of an accepted import into its track's folder (IMP-3).
        """
    @property
    def import_(self, /) -> UUID | None:
        """
        Which import is carried.
        """
    @property
    def kind(self, /) -> str:
        """
        Which of the three it is: `reconcile`, `arrange` or `carry`.
        """
    @property
    def person(self, /) -> UUID | None:
        """
        To whom an import was sent.
        """
    @staticmethod
    def reconcile(scope: Scope | Track | Group) -> Effect:
        """
        Brings the members of a track's shared folder, or of those of all tracks below a group, to what access says (FIL-2).
        """
    @property
    def scope(self, /) -> Scope | None:
        """
        Where members are reconciled or folders arranged.
        """

@final
class EffectRetried:
    """
    An effect that is due now.
    """
    __match_args__: Final[tuple[str, ...]]
    def __eq__(self, value: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __repr__(self, /) -> str: ...
    @property
    def effect(self, /) -> Effect:
        """
        Which.
        """

@final
class EffectsRun:
    """
    What came of running effects.
    """
    __match_args__: Final[tuple[str, ...]]
    def __eq__(self, value: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __repr__(self, /) -> str: ...
    @property
    def done(self, /) -> int:
        """
        How many were done.
        """
    @property
    def failed(self, /) -> int:
        """
        How many could not be done now, and will be tried again.
        """
    @property
    def left(self, /) -> int:
        """
        How many there still are: those that failed, those whose time has not come, and those beyond the limit.
        """

@final
class Ending:
    """
    What an act that ends access did (REV-9).
    """
    __match_args__: Final[tuple[str, ...]]
    def __eq__(self, value: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __repr__(self, /) -> str: ...
    @property
    def closed(self, /) -> tuple[Scope, ...]:
        """
        The scopes closed: the one named first, then those below whose own access was ended.
        """
    @property
    def files(self, /) -> tuple[Scope, ...]:
        """
        The scopes whose files leave the person's own store.
        """
    @property
    def freed(self, /) -> tuple[Freed, ...]:
        """
        The shares freed.
        """
    @property
    def invitations_ended(self, /) -> tuple[UUID, ...]:
        """
        The pending invitations ended.
        """
    @property
    def offers_ended(self, /) -> tuple[Scope, ...]:
        """
        The scopes on which an offer of ownership ended.
        """
    @property
    def remaining(self, /) -> tuple[Remaining, ...]:
        """
        What the person still has access to there, and through what.
        """
    @property
    def told(self, /) -> tuple[UUID, ...]:
        """
        Who is told.
        """

@final
class EndingAct:
    """
    An act that would end somebody's access.
    """
    __match_args__: Final[tuple[str, ...]]
    def __eq__(self, value: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __repr__(self, /) -> str: ...
    @property
    def do(self, /) -> str:
        """
        The operation: `revoke`, or `leave` where the asker asks about themselves.
        """
    @property
    def needed(self, /) -> Level | None:
        """
        The least level that may do it; none for leaving, which takes no right.
        """
    @property
    def person(self, /) -> UUID:
        """
        Whose access.
        """
    @property
    def scope(self, /) -> Scope:
        """
        On what.
        """

@final
class ExplainedStep:
    """
    A scope on the way up, with what it says of somebody.
    """
    __match_args__: Final[tuple[str, ...]]
    def __eq__(self, value: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __repr__(self, /) -> str: ...
    @property
    def access(self, /) -> Access | None:
        """
        The access that it gives.
        """
    @property
    def decides(self, /) -> bool:
        """
        Whether it decided.
        """
    @property
    def name(self, /) -> str | None:
        """
        What it is called; none where the asker cannot view it (EXP-5).
        """
    @property
    def scope(self, /) -> Scope:
        """
        Which.
        """
    @property
    def standing(self, /) -> str:
        """
        What it says: `owner`, `none`, `active`, `revoked`, `left`, `removed`.
        """

@final
class Explanation:
    """
    Why somebody has access to a track, or has none (EXP-1).
    """
    __match_args__: Final[tuple[str, ...]]
    def __eq__(self, value: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __repr__(self, /) -> str: ...
    @property
    def because(self, /) -> Because:
        """
        Why.
        """
    @property
    def capped(self, /) -> bool:
        """
        Whether a group gives less here than its standing says, since its owner does not own the track (GRP-4).
        """
    @property
    def ends_with(self, /) -> tuple[EndingAct, ...] | None:
        """
        The smallest set of acts that would end their access: empty where there is none, absent for the owner.
        """
    @property
    def level(self, /) -> Level | None:
        """
        What they may do now.
        """
    @property
    def links(self, /) -> tuple[LinkReach, ...] | None:
        """
        The links and playlists that show the track to whoever has their secret, now or when their time has come; none unless the asker owns the track (EXP-5).
        """
    @property
    def person(self, /) -> UUID:
        """
        Whose access.
        """
    @property
    def steps(self, /) -> tuple[ExplainedStep, ...]:
        """
        What the track and every group above it say of them, nearest first.
        """
    @property
    def track(self, /) -> UUID:
        """
        Of which track.
        """
    @property
    def via(self, /) -> Scope | None:
        """
        The scope that gives it.
        """

@final
class Fault:
    """
    Something in the store that breaks a rule.
    """
    __match_args__: Final[tuple[str, ...]]
    def __eq__(self, value: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __repr__(self, /) -> str: ...
    @property
    def place(self, /) -> str:
        """
        Where.
        """
    @property
    def rule(self, /) -> str:
        """
        The rule.
        """
    @property
    def what(self, /) -> str:
        """
        What is wrong.
        """

@final
class File:
    """
    A file of a track.
    """
    __match_args__: Final[tuple[str, ...]]
    def __eq__(self, value: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __repr__(self, /) -> str: ...
    @property
    def content_hash(self, /) -> str | None:
        """
        The hash of its content, where the store knows it without reading: 64 hexadecimal digits.
        """
    @property
    def id(self, /) -> str:
        """
        The id, through renames and, where the file store can tell, new content.
        """
    @property
    def kind(self, /) -> FileKind:
        """
        The kind, by the folder that it lies in (FIL-1).
        """
    @property
    def modified_at(self, /) -> datetime:
        """
        When its content last changed.
        """
    @property
    def name(self, /) -> str:
        """
        The name.
        """
    @property
    def size(self, /) -> int:
        """
        How many bytes.
        """

@final
class FileChanged:
    """
    What was done to a file.
    """
    __match_args__: Final[tuple[str, ...]]
    def __eq__(self, value: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __repr__(self, /) -> str: ...
    @property
    def file(self, /) -> str | None:
        """
        The file's id; `None` in a dry run of an upload, which makes none.
        """
    @property
    def kind(self, /) -> FileKind:
        """
        Its kind.
        """
    @property
    def name(self, /) -> str:
        """
        Its name now, or what it was called.
        """
    @property
    def track(self, /) -> UUID:
        """
        Of which track.
        """

@final
class FileTicket:
    """
    A ticket for a file.
    """
    __match_args__: Final[tuple[str, ...]]
    def __eq__(self, value: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __repr__(self, /) -> str: ...
    @property
    def file(self, /) -> str:
        """
        The file's id.
        """
    @property
    def kind(self, /) -> FileKind:
        """
        Its kind.
        """
    @property
    def name(self, /) -> str:
        """
        Its name.
        """
    @property
    def ticket(self, /) -> Secret:
        """
        What `Workspace.redeem` takes for the bytes: `ticket.reveal()` is its text, for an address.
        """
    @property
    def track(self, /) -> UUID:
        """
        Of which track.
        """

@final
class FileVisits:
    """
    What visitors did with one file of a link.
    """
    __match_args__: Final[tuple[str, ...]]
    def __eq__(self, value: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __repr__(self, /) -> str: ...
    @property
    def counts(self, /) -> VisitCounts:
        """
        How often.
        """
    @property
    def file(self, /) -> str:
        """
        The file's id.
        """
    @property
    def name(self, /) -> str | None:
        """
        What it was called at the last of these visits, also where it is no more.
        """

@final
class FilesFollowed:
    """
    What came of following files.
    """
    __match_args__: Final[tuple[str, ...]]
    def __eq__(self, value: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __repr__(self, /) -> str: ...
    @property
    def accounts(self, /) -> int:
        """
        How many accounts were asked.
        """
    @property
    def appeared(self, /) -> int:
        """
        How many files came by themselves.
        """
    @property
    def changed(self, /) -> int:
        """
        How many got new content.
        """
    @property
    def disappeared(self, /) -> int:
        """
        How many are gone.
        """
    @property
    def failed(self, /) -> int:
        """
        How many of them could not be followed to the end now: their news is told another time.
        """
    @property
    def later(self, /) -> int:
        """
        How many tracks could not be looked at now: a folder is on its way, or cannot be read.
        """
    @property
    def next(self, /) -> str | None:
        """
        The cursor for the accounts after these; none at the end.
        """
    @property
    def renamed(self, /) -> int:
        """
        How many got another name.
        """

@final
class FilesWaited:
    """
    What came of waiting for news of files.
    """
    __match_args__: Final[tuple[str, ...]]
    def __eq__(self, value: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __repr__(self, /) -> str: ...
    @property
    def has_news(self, /) -> bool:
        """
        Whether there is news to follow.
        """
    @property
    def pause_ms(self, /) -> int | None:
        """
        For how many milliseconds the file store wants to be left alone before the next wait, where it says.
        """

@final
class FolderRetried:
    """
    What concerns a track's folder is due now.
    """
    __match_args__: Final[tuple[str, ...]]
    def __eq__(self, value: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __repr__(self, /) -> str: ...
    @property
    def track(self, /) -> UUID:
        """
        Of which track.
        """

@final
class Freed:
    """
    Shares that an act freed for others.
    """
    __match_args__: Final[tuple[str, ...]]
    def __eq__(self, value: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __repr__(self, /) -> str: ...
    @property
    def shares(self, /) -> Shares:
        """
        What the person held.
        """
    @property
    def track(self, /) -> UUID:
        """
        On which track.
        """

@final
class GivenFile:
    """
    A file that a visitor gets.
    """
    __match_args__: Final[tuple[str, ...]]
    def __eq__(self, value: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __repr__(self, /) -> str: ...
    @property
    def file(self, /) -> str:
        """
        The file's id.
        """
    @property
    def kind(self, /) -> FileKind:
        """
        Its kind.
        """
    @property
    def name(self, /) -> str:
        """
        Its name.
        """
    @property
    def ticket(self, /) -> Secret:
        """
        What `Workspace.redeem` takes for the bytes: `ticket.reveal()` is its text, for an address.
        """
    @property
    def track(self, /) -> UUID:
        """
        Of which track.
        """

@final
class Group:
    """
    A group as an actor sees it.
    """
    __match_args__: Final[tuple[str, ...]]
    def __eq__(self, value: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __repr__(self, /) -> str: ...
    @property
    def created_at(self, /) -> datetime:
        """
        When.
        """
    @property
    def created_by(self, /) -> UUID:
        """
        Who created it.
        """
    @property
    def id(self, /) -> UUID:
        """
        The id.
        """
    @property
    def level(self, /) -> Level:
        """
        What the actor may do.
        """
    @property
    def name(self, /) -> str:
        """
        The name.
        """
    @property
    def offer(self, /) -> Offer | None:
        """
        An open offer of ownership.
        """
    @property
    def owner(self, /) -> UUID:
        """
        Who owns it.
        """
    @property
    def parent(self, /) -> UUID | None:
        """
        The group it lies in.
        """
    @property
    def tracks(self, /) -> int:
        """
        How many tracks lie directly in it.
        """
    @property
    def version(self, /) -> int:
        """
        How often its details have changed.
        """
    @property
    def via(self, /) -> Scope:
        """
        The scope that decided so.
        """

@final
class GroupDeleted:
    """
    What deleting a group did.
    """
    __match_args__: Final[tuple[str, ...]]
    def __eq__(self, value: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __repr__(self, /) -> str: ...
    @property
    def group(self, /) -> UUID:
        """
        Which group.
        """
    @property
    def told(self, /) -> tuple[UUID, ...]:
        """
        Who is told: who could view it, and the owners of tracks inside.
        """

@final
class GroupMoved:
    """
    What moving a group did (GRP-5).
    """
    __match_args__: Final[tuple[str, ...]]
    def __eq__(self, value: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __repr__(self, /) -> str: ...
    @property
    def gained(self, /) -> tuple[Shift, ...]:
        """
        Who may do more than before.
        """
    @property
    def group(self, /) -> Group:
        """
        The group now.
        """
    @property
    def lost(self, /) -> tuple[Shift, ...]:
        """
        Who may do less than before, or nothing any more.
        """
    @property
    def told(self, /) -> tuple[UUID, ...]:
        """
        Who is told: whoever loses it, and the owners of tracks inside.
        """

@final
class Handover:
    """
    What came of a handover.
    """
    __match_args__: Final[tuple[str, ...]]
    def __eq__(self, value: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __repr__(self, /) -> str: ...
    @property
    def invitations_voided(self, /) -> tuple[UUID, ...]:
        """
        The pending invitations that became void.
        """
    @property
    def left_public_page(self, /) -> bool:
        """
        Whether the old owner's public page lost the track: the new owner adds it to theirs, or does not (PUB-1).
        """
    @property
    def owner(self, /) -> UUID:
        """
        Who owns it now.
        """
    @property
    def playlists_changed(self, /) -> tuple[UUID, ...]:
        """
        The old owner's playlist shares that lost the track.
        """
    @property
    def previous_owner(self, /) -> UUID:
        """
        Who owned it before, and is a full collaborator now.
        """
    @property
    def scope(self, /) -> Scope:
        """
        What was handed over.
        """

@final
class Holder:
    """
    Somebody who may do something, and how.
    """
    __match_args__: Final[tuple[str, ...]]
    def __eq__(self, value: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __repr__(self, /) -> str: ...
    @property
    def level(self, /) -> Level:
        """
        What they may do.
        """
    @property
    def person(self, /) -> UUID:
        """
        Who.
        """
    @property
    def via(self, /) -> Scope:
        """
        The scope that gives it.
        """

@final
class Import:
    """
    An import as its recipient sees it, and its sender but for the track.
    """
    __match_args__: Final[tuple[str, ...]]
    def __eq__(self, value: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __repr__(self, /) -> str: ...
    @property
    def carried(self, /) -> bool:
        """
        Whether what had come when it was accepted is in the track's folder.
        """
    @property
    def files(self, /) -> tuple[SentFile, ...]:
        """
        The files.
        """
    @property
    def from_(self, /) -> UUID | None:
        """
        By whom, where it was a person.
        """
    @property
    def from_email(self, /) -> str | None:
        """
        The address that an outsider gave, which nobody has checked.
        """
    @property
    def from_name(self, /) -> str | None:
        """
        What they are called, or an outsider calls themselves.
        """
    @property
    def id(self, /) -> UUID:
        """
        The id.
        """
    @property
    def meant_name(self, /) -> str | None:
        """
        The track that the sender meant, in words.
        """
    @property
    def meant_track(self, /) -> UUID | None:
        """
        The track that the sender meant.
        """
    @property
    def note(self, /) -> str | None:
        """
        What the sender wrote.
        """
    @property
    def state(self, /) -> ImportStatus:
        """
        Where it stands.
        """
    @property
    def submitted_at(self, /) -> datetime:
        """
        When it was sent.
        """
    @property
    def to(self, /) -> UUID:
        """
        To whom.
        """
    @property
    def track(self, /) -> UUID | None:
        """
        The track it was accepted into, or while it waits the one chosen for it; the sender is not told.
        """

@final
class ImportDetail:
    """
    An import with the tracks that it may be meant for.
    """
    __match_args__: Final[tuple[str, ...]]
    def __eq__(self, value: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __repr__(self, /) -> str: ...
    @property
    def import_(self, /) -> Import:
        """
        The import.
        """
    @property
    def suggestions(self, /) -> tuple[Suggestion, ...]:
        """
        Tracks that its recipient may upload to, likeliest first; none for its sender.
        """

@final
class ImportsPage:
    """
    A page of imports and invitations, newest first.

    Iterating goes on over all pages after it: with `for`, or where the call was awaited with `async for`.
    """
    __match_args__: Final[tuple[str, ...]]
    def __aiter__(self, /) -> AsyncIterator[Import | InboxEntry]:
        """
        Walks over the entries of this page and of all pages after it, each of which is awaited when it is come to.
        """
    def __eq__(self, value: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __iter__(self, /) -> Iterator[Import | InboxEntry]:
        """
        Walks over the entries of this page and of all pages after it, each of which is fetched when it is come to.
        """
    def __ne__(self, value: object, /) -> bool: ...
    def __repr__(self, /) -> str: ...
    def _further(self, /) -> ImportsPage | None: ...
    async def _further_awaited(self, /) -> ImportsPage | None: ...
    @property
    def entries(self, /) -> tuple[Import | InboxEntry, ...]:
        """
        The entries: each an `Import`, or the `InboxEntry` of an invitation that waits.
        """
    @property
    def next(self, /) -> str | None:
        """
        The cursor for the next page; none at the end.
        """

@final
class InGroup:
    """
    A group as a row shows it.
    """
    __match_args__: Final[tuple[str, ...]]
    def __eq__(self, value: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __repr__(self, /) -> str: ...
    @property
    def group(self, /) -> UUID:
        """
        Which.
        """
    @property
    def name(self, /) -> str:
        """
        What it is called.
        """

@final
class InboxEntry:
    """
    An invitation that waits for the actor's answer (INV-6).
    """
    __match_args__: Final[tuple[str, ...]]
    def __eq__(self, value: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __repr__(self, /) -> str: ...
    @property
    def access(self, /) -> Access:
        """
        The access that begins on acceptance.
        """
    @property
    def age_ms(self, /) -> int:
        """
        How long ago it was made.
        """
    @property
    def by(self, /) -> UUID:
        """
        Who invites.
        """
    @property
    def by_name(self, /) -> str | None:
        """
        What they are called.
        """
    @property
    def created_at(self, /) -> datetime:
        """
        When it was made.
        """
    @property
    def expires_at(self, /) -> datetime:
        """
        From when on it is over.
        """
    @property
    def invitation(self, /) -> UUID:
        """
        The invitation.
        """
    @property
    def name(self, /) -> str:
        """
        What that is called.
        """
    @property
    def role(self, /) -> str | None:
        """
        The role offered.
        """
    @property
    def scope(self, /) -> Scope:
        """
        To what.
        """
    @property
    def shares(self, /) -> Shares:
        """
        The shares offered.
        """
    @property
    def shares_now(self, /) -> Shares:
        """
        The shares recorded for the person now, which may have changed since: what they accept.
        """

@final
class IndexPage:
    """
    A page of what somebody can view, as of one state.

    Iterating goes on over all pages after it with `for`.
    """
    __match_args__: Final[tuple[str, ...]]
    def __aiter__(self, /) -> AsyncIterator[IndexedTrack]:
        """
        Walks over the entries of this page and of all pages after it, each of which is awaited when it is come to.
        """
    def __eq__(self, value: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __iter__(self, /) -> Iterator[IndexedTrack]:
        """
        Walks over the entries of this page and of all pages after it, each of which is fetched when it is come to.
        """
    def __ne__(self, value: object, /) -> bool: ...
    def __repr__(self, /) -> str: ...
    def _further(self, /) -> IndexPage | None: ...
    async def _further_awaited(self, /) -> IndexPage | None: ...
    @property
    def next(self, /) -> str | None:
        """
        The cursor for the next page; none at the end.
        """
    @property
    def revision(self, /) -> int:
        """
        The number up to which every commit is in that state; on PostgreSQL later ones may be too.
        """
    @property
    def rows(self, /) -> tuple[IndexedTrack, ...]:
        """
        The tracks.
        """

@final
class IndexedTrack:
    """
    A track that somebody can view.
    """
    __match_args__: Final[tuple[str, ...]]
    def __eq__(self, value: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __repr__(self, /) -> str: ...
    @property
    def level(self, /) -> Level:
        """
        What they may do.
        """
    @property
    def track(self, /) -> UUID:
        """
        Which.
        """
    @property
    def via(self, /) -> Scope:
        """
        The scope that decided so.
        """

@final
class Invitation:
    """
    An invitation.
    """
    __match_args__: Final[tuple[str, ...]]
    def __eq__(self, value: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __repr__(self, /) -> str: ...
    @property
    def access(self, /) -> Access:
        """
        The access that begins on acceptance.
        """
    @property
    def by(self, /) -> UUID:
        """
        Who invites.
        """
    @property
    def created_at(self, /) -> datetime:
        """
        When it was made.
        """
    @property
    def expires_at(self, /) -> datetime:
        """
        From when on it is over.
        """
    @property
    def id(self, /) -> UUID:
        """
        The id.
        """
    @property
    def person(self, /) -> UUID:
        """
        Who is invited.
        """
    @property
    def role(self, /) -> str | None:
        """
        The role offered.
        """
    @property
    def scope(self, /) -> Scope:
        """
        To what.
        """
    @property
    def shares(self, /) -> Shares:
        """
        The shares offered.
        """
    @property
    def state(self, /) -> InvitationStatus:
        """
        Where it stands.
        """

@final
class Invitee:
    """
    Who is invited: a person who is known, or an address.

    Made by `Invitee.person(id)` or `Invitee.email("…")`; a call that takes an invitee takes a `Person`, an id or the text of an address too.
    """
    __match_args__: Final[tuple[str, ...]]
    def __eq__(self, value: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __repr__(self, /) -> str: ...
    @staticmethod
    def email(address: str) -> Invitee:
        """
        Whoever has this address, now or later.
        """
    @property
    def kind(self, /) -> str:
        """
        Which of the two it is: `person` or `email`.
        """
    @staticmethod
    def person(person: UUID | Person) -> Invitee:
        """
        A person who is known.
        """
    @property
    def value(self, /) -> UUID | str:
        """
        The person's id, or the address.
        """

@final
class Joined:
    """
    What accepting did.
    """
    __match_args__: Final[tuple[str, ...]]
    def __eq__(self, value: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __repr__(self, /) -> str: ...
    @property
    def invitation(self, /) -> Invitation:
        """
        The invitation.
        """
    @property
    def level(self, /) -> Level | None:
        """
        What the actor may do now.
        """

@final
class KindTotal:
    """
    The total of one kind on a track (SPL-4).
    """
    __match_args__: Final[tuple[str, ...]]
    def __eq__(self, value: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __repr__(self, /) -> str: ...
    @property
    def remaining(self, /) -> Decimal:
        """
        What is missing to 100.
        """
    @property
    def status(self, /) -> SplitStatus:
        """
        Where the kind stands.
        """
    @property
    def total(self, /) -> Decimal:
        """
        What is recorded.
        """

@final
class KindVisits:
    """
    What visitors did with the files of one kind.
    """
    __match_args__: Final[tuple[str, ...]]
    def __eq__(self, value: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __repr__(self, /) -> str: ...
    @property
    def counts(self, /) -> VisitCounts:
        """
        How often.
        """
    @property
    def kind(self, /) -> FileKind:
        """
        The kind.
        """

@final
class LatestVersion:
    """
    The newest bounce of a track.
    """
    __match_args__: Final[tuple[str, ...]]
    def __eq__(self, value: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __repr__(self, /) -> str: ...
    @property
    def at(self, /) -> datetime:
        """
        When its content last changed.
        """
    @property
    def by(self, /) -> UUID | None:
        """
        Who put it there, where it was done through the library.
        """
    @property
    def file(self, /) -> str:
        """
        The file.
        """
    @property
    def name(self, /) -> str:
        """
        Its name.
        """
    @property
    def size(self, /) -> int:
        """
        How many bytes.
        """

@final
class LibraryPage:
    """
    A page of the library.

    Iterating goes on over all pages after it: with `for`, or where the call was awaited with `async for`.
    """
    __match_args__: Final[tuple[str, ...]]
    def __aiter__(self, /) -> AsyncIterator[LibraryRow]:
        """
        Walks over the entries of this page and of all pages after it, each of which is awaited when it is come to.
        """
    def __eq__(self, value: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __iter__(self, /) -> Iterator[LibraryRow]:
        """
        Walks over the entries of this page and of all pages after it, each of which is fetched when it is come to.
        """
    def __ne__(self, value: object, /) -> bool: ...
    def __repr__(self, /) -> str: ...
    def _further(self, /) -> LibraryPage | None: ...
    async def _further_awaited(self, /) -> LibraryPage | None: ...
    @property
    def next(self, /) -> str | None:
        """
        The cursor for the next page; none at the end. A page may be short, or empty, and still have one.
        """
    @property
    def rows(self, /) -> tuple[LibraryRow, ...]:
        """
        The tracks.
        """

@final
class LibraryRow:
    """
    A track in the library (LIB-1).
    """
    __match_args__: Final[tuple[str, ...]]
    def __eq__(self, value: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __repr__(self, /) -> str: ...
    @property
    def archived(self, /) -> bool:
        """
        Whether it was put aside.
        """
    @property
    def bpm(self, /) -> Decimal | None:
        """
        Beats per minute.
        """
    @property
    def bucket(self, /) -> UUID | None:
        """
        The actor's bucket that it is in.
        """
    @property
    def collaborator_count(self, /) -> int:
        """
        How many these are in all.
        """
    @property
    def collaborators(self, /) -> tuple[Avatar, ...]:
        """
        The first few of those who have access besides the owner, in the order in which they reached it.
        """
    @property
    def group(self, /) -> InGroup | None:
        """
        The group it lies in, where the actor can view that.
        """
    @property
    def key(self, /) -> str | None:
        """
        The musical key.
        """
    @property
    def latest_version(self, /) -> LatestVersion | None:
        """
        The newest bounce, known without asking the file store (FIL-5).
        """
    @property
    def level(self, /) -> Level:
        """
        What the actor may do.
        """
    @property
    def links(self, /) -> int | None:
        """
        How many share links it has that were not revoked; only on the actor's own.
        """
    @property
    def owner(self, /) -> UUID:
        """
        Who owns it.
        """
    @property
    def owner_name(self, /) -> str | None:
        """
        What the owner is called.
        """
    @property
    def splits(self, /) -> SplitStatuses:
        """
        Where its splits stand.
        """
    @property
    def stage(self, /) -> Stage | str:
        """
        Where it stands.
        """
    @property
    def tags(self, /) -> tuple[str, ...]:
        """
        Its tags.
        """
    @property
    def title(self, /) -> str:
        """
        Its title.
        """
    @property
    def track(self, /) -> UUID:
        """
        Which track.
        """
    @property
    def via(self, /) -> Scope:
        """
        The scope that decided so.
        """

@final
class Link:
    """
    A share link or a playlist share, as its owner sees it.
    """
    __match_args__: Final[tuple[str, ...]]
    def __eq__(self, value: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __repr__(self, /) -> str: ...
    @property
    def asks_review(self, /) -> bool:
        """
        Whether visitors are asked for a review.
        """
    @property
    def created_at(self, /) -> datetime:
        """
        When it was made.
        """
    @property
    def download_limit(self, /) -> int | None:
        """
        How many downloads it gives in all.
        """
    @property
    def downloads(self, /) -> tuple[FileKind, ...]:
        """
        The kinds of files that may be downloaded, in the order of `FileKind`.
        """
    @property
    def excluded(self, /) -> tuple[str, ...]:
        """
        The ids of the files that it does not show, sorted.
        """
    @property
    def expires_at(self, /) -> datetime | None:
        """
        From when on it does not open any more.
        """
    @property
    def has_password(self, /) -> bool:
        """
        Whether it asks for a password.
        """
    @property
    def id(self, /) -> UUID:
        """
        The id; not the secret.
        """
    @property
    def label(self, /) -> str | None:
        """
        Whom it is for.
        """
    @property
    def not_before(self, /) -> datetime | None:
        """
        From when on it opens.
        """
    @property
    def playlist(self, /) -> Playlist | None:
        """
        What it opens, where it is a playlist share.
        """
    @property
    def state(self, /) -> LinkState:
        """
        What it is now.
        """
    @property
    def stream(self, /) -> bool:
        """
        Whether what may be heard is played.
        """
    @property
    def taken_down(self, /) -> bool:
        """
        Whether the operator took it down (OPS-1).
        """
    @property
    def track(self, /) -> UUID | None:
        """
        The track that it opens, where it is a share link.
        """
    @property
    def used(self, /) -> int:
        """
        How many it has given.
        """
    @property
    def version(self, /) -> int:
        """
        How often it has changed.
        """

@final
class LinkAnalytics:
    """
    What visitors did with a link, a page of it at a time.

    Iterating goes on over the visits of all pages after it: with `for`, or where the call was awaited with `async for`.
    """
    __match_args__: Final[tuple[str, ...]]
    def __aiter__(self, /) -> AsyncIterator[VisitEntry]:
        """
        Walks over the entries of this page and of all pages after it, each of which is awaited when it is come to.
        """
    def __eq__(self, value: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __iter__(self, /) -> Iterator[VisitEntry]:
        """
        Walks over the entries of this page and of all pages after it, each of which is fetched when it is come to.
        """
    def __ne__(self, value: object, /) -> bool: ...
    def __repr__(self, /) -> str: ...
    def _further(self, /) -> LinkAnalytics | None: ...
    async def _further_awaited(self, /) -> LinkAnalytics | None: ...
    @property
    def link(self, /) -> Link:
        """
        The link.
        """
    @property
    def next(self, /) -> str | None:
        """
        The cursor for the next page; none at the end.
        """
    @property
    def totals(self, /) -> LinkTotals:
        """
        The sums over all visits, whichever page this is.
        """
    @property
    def visits(self, /) -> tuple[VisitEntry, ...]:
        """
        What happened, newest first.
        """

@final
class LinkMade:
    """
    A link that was made or has a new secret.

    Neither a repeat with the same key (REL-1) nor a dry run has the secret: whoever loses it rotates the link.
    """
    __match_args__: Final[tuple[str, ...]]
    def __eq__(self, value: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __repr__(self, /) -> str: ...
    @property
    def link(self, /) -> Link:
        """
        The link.
        """
    @property
    def secret(self, /) -> Secret | None:
        """
        The secret, this once: `secret.reveal()` is its text, for the address that is sent (LNK-2).
        """

@final
class LinkReach:
    """
    A link or playlist that reaches a track.
    """
    __match_args__: Final[tuple[str, ...]]
    def __eq__(self, value: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __repr__(self, /) -> str: ...
    @property
    def created_at(self, /) -> datetime:
        """
        When it was made.
        """
    @property
    def link(self, /) -> UUID:
        """
        Which.
        """
    @property
    def playlist(self, /) -> bool:
        """
        Whether it is a playlist share.
        """
    @property
    def state(self, /) -> LinkState:
        """
        Whether it opens the track now, or only when its time has come.
        """

@final
class LinkTakedown:
    """
    What taking a link down or restoring it did.
    """
    __match_args__: Final[tuple[str, ...]]
    def __eq__(self, value: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __repr__(self, /) -> str: ...
    @property
    def link(self, /) -> UUID:
        """
        Which link.
        """
    @property
    def taken_down(self, /) -> bool:
        """
        Whether it is down now.
        """

@final
class LinkTotals:
    """
    The sums over all visits to a link.
    """
    __match_args__: Final[tuple[str, ...]]
    def __eq__(self, value: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __repr__(self, /) -> str: ...
    @property
    def bot_opens(self, /) -> int:
        """
        Openings by bots and by what fetches previews of links.
        """
    @property
    def counts(self, /) -> VisitCounts:
        """
        In all.
        """
    @property
    def days(self, /) -> tuple[DayVisits, ...]:
        """
        By day, oldest first; days without visits are left out.
        """
    @property
    def files(self, /) -> tuple[FileVisits, ...]:
        """
        By file, ordered by id.
        """
    @property
    def first_at(self, /) -> datetime | None:
        """
        The first visit that was no bot's.
        """
    @property
    def kinds(self, /) -> tuple[KindVisits, ...]:
        """
        By kind.
        """
    @property
    def last_at(self, /) -> datetime | None:
        """
        The last.
        """
    @property
    def reviews(self, /) -> int:
        """
        How many reviews were given.
        """
    @property
    def tracks(self, /) -> tuple[TrackVisits, ...]:
        """
        By track, ordered by id.
        """

@final
class LocalFolder:
    """
    The files of tracks in a folder of this machine, which is made where there is none; nothing leads out of it (FIL-1, FIL-4).

    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     studio = Workspace.in_memory(files=LocalFolder(folder))
    """
    def __eq__(self, value: object, /) -> bool: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(cls, /, path: str | PathLike[str]) -> LocalFolder: ...
    def __repr__(self, /) -> str: ...
    @property
    def path(self, /) -> Path:
        """
        Where it is.
        """

@final
class Maintained:
    """
    What was swept out.
    """
    __match_args__: Final[tuple[str, ...]]
    def __eq__(self, value: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __repr__(self, /) -> str: ...
    @property
    def outcomes(self, /) -> int:
        """
        Outcomes of calls with a key, older than 7 days.
        """
    @property
    def throttles(self, /) -> int:
        """
        Counts of wrong passwords, of hours that are over.
        """
    @property
    def tickets(self, /) -> int:
        """
        What says that a ticket's download was counted, of tickets whose time is long over.
        """

@final
class NewFile:
    """
    A file to be sent; what it is taken for is guessed from its folders and its name (IMP-2).
    """
    __match_args__: Final[tuple[str, ...]]
    def __eq__(self, value: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(cls, /, name: str, *, size: int, folder: str | None = None) -> NewFile: ...
    def __repr__(self, /) -> str: ...
    @property
    def folder(self, /) -> str | None:
        """
        The folders that it comes in, with `/` between them.
        """
    @property
    def name(self, /) -> str:
        """
        Its name.
        """
    @property
    def size(self, /) -> int:
        """
        How many bytes it has.
        """

@final
class Notification:
    """
    Something that the actor was told (NTF-1).

    Of what the actor can no longer view only the kind and the title are there, the title of the time they were told.
    """
    __match_args__: Final[tuple[str, ...]]
    def __eq__(self, value: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __repr__(self, /) -> str: ...
    @property
    def at(self, /) -> datetime:
        """
        When.
        """
    @property
    def by(self, /) -> UUID | None:
        """
        Who did it, where it was a person.
        """
    @property
    def by_name(self, /) -> str | None:
        """
        What they are called.
        """
    @property
    def comment(self, /) -> UUID | None:
        """
        The id of the comment that it is about.
        """
    @property
    def files(self, /) -> int | None:
        """
        How many files came, where it is about these.
        """
    @property
    def id(self, /) -> UUID:
        """
        The id: later ones are greater.
        """
    @property
    def import_(self, /) -> UUID | None:
        """
        The id of the import that it is about.
        """
    @property
    def invitation(self, /) -> UUID | None:
        """
        The invitation that it is about.
        """
    @property
    def link(self, /) -> UUID | None:
        """
        The link or playlist share that was reviewed.
        """
    @property
    def person(self, /) -> UUID | None:
        """
        Whom else it concerns: who joined, left, or said no.
        """
    @property
    def person_name(self, /) -> str | None:
        """
        What they are called.
        """
    @property
    def read(self, /) -> bool:
        """
        Whether it was marked as read.
        """
    @property
    def scope(self, /) -> Scope | None:
        """
        On what it happened; none of files that were sent, which lie on nothing yet, and none of a playlist.
        """
    @property
    def title(self, /) -> str | None:
        """
        What it happened on is called, a playlist too; none of files that were sent.
        """
    @property
    def what(self, /) -> NoticeKind:
        """
        What happened.
        """

@final
class NotificationMarked:
    """
    What marking a notification did.
    """
    __match_args__: Final[tuple[str, ...]]
    def __eq__(self, value: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __repr__(self, /) -> str: ...
    @property
    def notification(self, /) -> UUID:
        """
        Which.
        """
    @property
    def unread(self, /) -> int:
        """
        How many are unread now.
        """

@final
class NotificationPage:
    """
    A page of notifications, newest first.

    Iterating goes on over all pages after it: with `for`, or where the call was awaited with `async for`.
    """
    __match_args__: Final[tuple[str, ...]]
    def __aiter__(self, /) -> AsyncIterator[Notification]:
        """
        Walks over the entries of this page and of all pages after it, each of which is awaited when it is come to.
        """
    def __eq__(self, value: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __iter__(self, /) -> Iterator[Notification]:
        """
        Walks over the entries of this page and of all pages after it, each of which is fetched when it is come to.
        """
    def __ne__(self, value: object, /) -> bool: ...
    def __repr__(self, /) -> str: ...
    def _further(self, /) -> NotificationPage | None: ...
    async def _further_awaited(self, /) -> NotificationPage | None: ...
    @property
    def next(self, /) -> str | None:
        """
        The cursor for the next page; none at the end.
        """
    @property
    def rows(self, /) -> tuple[Notification, ...]:
        """
        What the actor was told.
        """
    @property
    def unread(self, /) -> int:
        """
        How many of all are unread.
        """

@final
class Offer:
    """
    An offer of ownership that has been made and not answered.
    """
    __match_args__: Final[tuple[str, ...]]
    def __eq__(self, value: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __repr__(self, /) -> str: ...
    @property
    def expires_at(self, /) -> datetime:
        """
        From when on it is over.
        """
    @property
    def offered_at(self, /) -> datetime:
        """
        When.
        """
    @property
    def to(self, /) -> UUID:
        """
        To whom.
        """

@final
class OfferMade:
    """
    An offer as its parties see it.
    """
    __match_args__: Final[tuple[str, ...]]
    def __eq__(self, value: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __repr__(self, /) -> str: ...
    @property
    def expires_at(self, /) -> datetime:
        """
        From when on it is over.
        """
    @property
    def from_(self, /) -> UUID:
        """
        By whom.
        """
    @property
    def offered_at(self, /) -> datetime:
        """
        When.
        """
    @property
    def scope(self, /) -> Scope:
        """
        What is offered.
        """
    @property
    def to(self, /) -> UUID:
        """
        To whom.
        """

@final
class OpenEffect:
    """
    Something that is still to be done outside.
    """
    __match_args__: Final[tuple[str, ...]]
    def __eq__(self, value: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __repr__(self, /) -> str: ...
    @property
    def due(self, /) -> datetime:
        """
        When it is tried next, at the earliest.
        """
    @property
    def effect(self, /) -> Effect:
        """
        What is to be done.
        """
    @property
    def failure(self, /) -> str | None:
        """
        The code of the refusal that the last try ended with.
        """
    @property
    def is_stuck(self, /) -> bool:
        """
        Whether it has failed so often that somebody must mend its cause; until then it is tried every few hours only.
        """
    @property
    def tries(self, /) -> int:
        """
        How often it was tried since it last became necessary.
        """

@final
class OpenEffects:
    """
    What is still to be done outside.
    """
    __match_args__: Final[tuple[str, ...]]
    def __eq__(self, value: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __repr__(self, /) -> str: ...
    @property
    def count(self, /) -> int:
        """
        How many effects there are.
        """
    @property
    def effects(self, /) -> tuple[OpenEffect, ...]:
        """
        Those due first.
        """

@final
class OpenedFile:
    """
    A file that a visitor sees.
    """
    __match_args__: Final[tuple[str, ...]]
    def __eq__(self, value: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __repr__(self, /) -> str: ...
    @property
    def can_download(self, /) -> bool:
        """
        Whether it can be downloaded.
        """
    @property
    def can_play(self, /) -> bool:
        """
        Whether it can be played.
        """
    @property
    def id(self, /) -> str:
        """
        The id.
        """
    @property
    def kind(self, /) -> FileKind:
        """
        The kind.
        """
    @property
    def modified_at(self, /) -> datetime:
        """
        When its content last changed.
        """
    @property
    def name(self, /) -> str:
        """
        The name.
        """
    @property
    def size(self, /) -> int:
        """
        How many bytes.
        """

@final
class OpenedLink:
    """
    What a link opens, as a visitor sees it.
    """
    __match_args__: Final[tuple[str, ...]]
    def __eq__(self, value: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __repr__(self, /) -> str: ...
    @property
    def asks_review(self, /) -> bool:
        """
        Whether a review is asked for (LNK-11).
        """
    @property
    def by_name(self, /) -> str | None:
        """
        Who shares it.
        """
    @property
    def cover(self, /) -> str | None:
        """
        A playlist's cover.
        """
    @property
    def name(self, /) -> str:
        """
        The track's title, or what the playlist is called.
        """
    @property
    def tracks(self, /) -> tuple[OpenedTrack, ...]:
        """
        The tracks, in the owner's order.
        """

@final
class OpenedTrack:
    """
    A track that a visitor sees.
    """
    __match_args__: Final[tuple[str, ...]]
    def __eq__(self, value: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __repr__(self, /) -> str: ...
    @property
    def bpm(self, /) -> Decimal | None:
        """
        Beats per minute.
        """
    @property
    def files(self, /) -> tuple[OpenedFile, ...]:
        """
        Its files as they are now, by name; a bot sees none.
        """
    @property
    def key(self, /) -> str | None:
        """
        The musical key.
        """
    @property
    def preview(self, /) -> str | None:
        """
        The id of the file that is played before anything is chosen (LNK-6).
        """
    @property
    def title(self, /) -> str:
        """
        The title.
        """
    @property
    def track(self, /) -> UUID:
        """
        The id.
        """

@final
class Operator:
    """
    The face of the host as operator, every act of which stands in the activity with its reason; this thread waits for its calls.
    """
    def effects(self, /, limit: int) -> OpenEffects:
        """
        What is still to be done outside, at most `limit` of it, due first first (OPS-1).

        One that was tried many times has a cause that somebody must mend. Raises `invalid_input` above 1000.

        >>> [waiting.failure for waiting in workspace.operator("weekly look").effects(50).effects if waiting.tries > 5]
        []
        """
    def hand_over(self, /, scope: Scope | Track | Group, *, to: UUID | Person) -> Handover:
        """
        Hands a track or group over from an owner who cannot be reached (OPS-1, OWN-4). Raises `not_found`, `owner_fixed`, `limit_exceeded`.
        """
    def restore(self, /, track: UUID | Track) -> Takedown:
        """
        Restores a track that was taken down: everybody's access is as it was (OPS-1). Raises `not_found`.

        >>> workspace.operator("sample cleared").restore(track).condition
        Condition.LIVE
        """
    def restore_comment(self, /, comment: UUID | Comment) -> CommentTakedown:
        """
        Restores a comment that was taken down, in its old place (OPS-1). Raises `not_found`.

        >>> operator, comment = workspace.operator("private data"), me.add_comment(track, text="Call me at home")
        >>> operator.take_down_comment(comment).condition, operator.restore_comment(comment).condition
        (Condition.TAKEN_DOWN, Condition.LIVE)
        """
    def restore_link(self, /, link: UUID | Link) -> LinkTakedown:
        """
        Restores a link or playlist share that was taken down (OPS-1). Raises `not_found`.

        >>> made = me.create_share_link(track)
        >>> workspace.operator("looked at").restore_link(made.link).taken_down
        False
        """
    def restore_page(self, /, person: UUID | Person) -> PageTakedown:
        """
        Restores a public page that was taken down, with all its settings (OPS-1). Raises `not_found`.

        >>> operator, named = workspace.operator("impersonation"), me.update_public_page(slug="olivia-park")
        >>> operator.take_down_page(olivia).condition, operator.restore_page(olivia).condition
        (Condition.TAKEN_DOWN, Condition.LIVE)
        """
    def retry_effect(self, /, effect: Effect) -> EffectRetried:
        """
        Makes an effect due now, whenever it was to be tried again (OPS-1). Raises `not_found` where it is not open.

        >>> operator = workspace.operator("room was made")
        >>> for waiting in operator.effects(50).effects:
        ...     retried = operator.retry_effect(waiting.effect)
        """
    def take_down(self, /, track: UUID | Track) -> Takedown:
        """
        Takes a track down: it is there for its owner alone until it is restored (OPS-1). Raises `not_found`.

        >>> workspace.operator("disputed sample").take_down(track).condition
        Condition.TAKEN_DOWN
        """
    def take_down_comment(self, /, comment: UUID | Comment) -> CommentTakedown:
        """
        Takes a comment down: it is there for nobody until it is restored (OPS-1). Raises `not_found`.

        >>> comment = me.add_comment(track, text="Call me at home")
        >>> workspace.operator("private data").take_down_comment(comment).condition
        Condition.TAKEN_DOWN
        """
    def take_down_link(self, /, link: UUID | Link) -> LinkTakedown:
        """
        Takes a link or playlist share down: it opens for nobody until it is restored (OPS-1). Raises `not_found`.

        >>> made = me.create_share_link(track)
        >>> workspace.operator("reported").take_down_link(made.link).taken_down
        True
        """
    def take_down_page(self, /, person: UUID | Person) -> PageTakedown:
        """
        Takes a person's public page down: nobody finds it until it is restored, published or not (OPS-1). Raises `not_found`.

        >>> named = me.update_public_page(slug="olivia-park")
        >>> workspace.operator("impersonation").take_down_page(olivia).condition
        Condition.TAKEN_DOWN
        """

@final
class OwnPage:
    """
    The actor's own public page.
    """
    __match_args__: Final[tuple[str, ...]]
    def __eq__(self, value: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __repr__(self, /) -> str: ...
    @property
    def avatar(self, /) -> str | None:
        """
        Where a picture of them is.
        """
    @property
    def bio(self, /) -> str | None:
        """
        A text about the person.
        """
    @property
    def condition(self, /) -> Condition:
        """
        Whether the operator took it down.
        """
    @property
    def links(self, /) -> tuple[PageLink, ...]:
        """
        Links to other places.
        """
    @property
    def name(self, /) -> str | None:
        """
        The name to show.
        """
    @property
    def person(self, /) -> UUID:
        """
        Whose.
        """
    @property
    def published(self, /) -> bool:
        """
        Whether its person has published it.
        """
    @property
    def sections(self, /) -> tuple[PageSection, ...]:
        """
        The sections, in order.
        """
    @property
    def slug(self, /) -> str | None:
        """
        The address, once there is one.
        """

@final
class PageLink:
    """
    A link to somewhere else.
    """
    __match_args__: Final[tuple[str, ...]]
    def __eq__(self, value: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(cls, /, label: str, url: str) -> PageLink: ...
    def __repr__(self, /) -> str: ...
    @property
    def label(self, /) -> str:
        """
        What it is called.
        """
    @property
    def url(self, /) -> str:
        """
        Where it leads: an http or https address.
        """

@final
class PageSection:
    """
    A part of a page, as its owner sees it.
    """
    __match_args__: Final[tuple[str, ...]]
    def __eq__(self, value: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __repr__(self, /) -> str: ...
    @property
    def title(self, /) -> str | None:
        """
        The title.
        """
    @property
    def tracks(self, /) -> tuple[PageTrack, ...]:
        """
        The tracks, in order.
        """

@final
class PageTakedown:
    """
    What taking a public page down or restoring it did.
    """
    __match_args__: Final[tuple[str, ...]]
    def __eq__(self, value: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __repr__(self, /) -> str: ...
    @property
    def condition(self, /) -> Condition:
        """
        Whether it is there now.
        """
    @property
    def person(self, /) -> UUID:
        """
        Whose page.
        """

@final
class PageTrack:
    """
    A track on a page, as its owner sees it.
    """
    __match_args__: Final[tuple[str, ...]]
    def __eq__(self, value: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __repr__(self, /) -> str: ...
    @property
    def shown(self, /) -> bool:
        """
        Whether visitors see it: while its stage is published (PUB-1).
        """
    @property
    def title(self, /) -> str | None:
        """
        Its title; none for one that was deleted.
        """
    @property
    def track(self, /) -> UUID:
        """
        Which track.
        """

@final
class Panel:
    """
    Everybody with a part in a scope, ready for a screen (VIEW-1).
    """
    __match_args__: Final[tuple[str, ...]]
    def __eq__(self, value: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __repr__(self, /) -> str: ...
    @property
    def folder_trouble(self, /) -> FolderTrouble | None:
        """
        What the owner must mend for the track's folder to be where and with whom it should be; the owner alone is told (FIL-2).
        """
    @property
    def owner(self, /) -> UUID:
        """
        Who owns it.
        """
    @property
    def rows(self, /) -> tuple[PanelRow, ...]:
        """
        One row each: owner first, then by when they first reached it (SPL-6).
        """
    @property
    def scope(self, /) -> Scope:
        """
        Of what.
        """
    @property
    def shares_version(self, /) -> int | None:
        """
        How often shares have changed, give it back as `based_on` when saving; none on a group.
        """
    @property
    def totals(self, /) -> Totals | None:
        """
        What is recorded and what remains of each kind; none on a group (SPL-4).
        """
    @property
    def transfer_pending(self, /) -> bool:
        """
        Whether a track's folder still lies with a former owner (FIL-5).
        """

@final
class PanelRow:
    """
    One person's row in the panel.
    """
    __match_args__: Final[tuple[str, ...]]
    def __eq__(self, value: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __repr__(self, /) -> str: ...
    @property
    def accepted(self, /) -> bool:
        """
        Whether they have ever accepted being credited.
        """
    @property
    def credited(self, /) -> bool:
        """
        Whether they have a credit.
        """
    @property
    def ended_via(self, /) -> Scope | None:
        """
        The scope that keeps them out, where one does.
        """
    @property
    def folder_trouble(self, /) -> MemberTrouble | None:
        """
        Why they are not on the track's folder in the file store as their access says; they can read through the library (FIL-2).
        """
    @property
    def invited(self, /) -> Access | None:
        """
        The access of an invitation that waits for their answer and would open the scope.
        """
    @property
    def invited_via(self, /) -> Scope | None:
        """
        To what it is: the scope, or a group above.
        """
    @property
    def level(self, /) -> Level | None:
        """
        What they may do now.
        """
    @property
    def name(self, /) -> str | None:
        """
        What they are called; none for somebody who has not registered yet.
        """
    @property
    def person(self, /) -> UUID:
        """
        Who.
        """
    @property
    def role(self, /) -> str | None:
        """
        What they did.
        """
    @property
    def shares(self, /) -> Shares:
        """
        What they hold.
        """
    @property
    def standing(self, /) -> str:
        """
        What the scope itself says of them: `owner`, `none`, `active`, `revoked`, `left`, `removed`.
        """
    @property
    def via(self, /) -> Scope | None:
        """
        The scope that gives them their level.
        """

@final
class Person:
    """
    A person as the host sees them.
    """
    __match_args__: Final[tuple[str, ...]]
    def __eq__(self, value: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __repr__(self, /) -> str: ...
    @property
    def email(self, /) -> str | None:
        """
        The address.
        """
    @property
    def external_id(self, /) -> str | None:
        """
        The host's own id; none for who is unclaimed or erased.
        """
    @property
    def id(self, /) -> UUID:
        """
        The id.
        """
    @property
    def name(self, /) -> str | None:
        """
        The name to show: `former member` for who is erased, none for who is unclaimed.
        """
    @property
    def state(self, /) -> PersonState:
        """
        Where the record stands.
        """

@final
class Placement:
    """
    Where the actor has put a track.
    """
    __match_args__: Final[tuple[str, ...]]
    def __eq__(self, value: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __repr__(self, /) -> str: ...
    @property
    def bucket(self, /) -> UUID | None:
        """
        In which bucket, if in one.
        """
    @property
    def track(self, /) -> UUID:
        """
        Which track.
        """

@final
class Playlist:
    """
    What is a playlist share's own.
    """
    __match_args__: Final[tuple[str, ...]]
    def __eq__(self, value: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __repr__(self, /) -> str: ...
    @property
    def cover(self, /) -> str | None:
        """
        Its cover.
        """
    @property
    def filter(self, /) -> PlaylistFilter:
        """
        What of them is shown.
        """
    @property
    def name(self, /) -> str:
        """
        What it is called: without a name of its own as the only track that it would open now, or by their number.
        """
    @property
    def tracks(self, /) -> tuple[UUID, ...]:
        """
        The tracks, in its order.
        """

@final
class PlaylistFilter:
    """
    What of a playlist's tracks is shown; what is empty leaves nothing out (LNK-7).
    """
    __match_args__: Final[tuple[str, ...]]
    def __eq__(self, value: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(cls, /, *, stages: Sequence[Stage | str] = ..., tags: Sequence[str] = ..., kinds: Sequence[FileKind] = ...) -> PlaylistFilter: ...
    def __repr__(self, /) -> str: ...
    @property
    def kinds(self, /) -> tuple[FileKind, ...]:
        """
        Only files of these kinds.
        """
    @property
    def stages(self, /) -> tuple[Stage | str, ...]:
        """
        Only tracks at one of these stages.
        """
    @property
    def tags(self, /) -> tuple[str, ...]:
        """
        Only tracks with one of these tags.
        """

@final
class Position:
    """
    A place in the music, in milliseconds from the beginning: an instant, or a range that begins no later than it ends.
    """
    __match_args__: Final[tuple[str, ...]]
    def __eq__(self, value: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(cls, /, start_ms: int, end_ms: int | None = None) -> Position: ...
    def __repr__(self, /) -> str: ...
    @property
    def end_ms(self, /) -> int | None:
        """
        Where the range ends; none for an instant.
        """
    @property
    def start_ms(self, /) -> int:
        """
        Where it is, or where the range begins.
        """

@final
class Proposal:
    """
    A split that the library proposes: nothing is saved until `apply_proposal` is given it, or what the host has made of it.
    """
    __match_args__: Final[tuple[str, ...]]
    def __eq__(self, value: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(cls, /, track: UUID | Track, *, based_on: int, rows: Sequence[ProposedShares], newcomer: Invitee | Person | UUID | str | None = None, remaining: Shares | None = None, warnings: Sequence[SplitWarning] | None = None) -> Proposal: ...
    def __repr__(self, /) -> str: ...
    @property
    def based_on(self, /) -> int:
        """
        The version of the shares that it rests on (SPL-9).
        """
    @property
    def newcomer(self, /) -> Invitee | None:
        """
        Who would be invited with it.
        """
    @property
    def remaining(self, /) -> Shares:
        """
        What of each kind was left before.
        """
    @property
    def rows(self, /) -> tuple[ProposedShares, ...]:
        """
        Who would hold what; rows that are not there stay as they are.
        """
    @property
    def track(self, /) -> UUID:
        """
        Of which track.
        """
    @property
    def warnings(self, /) -> tuple[SplitWarning, ...]:
        """
        What the proposal cannot make good.
        """

@final
class ProposedShares:
    """
    A row of a proposal.
    """
    __match_args__: Final[tuple[str, ...]]
    def __eq__(self, value: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(cls, /, person: UUID | Person | None, shares: Shares) -> ProposedShares: ...
    def __repr__(self, /) -> str: ...
    @property
    def person(self, /) -> UUID | None:
        """
        Who; `None` for a newcomer who is known by address alone.
        """
    @property
    def shares(self, /) -> Shares:
        """
        The shares; `None` where a kind is not touched.
        """

@final
class PublicPage:
    """
    A public page, as visitors see it: published facts only (PUB-2).
    """
    __match_args__: Final[tuple[str, ...]]
    def __eq__(self, value: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __repr__(self, /) -> str: ...
    @property
    def avatar(self, /) -> str | None:
        """
        Where a picture of them is.
        """
    @property
    def bio(self, /) -> str | None:
        """
        A text about the person.
        """
    @property
    def links(self, /) -> tuple[PageLink, ...]:
        """
        Links to other places.
        """
    @property
    def name(self, /) -> str:
        """
        The name.
        """
    @property
    def sections(self, /) -> tuple[PublicSection, ...]:
        """
        The sections of which something is shown, in order.
        """
    @property
    def slug(self, /) -> str:
        """
        The address.
        """

@final
class PublicSection:
    """
    A part of a page, as visitors see it.
    """
    __match_args__: Final[tuple[str, ...]]
    def __eq__(self, value: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __repr__(self, /) -> str: ...
    @property
    def title(self, /) -> str | None:
        """
        The title.
        """
    @property
    def tracks(self, /) -> tuple[PublicTrack, ...]:
        """
        The tracks that are shown, in order.
        """

@final
class PublicTrack:
    """
    A track on a page, as visitors see it.
    """
    __match_args__: Final[tuple[str, ...]]
    def __eq__(self, value: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __repr__(self, /) -> str: ...
    @property
    def title(self, /) -> str:
        """
        Its title.
        """
    @property
    def track(self, /) -> UUID:
        """
        Which track: what its preview is asked for by (PUB-3).
        """

@final
class Redeemed:
    """
    A file that is being read: its bytes come piece by piece, so that it is never in memory whole unless `read()` asks for all.

    It is read once, by one at a time: `read(n)` as of any binary file, or piece by piece in a loop; as a context manager it is closed at the end.
    """
    def __enter__(self, /) -> Redeemed: ...
    def __exit__(self, exception_type: Any, exception: Any, traceback: Any, /) -> None: ...
    def __iter__(self, /) -> Redeemed: ...
    def __next__(self, /) -> bytes: ...
    def __repr__(self, /) -> str: ...
    @property
    def address(self, /) -> Secret | None:
        """
        Where the file store gives the bytes itself, to send the caller on to: only with `direct_addresses`, and then there are none to read.
        """
    def close(self, /) -> None:
        """
        Gives up what is left: later reads are refused with `closed`.
        """
    @property
    def media_type(self, /) -> str:
        """
        Its media type, by its name.
        """
    @property
    def name(self, /) -> str:
        """
        The file's name.
        """
    @property
    def range(self, /) -> range:
        """
        Which bytes of it come: `len(range)` of them, from `range.start` up to but not including `range.stop`.
        """
    def read(self, size: int = ..., /) -> bytes:
        """
        Up to `size` bytes, none at the end; all that are left where it is negative or not given.

        Raises `source_unavailable` where they cannot be reached any more, `conflict` where the file has been replaced meanwhile, `closed`;
        `ValueError` where they are at `address`.
        """
    @property
    def size(self, /) -> int:
        """
        How many bytes the file has in all.
        """

@final
class Remaining:
    """
    Access that an act left.
    """
    __match_args__: Final[tuple[str, ...]]
    def __eq__(self, value: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __repr__(self, /) -> str: ...
    @property
    def level(self, /) -> Level:
        """
        How much.
        """
    @property
    def scope(self, /) -> Scope:
        """
        To what.
        """
    @property
    def via(self, /) -> Scope:
        """
        Through what.
        """

@final
class RemovedTrack:
    """
    A track that the actor held and holds no more.
    """
    __match_args__: Final[tuple[str, ...]]
    def __eq__(self, value: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __repr__(self, /) -> str: ...
    @property
    def reason(self, /) -> RemovalReason:
        """
        Why.
        """
    @property
    def track(self, /) -> UUID:
        """
        Which.
        """

@final
class Review:
    """
    A visitor's review, as the owner reads it (LNK-11).
    """
    __match_args__: Final[tuple[str, ...]]
    def __eq__(self, value: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __repr__(self, /) -> str: ...
    @property
    def name(self, /) -> str:
        """
        Whose, as they call themselves.
        """
    @property
    def position_ms(self, /) -> int | None:
        """
        At which time in the track, in milliseconds.
        """
    @property
    def text(self, /) -> str | None:
        """
        In words.
        """
    @property
    def verdict(self, /) -> Verdict:
        """
        What they think.
        """

@final
class Reviewed:
    """
    A review that was given.
    """
    __match_args__: Final[tuple[str, ...]]
    def __eq__(self, value: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __repr__(self, /) -> str: ...
    @property
    def review(self, /) -> UUID:
        """
        The id.
        """
    @property
    def verdict(self, /) -> Verdict:
        """
        What was said.
        """

@final
class Scope:
    """
    A track or a group: what access is given on, and what is offered, asked about or listed.

    Made by `Scope.track(id)` or `Scope.group(id)`; a call that takes a scope takes a `Track` or a `Group` too.
    """
    __match_args__: Final[tuple[str, ...]]
    def __eq__(self, value: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __repr__(self, /) -> str: ...
    @staticmethod
    def group(group: UUID | Group) -> Scope:
        """
        A group, with all that lies in it.
        """
    @property
    def id(self, /) -> UUID:
        """
        The id of the track or group.
        """
    @property
    def kind(self, /) -> str:
        """
        Which of the two it is: `track` or `group`.
        """
    @staticmethod
    def track(track: UUID | Track) -> Scope:
        """
        A track.
        """

@final
class Secret:
    """
    The secret of a link, or a ticket: whoever has its text can use it, so neither `str()` nor `repr()` shows it.

    `reveal()` gives the text, to be put into an address and nowhere else. Calls take a `Secret` or its text.

    >>> secret = Secret("Zm9yIHlvdXIgZWFycyBvbmx5")
    >>> f"{secret}", secret.reveal()
    ('***', 'Zm9yIHlvdXIgZWFycyBvbmx5')
    """
    def __eq__(self, value: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(cls, /, text: str) -> Secret: ...
    def __repr__(self, /) -> str: ...
    def __str__(self, /) -> str: ...
    def reveal(self, /) -> str:
        """
        The text itself, to be put into an address and nowhere else.
        """

@final
class Section:
    """
    A part of a page to be arranged: tracks in order, under a title or none.
    """
    __match_args__: Final[tuple[str, ...]]
    def __eq__(self, value: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(cls, /, title: str | None, tracks: Sequence[UUID | Track]) -> Section: ...
    def __repr__(self, /) -> str: ...
    @property
    def title(self, /) -> str | None:
        """
        The title.
        """
    @property
    def tracks(self, /) -> tuple[UUID, ...]:
        """
        The tracks, in order.
        """

@final
class SentFile:
    """
    A file of an import.
    """
    __match_args__: Final[tuple[str, ...]]
    def __eq__(self, value: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __repr__(self, /) -> str: ...
    @property
    def arrived(self, /) -> bool:
        """
        Whether its bytes have come.
        """
    @property
    def folder(self, /) -> str:
        """
        The folders that it came in.
        """
    @property
    def kind(self, /) -> FileKind:
        """
        What it is taken for.
        """
    @property
    def name(self, /) -> str:
        """
        Its name.
        """
    @property
    def size(self, /) -> int:
        """
        How many bytes it has, as its sender says.
        """

@final
class ShareEdits:
    """
    What to do to somebody's shares: `KEEP` leaves a kind as it is, `None` unsets it, a number sets it.
    """
    __match_args__: Final[tuple[str, ...]]
    def __eq__(self, value: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(cls, /, *, master: Decimal | int | str | None | Keep = ..., publishing: Decimal | int | str | None | Keep = ..., writer: Decimal | int | str | None | Keep = ...) -> ShareEdits: ...
    def __repr__(self, /) -> str: ...
    @property
    def master(self, /) -> Decimal | None | Keep:
        """
        Of the master recording: the new share, `None` to unset it, `KEEP` to leave it.
        """
    @property
    def publishing(self, /) -> Decimal | None | Keep:
        """
        Of the publishing: the new share, `None` to unset it, `KEEP` to leave it.
        """
    @property
    def writer(self, /) -> Decimal | None | Keep:
        """
        Of the writing: the new share, `None` to unset it, `KEEP` to leave it.
        """

@final
class ShareRow:
    """
    A row of shares to be saved: a person, and what to do to their shares of each kind.
    """
    __match_args__: Final[tuple[str, ...]]
    def __eq__(self, value: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(cls, /, person: UUID | Person, *, master: Decimal | int | str | None | Keep = ..., publishing: Decimal | int | str | None | Keep = ..., writer: Decimal | int | str | None | Keep = ...) -> ShareRow: ...
    def __repr__(self, /) -> str: ...
    @property
    def master(self, /) -> Decimal | None | Keep:
        """
        Of the master recording: the new share, `None` to unset it, `KEEP` to leave it.
        """
    @property
    def person(self, /) -> UUID:
        """
        Whose shares.
        """
    @property
    def publishing(self, /) -> Decimal | None | Keep:
        """
        Of the publishing: the new share, `None` to unset it, `KEEP` to leave it.
        """
    @property
    def writer(self, /) -> Decimal | None | Keep:
        """
        Of the writing: the new share, `None` to unset it, `KEEP` to leave it.
        """

@final
class SharedRow:
    """
    A track or group that is shared; what is in a group that is shared as a whole is not listed once more.
    """
    __match_args__: Final[tuple[str, ...]]
    def __eq__(self, value: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __repr__(self, /) -> str: ...
    @property
    def invited(self, /) -> Access | None:
        """
        The access of an invitation that waits for their answer.
        """
    @property
    def level(self, /) -> Level | None:
        """
        What the other one may do.
        """
    @property
    def scope(self, /) -> Scope:
        """
        Which.
        """
    @property
    def title(self, /) -> str | None:
        """
        What it is called.
        """
    @property
    def via(self, /) -> Scope | None:
        """
        The scope that gives it.
        """

@final
class Shares:
    """
    Somebody's shares of a track, of each kind; `None` is unset, which is not 0.

    Exact percentages from 0 to 100 with at most two decimals, as `Decimal`.
    """
    __match_args__: Final[tuple[str, ...]]
    def __eq__(self, value: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(cls, /, *, master: Decimal | int | str | None = None, publishing: Decimal | int | str | None = None, writer: Decimal | int | str | None = None) -> Shares: ...
    def __repr__(self, /) -> str: ...
    @property
    def master(self, /) -> Decimal | None:
        """
        Of the master recording.
        """
    @property
    def publishing(self, /) -> Decimal | None:
        """
        Of the publishing.
        """
    @property
    def writer(self, /) -> Decimal | None:
        """
        Of the writing.
        """

@final
class SharesChange:
    """
    What a save of shares did (SPL-9).
    """
    __match_args__: Final[tuple[str, ...]]
    def __eq__(self, value: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __repr__(self, /) -> str: ...
    @property
    def changes(self, /) -> tuple[ChangedShares, ...]:
        """
        The rows that changed, in roster order.
        """
    @property
    def shares_version(self, /) -> int:
        """
        How often shares have changed there now: give it back as `based_on`.
        """
    @property
    def told(self, /) -> tuple[UUID, ...]:
        """
        Who is told.
        """
    @property
    def totals(self, /) -> Totals:
        """
        The totals now.
        """
    @property
    def track(self, /) -> UUID:
        """
        On which track.
        """

@final
class SharesThen:
    """
    Who held which share on a track at an instant (EXP-4).
    """
    __match_args__: Final[tuple[str, ...]]
    def __eq__(self, value: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __repr__(self, /) -> str: ...
    @property
    def instant(self, /) -> datetime:
        """
        When.
        """
    @property
    def rows(self, /) -> tuple[SharesThenRow, ...]:
        """
        Everybody credited then, in roster order (SPL-6).
        """
    @property
    def totals(self, /) -> Totals:
        """
        What was recorded and what remained of each kind.
        """
    @property
    def track(self, /) -> UUID:
        """
        On which track.
        """

@final
class SharesThenRow:
    """
    What somebody held at an instant.
    """
    __match_args__: Final[tuple[str, ...]]
    def __eq__(self, value: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __repr__(self, /) -> str: ...
    @property
    def name(self, /) -> str | None:
        """
        What they are called now.
        """
    @property
    def person(self, /) -> UUID:
        """
        Who.
        """
    @property
    def shares(self, /) -> Shares:
        """
        What they held.
        """

@final
class SharingPanel:
    """
    What the actor shares with others and they with the actor, person by person (VIEW-1).
    """
    __match_args__: Final[tuple[str, ...]]
    def __eq__(self, value: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __repr__(self, /) -> str: ...
    @property
    def people(self, /) -> tuple[SharingWith, ...]:
        """
        One entry for each person, ordered by name, then by id.
        """

@final
class SharingWith:
    """
    What is shared between the actor and one person.
    """
    __match_args__: Final[tuple[str, ...]]
    def __eq__(self, value: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __repr__(self, /) -> str: ...
    @property
    def from_me(self, /) -> tuple[SharedRow, ...]:
        """
        What the actor owns and they can view, or are invited to.
        """
    @property
    def from_them(self, /) -> tuple[SharedRow, ...]:
        """
        What they own and the actor can view.
        """
    @property
    def name(self, /) -> str | None:
        """
        What they are called; none for somebody who has not registered yet.
        """
    @property
    def person(self, /) -> UUID:
        """
        Who.
        """

@final
class Shift:
    """
    Somebody's level on a scope before and after an act.
    """
    __match_args__: Final[tuple[str, ...]]
    def __eq__(self, value: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __repr__(self, /) -> str: ...
    @property
    def after(self, /) -> Level | None:
        """
        What it is, if anything.
        """
    @property
    def before(self, /) -> Level | None:
        """
        What it was, if anything.
        """
    @property
    def person(self, /) -> UUID:
        """
        Whose.
        """

@final
class Shortfall:
    """
    A kind of split that is not complete, and by how much (SPL-5).
    """
    __match_args__: Final[tuple[str, ...]]
    def __eq__(self, value: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __repr__(self, /) -> str: ...
    @property
    def kind(self, /) -> Kind:
        """
        The kind of split.
        """
    @property
    def remaining(self, /) -> Decimal:
        """
        What is missing to 100.
        """
    @property
    def total(self, /) -> Decimal:
        """
        What is recorded.
        """

@final
class SplitStatuses:
    """
    Where the kinds of split of a track stand (SPL-4).
    """
    __match_args__: Final[tuple[str, ...]]
    def __eq__(self, value: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __repr__(self, /) -> str: ...
    @property
    def master(self, /) -> SplitStatus:
        """
        Of the recording.
        """
    @property
    def publishing(self, /) -> SplitStatus:
        """
        Of the composition.
        """
    @property
    def writer(self, /) -> SplitStatus:
        """
        Of the songwriting.
        """

@final
class SplitWarning:
    """
    What is to be told about a split, though it was done: `splits_incomplete` with its `kinds`, or `no_allocation_remaining` with its `kind`.
    """
    __match_args__: Final[tuple[str, ...]]
    def __eq__(self, value: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __repr__(self, /) -> str: ...
    @property
    def code(self, /) -> str:
        """
        What it is: the code that it would have as an error.
        """
    @property
    def kind(self, /) -> Kind | None:
        """
        The kind of which nothing is left, for `no_allocation_remaining`.
        """
    @property
    def kinds(self, /) -> tuple[Shortfall, ...] | None:
        """
        The kinds that do not come to 100, for `splits_incomplete`.
        """

@final
class Suggestion:
    """
    A track that an import may be meant for (IMP-2).
    """
    __match_args__: Final[tuple[str, ...]]
    def __eq__(self, value: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __repr__(self, /) -> str: ...
    @property
    def likeness(self, /) -> int:
        """
        How like it is, in percent.
        """
    @property
    def title(self, /) -> str:
        """
        Its title.
        """
    @property
    def track(self, /) -> UUID:
        """
        Which track.
        """

@final
class SyncedGroup:
    """
    A group that has changed for the actor.
    """
    __match_args__: Final[tuple[str, ...]]
    def __eq__(self, value: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __repr__(self, /) -> str: ...
    @property
    def group(self, /) -> UUID:
        """
        Which.
        """
    @property
    def level(self, /) -> Level | None:
        """
        What the actor may do there; none where they cannot view it any more.
        """
    @property
    def name(self, /) -> str | None:
        """
        What it is called; none where the actor cannot view it any more.
        """
    @property
    def reason(self, /) -> RemovalReason | None:
        """
        Why they cannot.
        """
    @property
    def replaces(self, /) -> bool:
        """
        Whether everything that the device holds as lying directly in this group goes, files too, before `tracks` is put in its place.
        """
    @property
    def tracks(self, /) -> tuple[SyncedTrack, ...]:
        """
        Tracks lying directly in it that are held now.
        """

@final
class SyncedTrack:
    """
    A track as a device keeps it: what the library shows of it, people's names left out.
    """
    __match_args__: Final[tuple[str, ...]]
    def __eq__(self, value: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __repr__(self, /) -> str: ...
    @property
    def archived(self, /) -> bool:
        """
        Whether it was put aside.
        """
    @property
    def bpm(self, /) -> Decimal | None:
        """
        Beats per minute.
        """
    @property
    def bucket(self, /) -> UUID | None:
        """
        The actor's bucket that it is in; one that is not among the buckets told is none.
        """
    @property
    def group(self, /) -> UUID | None:
        """
        The group it lies in, where the actor can view that.
        """
    @property
    def key(self, /) -> str | None:
        """
        The musical key.
        """
    @property
    def latest_version(self, /) -> LatestVersion | None:
        """
        The newest bounce, known without asking the file store (FIL-5).
        """
    @property
    def level(self, /) -> Level:
        """
        What the actor may do.
        """
    @property
    def links(self, /) -> int | None:
        """
        How many share links it has that were not revoked; only on the actor's own.
        """
    @property
    def owner(self, /) -> UUID:
        """
        Who owns it.
        """
    @property
    def splits(self, /) -> SplitStatuses:
        """
        Where its splits stand.
        """
    @property
    def stage(self, /) -> Stage | str:
        """
        Where it stands.
        """
    @property
    def tags(self, /) -> tuple[str, ...]:
        """
        Its tags.
        """
    @property
    def title(self, /) -> str:
        """
        Its title.
        """
    @property
    def track(self, /) -> UUID:
        """
        Which track.
        """
    @property
    def via(self, /) -> Scope:
        """
        The scope that decided so.
        """

@final
class Takedown:
    """
    What taking a track down or restoring it did.
    """
    __match_args__: Final[tuple[str, ...]]
    def __eq__(self, value: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __repr__(self, /) -> str: ...
    @property
    def condition(self, /) -> Condition:
        """
        Whether it is there now.
        """
    @property
    def track(self, /) -> UUID:
        """
        Which track.
        """

@final
class Totals:
    """
    The totals of the three kinds on a track (SPL-4).
    """
    __match_args__: Final[tuple[str, ...]]
    def __eq__(self, value: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __repr__(self, /) -> str: ...
    @property
    def master(self, /) -> KindTotal:
        """
        Of the recording.
        """
    @property
    def publishing(self, /) -> KindTotal:
        """
        Of the composition.
        """
    @property
    def writer(self, /) -> KindTotal:
        """
        Of the songwriting.
        """

@final
class Track:
    """
    A track as an actor sees it.
    """
    __match_args__: Final[tuple[str, ...]]
    def __eq__(self, value: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __repr__(self, /) -> str: ...
    @property
    def archived(self, /) -> bool:
        """
        Whether it is put aside.
        """
    @property
    def bpm(self, /) -> Decimal | None:
        """
        Beats per minute.
        """
    @property
    def condition(self, /) -> Condition:
        """
        Whether the operator took it down.
        """
    @property
    def created_at(self, /) -> datetime:
        """
        When.
        """
    @property
    def created_by(self, /) -> UUID:
        """
        Who created it.
        """
    @property
    def group(self, /) -> UUID | None:
        """
        The group it lies in.
        """
    @property
    def id(self, /) -> UUID:
        """
        The id.
        """
    @property
    def key(self, /) -> str | None:
        """
        The musical key.
        """
    @property
    def level(self, /) -> Level:
        """
        What the actor may do.
        """
    @property
    def offer(self, /) -> Offer | None:
        """
        An open offer of ownership.
        """
    @property
    def owner(self, /) -> UUID:
        """
        Who owns it.
        """
    @property
    def stage(self, /) -> Stage | str:
        """
        Where it stands.
        """
    @property
    def tags(self, /) -> tuple[str, ...]:
        """
        Tags, in the order given.
        """
    @property
    def title(self, /) -> str:
        """
        The title.
        """
    @property
    def version(self, /) -> int:
        """
        How often its details have changed.
        """
    @property
    def via(self, /) -> Scope:
        """
        The scope that decided so.
        """

@final
class TrackDeleted:
    """
    What a deletion did.
    """
    __match_args__: Final[tuple[str, ...]]
    def __eq__(self, value: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __repr__(self, /) -> str: ...
    @property
    def told(self, /) -> tuple[UUID, ...]:
        """
        Who is told: whoever loses it.
        """
    @property
    def track(self, /) -> UUID:
        """
        Which track.
        """

@final
class TrackFiles:
    """
    The files of a track as they are now.
    """
    __match_args__: Final[tuple[str, ...]]
    def __eq__(self, value: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __repr__(self, /) -> str: ...
    @property
    def files(self, /) -> tuple[File, ...]:
        """
        The files, by kind and name.
        """
    @property
    def preview(self, /) -> str | None:
        """
        The id of the file that is played before anything is chosen (LNK-6).
        """
    @property
    def track(self, /) -> UUID:
        """
        Which track.
        """
    @property
    def transfer_pending(self, /) -> bool:
        """
        Whether the files still lie with a former owner (FIL-5).
        """

@final
class TrackMoved:
    """
    What moving a track did (GRP-5).
    """
    __match_args__: Final[tuple[str, ...]]
    def __eq__(self, value: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __repr__(self, /) -> str: ...
    @property
    def gained(self, /) -> tuple[Shift, ...]:
        """
        Who may do more than before.
        """
    @property
    def lost(self, /) -> tuple[Shift, ...]:
        """
        Who may do less than before, or nothing any more.
        """
    @property
    def told(self, /) -> tuple[UUID, ...]:
        """
        Who is told: whoever loses it.
        """
    @property
    def track(self, /) -> Track | None:
        """
        The track now, unless the actor cannot view it any more.
        """

@final
class TrackOverview:
    """
    A track with all that its first screen shows (VIEW-1).
    """
    __match_args__: Final[tuple[str, ...]]
    def __eq__(self, value: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __repr__(self, /) -> str: ...
    @property
    def activity(self, /) -> tuple[ActivityEntry, ...]:
        """
        What happened last, newest first.
        """
    @property
    def collaborators(self, /) -> Panel:
        """
        Everybody with a part in it, with totals and what remains.
        """
    @property
    def group_name(self, /) -> str | None:
        """
        What the group it lies in is called; none where the actor cannot view it (EXP-5).
        """
    @property
    def latest_version(self, /) -> Version | None:
        """
        The newest bounce, of which was said that it is there: known without asking the file store (FIL-5).
        """
    @property
    def links(self, /) -> int | None:
        """
        How many links and playlists show it, now or when their time has come; none unless the actor owns it (EXP-5).
        """
    @property
    def owner_name(self, /) -> str | None:
        """
        What its owner is called.
        """
    @property
    def track(self, /) -> Track:
        """
        Its details.
        """

@final
class TrackUpdated:
    """
    What an update of a track did.
    """
    __match_args__: Final[tuple[str, ...]]
    def __eq__(self, value: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __repr__(self, /) -> str: ...
    @property
    def told(self, /) -> tuple[UUID, ...]:
        """
        Who is told.
        """
    @property
    def track(self, /) -> Track:
        """
        The track now.
        """
    @property
    def warnings(self, /) -> tuple[SplitWarning, ...]:
        """
        What the actor should know: splits that are incomplete though it was published (SPL-5).
        """

@final
class TrackVisits:
    """
    What visitors did with one track of a link.
    """
    __match_args__: Final[tuple[str, ...]]
    def __eq__(self, value: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __repr__(self, /) -> str: ...
    @property
    def counts(self, /) -> VisitCounts:
        """
        How often.
        """
    @property
    def track(self, /) -> UUID:
        """
        The track.
        """

@final
class Version:
    """
    The latest version of a track (FIL-5).
    """
    __match_args__: Final[tuple[str, ...]]
    def __eq__(self, value: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __repr__(self, /) -> str: ...
    @property
    def at(self, /) -> datetime:
        """
        When its content last changed.
        """
    @property
    def by(self, /) -> UUID | None:
        """
        Who uploaded it, where that was done through the library.
        """
    @property
    def by_name(self, /) -> str | None:
        """
        What they are called.
        """
    @property
    def file(self, /) -> str:
        """
        The file.
        """
    @property
    def name(self, /) -> str:
        """
        Its name.
        """
    @property
    def size(self, /) -> int:
        """
        How many bytes.
        """

@final
class VisitCounts:
    """
    How often something was opened, played and downloaded by others than bots.
    """
    __match_args__: Final[tuple[str, ...]]
    def __eq__(self, value: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __repr__(self, /) -> str: ...
    @property
    def downloads(self, /) -> int:
        """
        Downloads.
        """
    @property
    def opens(self, /) -> int:
        """
        Openings.
        """
    @property
    def plays(self, /) -> int:
        """
        Plays.
        """

@final
class VisitEntry:
    """
    A visit to a link, as its owner sees it.
    """
    __match_args__: Final[tuple[str, ...]]
    def __eq__(self, value: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __repr__(self, /) -> str: ...
    @property
    def id(self, /) -> UUID:
        """
        The id.
        """
    @property
    def visit(self, /) -> Visited:
        """
        What happened.
        """

@final
class Visited:
    """
    What happened at a link.
    """
    __match_args__: Final[tuple[str, ...]]
    def __eq__(self, value: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __repr__(self, /) -> str: ...
    @property
    def at(self, /) -> datetime:
        """
        When.
        """
    @property
    def file(self, /) -> str | None:
        """
        With which file, by its id.
        """
    @property
    def file_name(self, /) -> str | None:
        """
        What that was called then.
        """
    @property
    def is_bot(self, /) -> bool:
        """
        Whether it was a bot.
        """
    @property
    def kind(self, /) -> FileKind | None:
        """
        The file's kind.
        """
    @property
    def label(self, /) -> str | None:
        """
        Who the host said it was.
        """
    @property
    def review(self, /) -> Review | None:
        """
        What the visitor thinks of it, where it was a review.
        """
    @property
    def track(self, /) -> UUID | None:
        """
        With which track.
        """
    @property
    def visitor(self, /) -> str | None:
        """
        What stands for the visitor on that day, where the host could tell them apart.
        """
    @property
    def what(self, /) -> VisitKind:
        """
        What.
        """

@final
class Visitor:
    """
    The face of somebody who has only a secret address; this thread waits for its calls.
    """
    def download(self, /, secret: Secret | str, *, track: UUID | Track, file: str | File | OpenedFile, password: str | None = None, visitor: str | None = None, label: str | None = None, user_agent: str | None = None, bot: bool = False) -> GivenFile:
        """
        A ticket for downloading a file of a link; it counts when the ticket is first redeemed (LNK-4, LNK-5, LNK-6, LNK-8).

        What is known of the visit is as for `open`. Raises as it does, `not_found` for a file that is not there for visitors, and
        `download_not_allowed` for one of a kind that the link does not allow.

        >>> mix = me.upload_file(track, kind=FileKind.BOUNCE, name="mix.wav", content=b"RIFF")
        >>> made = me.create_share_link(track, downloads=[FileKind.BOUNCE])
        >>> workspace.visitor().download(made.secret, track=track, file=mix.file).name
        'mix.wav'
        """
    def open(self, /, secret: Secret | str, *, password: str | None = None, visitor: str | None = None, label: str | None = None, user_agent: str | None = None, bot: bool = False) -> OpenedLink:
        """
        Opens a link: what it shows, with its files as they are now (LNK-4, LNK-5, LNK-6, LNK-7).

        `visitor` is what visitors are told apart by, such as a network address, of which only a hash is kept; `label` is who it is, for the owner
        to see; by `user_agent` bots are known, or by `bot`, and see no files.
        Raises `invalid_input`, `limit_exceeded`, `password_required`, `source_unavailable`, and `link_unavailable` whatever the reason.

        >>> made = me.create_share_link(track)
        >>> workspace.visitor().open(made.secret, visitor="203.0.113.9").name
        'Midnight Sessions'
        """
    def public_page(self, /, slug: str) -> PublicPage:
        """
        A public page by its address, as anybody may see it: shown tracks only (PUB-1). Raises `not_found`.

        >>> named = me.update_public_page(slug="olivia-park", name="Olivia Park")
        >>> published = me.publish_public_page()
        >>> workspace.visitor().public_page("olivia-park").name
        'Olivia Park'
        """
    def review(self, /, secret: Secret | str, *, name: str, verdict: Verdict, text: str | None = None, track: UUID | Track | None = None, position_ms: int | None = None, password: str | None = None, visitor: str | None = None, label: str | None = None, user_agent: str | None = None, bot: bool = False) -> Reviewed:
        """
        Says what a visitor thinks of what a link opens, where it asks for that: the owner sees it with the link's analytics (LNK-11).

        `track` says of which track of a playlist, `position_ms` at which time in it, in milliseconds; the rest is as for `open`.
        Raises as it does, `review_not_asked`, and `not_found` for a track that the link does not show.

        >>> made = me.create_share_link(track, asks_review=True)
        >>> visitor = workspace.visitor()
        >>> visitor.review(made.secret, name="Sarah", verdict=Verdict.CHANGES_WANTED, text="Vocals up, please").verdict
        Verdict.CHANGES_WANTED
        """
    def stream(self, /, secret: Secret | str, *, track: UUID | Track, file: str | File | OpenedFile, password: str | None = None, visitor: str | None = None, label: str | None = None, user_agent: str | None = None, bot: bool = False) -> GivenFile:
        """
        A ticket for hearing a file of a link; the play is counted here (LNK-4, LNK-6).

        What is known of the visit is as for `open`. Raises as it does, `not_found` for a file that is not there for visitors, and
        `download_not_allowed` for one that the link does not play.

        >>> mix = me.upload_file(track, kind=FileKind.BOUNCE, name="mix.wav", content=b"RIFF")
        >>> made = me.create_share_link(track)
        >>> given = workspace.visitor().stream(made.secret, track=track, file=mix.file)
        >>> workspace.redeem(given.ticket).read()
        b'RIFF'
        """
    def stream_preview(self, /, slug: str, *, track: UUID | Track, user_agent: str | None = None, bot: bool = False) -> GivenFile:
        """
        A ticket for hearing the preview of a track that a public page shows; nothing of it is counted or kept (PUB-3, LNK-6).

        Raises `not_found` whatever of it is not there, `download_not_allowed` to a bot, `source_unavailable`.

        >>> page = me.update_public_page(slug="olivia-park", name="Olivia Park")
        >>> shown = me.publish_public_page(), me.add_to_public_page(track), me.update_track(track, stage=Stage.PUBLISHED)
        >>> mix = me.upload_file(track, kind=FileKind.BOUNCE, name="mix.wav", content=b"RIFF")
        >>> given = workspace.visitor().stream_preview("olivia-park", track=track)
        >>> workspace.redeem(given.ticket).read()
        b'RIFF'
        """

@final
class Watch:
    """
    A watch: an iterator of what changes for a person, each of which this thread waits for.

    From `Actor.watch`. It never ends by itself: `close`, from any thread, ends it, and so does the end of its block as a context manager.
    An interrupt (Ctrl-C) ends the wait and loses nothing. A refusal, as of a closed workspace, is raised; iterating on asks again.
    """
    def __enter__(self, /) -> Watch: ...
    def __exit__(self, exception_type: Any, exception: Any, traceback: Any, /) -> None: ...
    def __iter__(self, /) -> Watch: ...
    def __next__(self, /) -> Delta: ...
    def close(self, /) -> None:
        """
        Ends the watch, and whoever waits for it.
        """
    @property
    def cursor(self, /) -> str | None:
        """
        The cursor up to which everything was told: with it, `watch` or `sync` goes on from here another time.
        """

@final
class WhoCan:
    """
    Somebody who may do something, and how (EXP-2).
    """
    __match_args__: Final[tuple[str, ...]]
    def __eq__(self, value: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __repr__(self, /) -> str: ...
    @property
    def level(self, /) -> Level:
        """
        What they may do.
        """
    @property
    def name(self, /) -> str | None:
        """
        What they are called.
        """
    @property
    def person(self, /) -> UUID:
        """
        Who.
        """
    @property
    def via(self, /) -> Scope:
        """
        The scope that gives it.
        """

@final
class Workspace:
    """
    One store with its rules, whose calls wait: open it once, share it between threads, and act through its faces.

    As a context manager it is closed at the end of the block.
    """
    def __enter__(self, /) -> Workspace: ...
    def __exit__(self, exception_type: Any, exception: Any, traceback: Any, /) -> None: ...
    def __repr__(self, /) -> str: ...
    def access_index(self, /) -> AccessIndex:
        """
        The access index, which the first call loads: who may do what, answered from memory.

        It is loaded once for a workspace and fed until that is closed; later calls give the same.
        Some 40 bytes and its words for a track, 30 for each standing and 50 for a person are kept in memory.

        >>> index = workspace.access_index()
        >>> index.can(alex, scope=track, action=Action.VIEW)
        True
        >>> ending = me.revoke(track, person=alex)
        >>> index.can(alex, scope=track, action=Action.VIEW)
        False
        """
    def account_connected(self, /, person: UUID | Person) -> AccountConnected:
        """
        Makes due now whatever waits for a person's account of the file store: the folders of their tracks, and those that they are to be on (FIL-2).

        Call it when somebody has connected an account, or mended one; the work itself is done by `run_effects`. Raises `not_found`.

        >>> workspace.account_connected(alex).scopes
        1
        """
    def acting_as(self, /, person: UUID | Person) -> Actor:
        """
        The face on which every call is a person's: the host authenticates people and says here who acts.
        """
    def backup(self, /, path: str | PathLike[str]) -> None:
        """
        Copies the store to a new file while it is in use (REL-4).

        Raises `storage` where the store has no file, `path` is there already, or the copy cannot be written.

        >>> from pathlib import Path
        >>> from tempfile import TemporaryDirectory
        >>> with TemporaryDirectory() as folder, Workspace.open(Path(folder) / "studio.db") as opened:
        ...     opened.backup(Path(folder) / "copy.db")
        ...     Workspace.restore(Path(folder) / "copy.db", to=Path(folder) / "restored.db")
        """
    def close(self, /) -> None:
        """
        Closes the workspace: every later call on it, from any face, is refused with `closed`.
        """
    @staticmethod
    def connect(url: str, *, clock: Clock = ..., files: LocalFolder | Dropbox | AsyncDropbox | FileStore | AsyncFileStore | OneAccount | None = None, strict_publishing: bool = False, invitation_days: int | None = None, ticket_for: timedelta | None = None, direct_addresses: bool = False) -> Workspace:
        """
        Connects to the workspace in the PostgreSQL database that a URL names, which many machines may share; the first to connect lays it out.

        The options are those of `open`, but for `exclusive`. Raises `schema_too_new`, and `storage` with its reason: `bad_address`, `unreachable`,
        `wrong_credentials`, `no_database`, `no_tls`, `read_only`, `damaged`, `failed`. None of them tells the password.
        """
    def erase_person(self, /, person: UUID | Person) -> Ending:
        """
        Erases a person: name and address are forgotten, their access ends everywhere, their credits stay (PER-2).

        Raises `not_found`, and `owner_fixed` while they own anything.
        """
    def export_to(self, /, path: str | PathLike[str]) -> None:
        """
        Writes the whole workspace, as of one instant and while it is in use, to a new file of JSON lines: for moving to another store.

        The file holds names, addresses, everybody's shares and the whole history: keep it as you keep the store.
        Raises `storage` where `path` is there already or cannot be written, or the store cannot be read.

        >>> from pathlib import Path
        >>> from tempfile import TemporaryDirectory
        >>> elsewhere = Workspace.in_memory()
        >>> with TemporaryDirectory() as folder:
        ...     workspace.export_to(Path(folder) / "studio.jsonl")
        ...     elsewhere.import_from(Path(folder) / "studio.jsonl")
        >>> elsewhere.acting_as(olivia).track(track) == track
        True
        """
    def follow_files(self, /, *, after: str | None = None, limit: int | None = None) -> FilesFollowed:
        """
        Makes what people did in the folders of tracks themselves part of their history (FIL-5, ACT-1, NTF-1).

        It asks the accounts in which folders of tracks lie, `limit` of them, 1 to 200, 50 unless said otherwise; `after` is the `next` of an
        earlier call. Call it now and then, from as many processes as you like: nothing is told twice. A file store without cursors has all its
        tracks looked at each time. Raises `invalid_input`.

        >>> followed = workspace.follow_files()
        >>> while followed.next:
        ...     followed = workspace.follow_files(after=followed.next)
        """
    def follow_files_of(self, /, person: UUID | Person) -> FilesFollowed:
        """
        Does as `follow_files` in the account of one person alone: what a webhook of the file store is for (FIL-5).

        Raises `not_found` for somebody in whose account no folder of a track lies.

        >>> workspace.follow_files_of(jordan)
        Traceback (most recent call last):
            ...
        cowrite.errors.NotFoundError: ...
        """
    def import_from(self, /, path: str | PathLike[str]) -> None:
        """
        Fills this workspace, in which nothing has happened yet, with one that `export_to` wrote.

        Everybody keeps their ids, every act its time and author. Nothing is changed where it raises `schema_too_new`, or `storage` with its reason:
        `not_empty` where something has happened here, `damaged` with the line where the file is not as it was written.
        """
    @staticmethod
    def in_memory(*, clock: Clock = ..., files: LocalFolder | Dropbox | AsyncDropbox | FileStore | AsyncFileStore | OneAccount | None = None, strict_publishing: bool = False, invitation_days: int | None = None, ticket_for: timedelta | None = None, direct_addresses: bool = False) -> Workspace:
        """
        Opens a workspace that lives as long as the value does: for tests and for trying out. The options are those of `open`, but for `exclusive`.
        """
    def maintain(self, /) -> Maintained:
        """
        Takes away what is over and only takes room: outcomes of calls with a key after 7 days, counts that nothing rests on (REL-1).

        Call it once a day; nothing else sweeps, and nobody's answer changes by it.

        >>> workspace.maintain().outcomes
        0
        """
    @staticmethod
    def open(path: str | PathLike[str], *, clock: Clock = ..., files: LocalFolder | Dropbox | AsyncDropbox | FileStore | AsyncFileStore | OneAccount | None = None, strict_publishing: bool = False, invitation_days: int | None = None, ticket_for: timedelta | None = None, direct_addresses: bool = False, exclusive: bool = False) -> Workspace:
        """
        Opens a workspace in one SQLite file, which is made where there is none.

        `clock` gives the time instead of the machine. `files` says where the files of tracks are kept: in a `LocalFolder`, in
        `Dropbox`, or by a `FileStore` of the host's, in an account of each holder's or in `OneAccount`; without it there are none (FIL-1).
        `strict_publishing` refuses to publish a track whose splits are incomplete (SPL-5); `invitation_days` says how long
        invitations and offers wait for an answer, 30 unless said otherwise (INV-2); `ticket_for` how long tickets for files can be
        redeemed, 5 minutes unless said otherwise; with `direct_addresses` they are redeemed to the file store's own temporary
        addresses where nothing speaks against it, which go on working after a revoke until the store ends them (LNK-5).
        `exclusive` keeps the file for this process alone: reads then wait behind writes, and `can` asks the access index once it is loaded.
        Raises `schema_too_new` for a file of a newer version, `storage` for one that cannot be opened, is damaged, is something else, or is
        another process's alone.
        """
    def operator(self, /, reason: str) -> Operator:
        """
        The face of the host as operator, for a reason that stands in the activity (OPS-1).
        """
    def person(self, /, person: UUID | Person) -> Person:
        """
        Who a person is. Raises `not_found`.
        """
    def person_by_external_id(self, /, external_id: str) -> Person:
        """
        Who has that external id: the host's own name for a person. Raises `not_found`.
        """
    def receive_file(self, /, import_: UUID | Import, *, number: int, content: Content) -> Import:
        """
        Takes in the bytes of a file that an outsider sends, by its place in the import, counted from 0, while that waits (IMP-1).

        They go into the recipient's file store, outside any track; sent again they take the place of what came before. `content` is as for
        `Actor.upload_file`. Raises `not_found`, `source_unavailable`, and `invalid_input` where it is not as long as was said.

        >>> sent = workspace.receive_import(olivia, name="Sam Lee", email="sam@example.com", files=[NewFile("strings.wav", size=5)])
        >>> workspace.receive_file(sent.id, number=0, content=b"bytes").files[0].arrived
        True
        """
    def receive_import(self, /, to: UUID | Person, *, name: str, email: str, files: Sequence[NewFile], note: str | None = None, track_name: str | None = None) -> Import:
        """
        Takes in up to 500 files that an outsider sends to a person, by a name and an address that nobody has checked (IMP-1, IMP-2).

        Raises `invalid_input`, `limit_exceeded`, and `not_found` for a recipient who is not registered.

        >>> files = [NewFile("strings.wav", size=48_000_000)]
        >>> sent = workspace.receive_import(olivia, name="Sam Lee", email="sam@example.com", files=files)
        >>> sent.from_name, sent.state
        ('Sam Lee', ImportStatus.PENDING)
        """
    def redeem(self, /, ticket: Secret | str, *, range: tuple[int, int | None] | slice | None = None) -> Redeemed:
        """
        Redeems a ticket for the bytes of its file, asking link or access again (LNK-5, LNK-8, PUB-3, FIL-4).

        One would call it where the host answers `GET /files/{ticket}`, as often as a player asks for ranges. `range` is the first byte and the
        last, counted from 0 and both among them as in HTTP, with `None` for the end; or a slice such as `slice(0, 100)` or `slice(-100, None)`.
        Raises `not_found`, `link_unavailable`, `password_required`, `download_not_allowed`, `source_unavailable`, and `invalid_input` where the
        file has no byte of the range.

        >>> mix = me.upload_file(track, kind=FileKind.BOUNCE, name="mix.wav", content=b"0123456789")
        >>> ticket = me.stream_file(track, file=mix.file).ticket
        >>> with workspace.redeem(ticket, range=(2, 5)) as part:
        ...     part.media_type, part.size, part.range, part.read()
        ('audio/wav', 10, range(2, 6), b'2345')
        """
    def register(self, /, external_id: str, *, name: str, email: str | None = None) -> Person:
        """
        Registers a person, or gives back who has that external id; somebody invited by that address before becomes them (PER-1).

        Raises `invalid_input`, `limit_exceeded`, `email_taken`.
        """
    @staticmethod
    def restore(backup: str | PathLike[str], *, to: str | PathLike[str]) -> None:
        """
        Makes a workspace file at `to`, where there is none yet, of a backup (REL-4).

        Raises `schema_too_new`, and `storage` where the backup is damaged or is something else, or where there is a file at `to` already.
        """
    def revision(self, /) -> int:
        """
        The number of the last commit: 0 for an empty workspace.
        """
    def run_effects(self, /, limit: int) -> EffectsRun:
        """
        Does outside what decisions have made necessary, at most `limit` of it, up to 1000 (FIL-1, FIL-3, OWN-4).

        It moves folders of tracks after renames, moves and handovers, and puts what was sent into the track that it was accepted into.
        Call it now and then, and after commits, from as many processes as you like. What fails is tried again after growing pauses.
        Raises `invalid_input`.

        >>> track = me.update_track(track, title="Midnight").track
        >>> while workspace.run_effects(100).done:
        ...     pass
        >>> workspace.run_effects(100).left
        0
        """
    def update_person(self, /, person: UUID | Person, *, name: str | None = None, email: str | None | Keep = ...) -> Person:
        """
        Changes a person's name or address; `None` takes the address away, what is left out stays (PER-1).

        Raises `invalid_input`, `limit_exceeded`, `not_found`, `email_taken`.
        """
    def verify(self, /) -> tuple[Fault, ...]:
        """
        Checks the whole store against the rules, and returns what is wrong: nothing, in a sound one (REL-4).

        It reads everything at once. Raises `storage` naming table and row where the store itself is damaged.

        >>> workspace.verify()
        ()
        """
    def visitor(self, /) -> Visitor:
        """
        The face of somebody who has only a secret address: no account, no name (LNK).
        """
    def wait_for_files(self, /, timeout_ms: int, *, person: UUID | Person | None = None) -> FilesWaited:
        """
        Waits until there is news to follow, in the account of a person or in any, for `timeout_ms` milliseconds at most, up to 480000 (FIL-5).

        With a file store that cannot wait the time passes, and there is said to be news. Raises `invalid_input`, `not_found`,
        `limit_exceeded` for all of more than 100 accounts, `source_unavailable`.

        >>> workspace.wait_for_files(1).has_news
        False
        """

def sharing_method_for(situation: Situation) -> SharingMethod:
    """
    The way of sharing that suits a situation best (LNK-10). Raises `invalid_input` for a word that is no `Situation`.

    >>> sharing_method_for(Situation.ROUGH_MIX)
    SharingMethod.SHARE_LINK
    """
