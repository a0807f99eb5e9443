"""Who owns a track, who may do what to it, and who holds which share of it: answered exactly, for apps in which musicians work together.

>>> workspace = Workspace.in_memory()  # or Workspace.open("studio.db")
>>> olivia = workspace.register("olivia-1", name="Olivia Park")
>>> me = workspace.acting_as(olivia)  # every call below is Olivia's
>>> track = me.create_track("Midnight Sessions")
>>> me.can(track, action=Action.DELETE)
True

``Workspace`` waits for each call with the GIL released, ``AsyncWorkspace`` has the same calls for asyncio.
"""

from ._native import *
from .enums import *
from .errors import *
from .ports import *

__all__ = [
    "Access",
    "AccessChange",
    "Action",
    "Actor",
    "Applied",
    "AsyncActor",
    "AsyncBatch",
    "AsyncOperator",
    "AsyncVisitor",
    "AsyncWorkspace",
    "Batch",
    "Because",
    "BrokenError",
    "ChangedShares",
    "Clock",
    "Condition",
    "ConflictError",
    "CowriteError",
    "DeniedError",
    "Ending",
    "ExpiredError",
    "FileKind",
    "Freed",
    "Group",
    "GroupDeleted",
    "GroupMoved",
    "Handover",
    "ImportStatus",
    "InboxEntry",
    "InvalidError",
    "Invitation",
    "InvitationStatus",
    "Invitee",
    "Joined",
    "KEEP",
    "Keep",
    "Kind",
    "KindTotal",
    "Level",
    "LibrarySort",
    "NotFoundError",
    "Offer",
    "OfferMade",
    "Operator",
    "PageLink",
    "Panel",
    "PanelRow",
    "Person",
    "PersonState",
    "Proposal",
    "ProposedShares",
    "PublicPage",
    "PublicSection",
    "PublicTrack",
    "RefusedError",
    "Relation",
    "Remaining",
    "Scope",
    "ShareEdits",
    "ShareRow",
    "Shares",
    "SharesChange",
    "SharingMethod",
    "Shift",
    "Shortfall",
    "Situation",
    "SplitStatus",
    "SplitWarning",
    "Stage",
    "Totals",
    "Track",
    "TrackDeleted",
    "TrackMoved",
    "TrackUpdated",
    "UnavailableError",
    "Verdict",
    "Visitor",
    "Workspace",
]
