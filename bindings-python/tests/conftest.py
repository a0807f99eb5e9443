"""A studio: Olivia owns a track on which Alex is an editor; Jordan is known, and on nothing.

Examples in the package's documentation have it under the names ``workspace``, ``olivia``, ``alex``, ``jordan``, ``track`` and ``me``, which is
Olivia's face, anew for each docstring.
"""

from __future__ import annotations

import os
from collections.abc import Generator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

import cowrite


@dataclass
class Studio:
    workspace: cowrite.Workspace
    olivia: cowrite.Person
    alex: cowrite.Person
    jordan: cowrite.Person
    me: cowrite.Actor
    track: cowrite.Track


def open_studio(workspace: cowrite.Workspace) -> Studio:
    olivia = workspace.register("olivia-1", name="Olivia Park", email="olivia@example.com")
    alex = workspace.register("alex-1", name="Alex Reyes", email="alex@example.com")
    jordan = workspace.register("jordan-1", name="Jordan Lee", email="jordan@example.com")
    me = workspace.acting_as(olivia)
    track = me.create_track("Midnight Sessions")
    invitation = me.invite(track, to=alex, access=cowrite.Access.EDITOR)
    workspace.acting_as(alex).accept_invitation(invitation)
    return Studio(workspace, olivia, alex, jordan, me, track)


@pytest.fixture
def studio(tmp_path: Path) -> Studio:
    return open_studio(cowrite.Workspace.open(tmp_path / "studio.db"))


class Examples:
    """The studio for examples, wherever the package is installed: a conftest's own fixtures stay in its folder."""

    @pytest.fixture(autouse=True)
    def example(self, request: pytest.FixtureRequest, doctest_namespace: dict[str, Any], tmp_path: Path) -> None:
        # The README says everything that it uses.
        if isinstance(request.node, pytest.DoctestItem) and request.path.suffix == ".py":
            doctest_namespace.update(vars(open_studio(cowrite.Workspace.in_memory(files=cowrite.LocalFolder(tmp_path)))))
        else:
            doctest_namespace.clear()


def pytest_configure(config: pytest.Config) -> None:
    config.pluginmanager.register(Examples(), "cowrite-examples")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Nothing is skipped in silence: continuous integration fails where something is, but for what the binding has not got yet."""
    report = yield
    if report.skipped and os.environ.get("CI") and "missing.txt" not in str(report.longrepr):
        report.outcome, report.longrepr = "failed", f"skipped, though CI is set: {report.longrepr}"
    return report
