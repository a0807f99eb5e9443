"""Words: what is in the way of a track's shared folder."""

from __future__ import annotations

from ._words import _Word

__all__ = ["FolderTrouble", "MemberTrouble"]


class FolderTrouble(_Word):
    """Why a track's folder is not where and with whom it should be, for its owner to mend."""

    DISCONNECTED = "disconnected"
    """The account that holds it is not connected."""
    MISSING_SCOPE = "missing_scope"
    """The account's connection lacks a right."""
    WRONG_APP_TYPE = "wrong_app_type"
    """The host's app is registered with the store in a way that cannot share folders."""
    NOT_VERIFIED = "not_verified"
    """The account's address is not verified."""
    NESTING = "nesting"
    """It cannot be shared where it lies: in a shared folder, around one, or in one of a team's or an app's."""
    FOLDER_GONE = "folder_gone"
    """It was deleted in the store; retrying makes and shares it anew, without what was in it."""
    REPLACED = "replaced"
    """It is gone, and something that is not known as the track's lies where it was; retrying shares that."""
    ANOTHER_ACCOUNT = "another_account"
    """Its owner has connected another account than the one that has it: that one is to be connected again."""
    NAME_REFUSED = "name_refused"
    """The store refuses its name, or something else has it."""
    QUOTA_SHORT = "quota_short"
    """The account has no room."""
    NOT_PERMITTED = "not_permitted"
    """The account may not do it: somebody has changed in the store whose folder it is."""
    RESIDUAL_ACCESS = "residual_access"
    """Somebody who is nobody's collaborator reaches it through a folder above, or as one of a group that its owner has put on it."""
    NEW_OWNER_AWAY = "new_owner_away"
    """The new owner does not have the folder among their own yet, so it cannot be handed over (OWN-4)."""
    UNREACHABLE = "unreachable"
    """It has failed again and again for reasons that may pass."""


class MemberTrouble(_Word):
    """Why a person is not on a track's folder as their access says, in which case they read through the library."""

    NOT_CONNECTED = "not_connected"
    """They have no account of the store connected, and no address at which the store could invite them."""
    PENDING = "pending"
    """They are invited by the store and have not accepted there; connecting their account does it for them."""
    PLAN_INSUFFICIENT = "plan_insufficient"
    """The plan of the folder's holder has no viewers, and a viewer is never made an editor."""
    QUOTA_SHORT = "quota_short"
    """Their account has no room for the folder."""
    NESTING = "nesting"
    """Their account has a folder in the way of it."""
    RESIDUAL_ACCESS = "residual_access"
    """They still reach it through a folder above, which the store alone can end."""
    NOT_VERIFIED = "not_verified"
    """Their account's address is not verified."""
    TOO_MANY_MEMBERS = "too_many_members"
    """The folder has as many members as the store allows."""
    INVITE_LIMIT = "invite_limit"
    """The holder has sent as many invitations as the store allows for now."""
    OUTSIDE_TEAM = "outside_team"
    """The holder's team shares with nobody outside it."""
    REFUSED = "refused"
    """The store refuses them for a reason of its own."""
