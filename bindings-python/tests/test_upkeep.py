"""Copies, exports, checks and sweeping, from Python."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from conftest import Studio
from player import SettableClock

import cowrite
from cowrite import AsyncWorkspace, Workspace


def test_a_backup_is_restored(studio: Studio, tmp_path: Path) -> None:
    studio.workspace.backup(tmp_path / "copy.db")
    studio.me.delete_track(studio.track)
    Workspace.restore(tmp_path / "copy.db", to=tmp_path / "restored.db")
    with Workspace.open(tmp_path / "restored.db") as restored:
        assert restored.acting_as(studio.olivia).track(studio.track) == studio.track and restored.verify() == ()
    for refused in [
        lambda: studio.workspace.backup(str(tmp_path / "copy.db")),
        lambda: Workspace.restore(tmp_path / "copy.db", to=tmp_path / "restored.db"),
        lambda: Workspace.restore(tmp_path / "nowhere.db", to=tmp_path / "other.db"),
        lambda: Workspace.in_memory().backup(tmp_path / "other.db"),
        lambda: studio.workspace.backup("\0"),
    ]:
        with pytest.raises(cowrite.CowriteError) as told:
            refused()
        assert told.value.code == "storage"
    assert not (tmp_path / "other.db").exists()
    for field, wrong in {
        "path": lambda: studio.workspace.backup("\ud800"),
        "to": lambda: Workspace.restore(tmp_path / "copy.db", to="\ud800"),
    }.items():
        with pytest.raises(cowrite.InvalidError) as told:
            wrong()
        assert told.value.details["field"] == field
    with pytest.raises(TypeError):
        studio.workspace.backup(1)  # type: ignore[arg-type]


async def test_an_export_fills_another_workspace(studio: Studio, tmp_path: Path) -> None:
    studio.workspace.export_to(tmp_path / "studio.jsonl")
    async with await AsyncWorkspace.open(tmp_path / "awaited.db") as workspace:
        await workspace.import_from(tmp_path / "studio.jsonl")
        assert await workspace.acting_as(studio.alex).track(studio.track) == studio.workspace.acting_as(studio.alex).track(studio.track)
        assert await workspace.verify() == ()
        with pytest.raises(cowrite.CowriteError) as refused:
            await workspace.import_from(tmp_path / "studio.jsonl")
        assert (refused.value.code, refused.value.details["reason"]) == ("storage", "not_empty")
        await workspace.backup(tmp_path / "awaited-copy.db")
        await AsyncWorkspace.restore(tmp_path / "awaited-copy.db", to=tmp_path / "awaited-restored.db")
        await workspace.export_to(tmp_path / "again.jsonl")
    assert (tmp_path / "again.jsonl").read_bytes().splitlines()[0] == (tmp_path / "studio.jsonl").read_bytes().splitlines()[0]
    text = (tmp_path / "studio.jsonl").read_text()
    (tmp_path / "spoiled.jsonl").write_text(text.replace("Midnight", "Midday!!"))
    other = Workspace.in_memory()
    with pytest.raises(cowrite.CowriteError) as refused:
        other.import_from(tmp_path / "spoiled.jsonl")
    assert refused.value.details["reason"] == "damaged" and other.revision() == 0


def test_what_is_over_is_swept_out() -> None:
    clock = SettableClock(datetime(2026, 1, 1, tzinfo=UTC))
    workspace = Workspace.in_memory(clock=clock)
    me = workspace.acting_as(workspace.register("olivia", name="Olivia"))
    me.with_key("request-17").create_track("Midnight Sessions")
    assert workspace.maintain().outcomes == 0
    clock.at += timedelta(days=8)
    swept = workspace.maintain()
    assert (swept.outcomes, swept.tickets, swept.throttles) == (1, 0, 0)
