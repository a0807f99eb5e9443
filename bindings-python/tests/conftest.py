"""A studio: Olivia owns a track on which Alex is an editor."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest

import cowrite


@dataclass
class Studio:
    workspace: cowrite.Workspace
    olivia: cowrite.Person
    alex: cowrite.Person
    me: cowrite.Actor
    track: cowrite.Track


@pytest.fixture
def studio(tmp_path: Path) -> Studio:
    workspace = cowrite.Workspace.open(tmp_path / "studio.db")
    olivia = workspace.register("olivia-1", name="Olivia Park")
    alex = workspace.register("alex-1", name="Alex Reyes", email="alex@example.com")
    me = workspace.acting_as(olivia)
    track = me.create_track("Midnight Sessions")
    invitation = me.invite(track, to=alex, access=cowrite.Access.EDITOR)
    workspace.acting_as(alex).accept_invitation(invitation)
    return Studio(workspace, olivia, alex, me, track)
