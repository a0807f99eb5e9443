"""The roster: every line that ``examples/data/README.md`` says is refused, with its code, and no other."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from album_roster import main
from cowrite import Workspace

DATA = Path(__file__).parents[1] / "data"
SHEET = str(DATA / "midnight-sessions.csv")


def test_the_album(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    main([SHEET, str(tmp_path / "studio.db")])
    shown = capsys.readouterr().out
    documented = re.findall(r"^\| (\d+) \| `(\w+)` \|", (DATA / "README.md").read_text(), re.MULTILINE)
    assert len(documented) > 10
    assert re.findall(r"^line (\d+) refused: (\w+): ", shown, re.MULTILINE) == documented
    assert "17 people, 4 groups, 13 tracks" in shown
    short = [line for line in shown.split("\n") if " is short of " in line]
    assert "Midnight Sessions/Side A/Paper Lanterns: master is short of 50.00 %; no share yet: Olivia Park" in short
    assert {line.partition(":")[0] for line in short} == {"Midnight Sessions/Side A/Paper Lanterns", "Sketch for Mina"}
    with Workspace.open(tmp_path / "studio.db") as workspace:
        assert workspace.revision() > 0


def test_a_database_with_data_is_left_alone(tmp_path: Path) -> None:
    database = tmp_path / "studio.db"
    with Workspace.open(database) as workspace:
        workspace.register("olivia-1", name="Olivia Park")
        before = workspace.revision()
    with pytest.raises(SystemExit, match="holds data already"):
        main([SHEET, str(database)])
    with Workspace.open(database) as workspace:
        assert workspace.revision() == before


def test_another_sheet_is_refused(tmp_path: Path) -> None:
    sheet = tmp_path / "other.csv"
    sheet.write_text("artist,song\nOlivia,Static\n")
    with pytest.raises(SystemExit, match="no column access"):
        main([str(sheet)])
