"""Who owns a track, who may do what to it, and who holds which share of it: answered exactly, for apps in which musicians work together.

>>> workspace = Workspace.in_memory()  # or Workspace.open("studio.db")
>>> olivia = workspace.register("olivia-1", name="Olivia Park")
>>> me = workspace.acting_as(olivia)  # every call below is Olivia's
>>> track = me.create_track("Midnight Sessions")
>>> me.can(track, action=Action.DELETE)
True

``Workspace`` waits for each call with the GIL released, ``AsyncWorkspace`` has the same calls for asyncio.
"""

from . import _native, enums, errors, ports
from ._native import *
from .enums import *
from .errors import *
from .ports import *

__all__ = [*_native.__all__, *enums.__all__, *errors.__all__, *ports.__all__]
