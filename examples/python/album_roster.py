"""An album's roster, from a spreadsheet into a workspace; then: which track is short of 100 %, and who on it has no share yet.

    python album_roster.py ../data/midnight-sessions.csv studio.db

What the columns mean, and what is refused, is in ``examples/data/README.md``. A refused line is reported, and the rest go on.
"""

from __future__ import annotations

import argparse
import csv
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, TextIO

import cowrite
from cowrite import Access, Actor, Group, Kind, Person, ShareEdits, ShareRow, SplitStatus, Track, Workspace

COLUMNS: Final = ("group", "track", "person", "email", "role", "access", "master", "publishing", "writer")


class RefusedLine(Exception):
    """Why the roster itself refuses a line, under the code that the library would use."""

    def __init__(self, code: str, reason: str) -> None:
        super().__init__(reason)
        self.code = code


@dataclass
class Row:
    """A line of the sheet: cells without the blanks around them."""

    line: int
    cells: dict[str, str]

    def __getitem__(self, column: str) -> str:
        return self.cells[column]

    def is_whole(self) -> bool:
        return set(COLUMNS) <= self.cells.keys()

    def shares(self) -> ShareEdits:
        """The shares that the line records; an empty cell records nothing."""
        return ShareEdits(**{kind: self[kind] for kind in Kind if self[kind]})


def read(sheet: TextIO) -> Iterator[Row]:
    """Reads the sheet row by row; empty ones are passed over."""
    rows = csv.reader(sheet)
    heading = next(rows, [])
    if missing := set(COLUMNS) - set(heading):
        raise SystemExit(f"the sheet has no column {', '.join(sorted(missing))}")
    begun = rows.line_num + 1
    for row in rows:
        cells = {column: cell.strip() for column, cell in zip(heading, row, strict=False)}
        if any(cells.values()):
            yield Row(begun, cells)
        begun = rows.line_num + 1


@dataclass
class Roster:
    """What the sheet has made so far: people by name, groups by path, tracks by path and title, each with the face of its owner."""

    workspace: Workspace
    people: dict[str, Person] = field(default_factory=dict)
    groups: dict[str, tuple[Group, Actor]] = field(default_factory=dict)
    tracks: dict[tuple[str, str], tuple[Track, Actor]] = field(default_factory=dict)

    def take(self, row: Row) -> None:
        """Does what a line says, or raises why not."""
        if not row.is_whole():
            raise RefusedLine("invalid_input", "columns are missing")
        person = self.person(row)
        if row["track"]:
            self.on_track(row, person)
        elif row["group"]:
            self.on_group(row, person)

    def person(self, row: Row) -> Person:
        name = row["person"]
        if name not in self.people:
            if not row["email"]:
                raise RefusedLine("not_found", f"nobody has given an email for {name}")
            self.people[name] = self.workspace.register(f"roster:{name}", name=name, email=row["email"])
        return self.people[name]

    def group(self, path: str) -> tuple[Group, Actor]:
        if path not in self.groups:
            raise RefusedLine("not_found", f"no line so far has made {path}")
        return self.groups[path]

    def on_group(self, row: Row, person: Person) -> None:
        path = row["group"]
        if row["access"] == "owner":
            if path in self.groups:
                raise RefusedLine("owner_fixed", f"{path} has an owner already")
            outer, _, name = path.rpartition("/")
            parent = self.group(outer)[0] if outer else None
            me = self.workspace.acting_as(person)
            self.groups[path] = me.create_group(name, parent=parent), me
        else:
            group, owner = self.group(path)
            invitation = owner.invite(group, to=person, access=access(row))
            self.workspace.acting_as(person).accept_invitation(invitation)

    def on_track(self, row: Row, person: Person) -> None:
        place = row["group"], row["track"]
        shares = row.shares()
        if row["access"] == "owner":
            if place in self.tracks:
                raise RefusedLine("owner_fixed", f"{row['track']} has an owner already")
            group = self.group(row["group"])[0] if row["group"] else None
            # A batch, so that a line whose shares are wrong leaves no track behind.
            with self.workspace.acting_as(person).batch() as batch:
                track = batch.actor.create_track(row["track"], group=group)
                batch.actor.set_shares(track, rows=[share_row(person, shares)])
            self.tracks[place] = track, self.workspace.acting_as(person)
            return
        if place not in self.tracks:
            raise RefusedLine("not_found", f"no line so far has made {row['track']} in {row['group'] or 'no group'}")
        track, owner = self.tracks[place]
        if row["access"]:
            invitation = owner.invite(track, to=person, access=access(row), role=row["role"] or None, shares=shares)
            self.workspace.acting_as(person).accept_invitation(invitation)
        else:
            owner.set_shares(track, rows=[share_row(person, shares)])


def access(row: Row) -> Access:
    if row["access"] not in list(Access):
        raise RefusedLine("invalid_input", f"no such access: {row['access']!r}")
    return Access(row["access"])


def share_row(person: Person, shares: ShareEdits) -> ShareRow:
    return ShareRow(person, master=shares.master, publishing=shares.publishing, writer=shares.writer)


def short(track: Track, owner: Actor) -> Iterator[str]:
    """Says of each kind of share what is missing to 100 %, and who on the track has none of it."""
    panel = owner.collaborators(track)
    if panel.totals is None:
        return
    for kind in Kind:
        total: cowrite.KindTotal = getattr(panel.totals, kind)
        if total.status is SplitStatus.INCOMPLETE:
            without = [row.name or "?" for row in panel.rows if row.credited and getattr(row.shares, kind) is None]
            waits = f"; no share yet: {', '.join(without)}" if without else ""
            yield f"{kind} is short of {total.remaining} %{waits}"
        elif total.status is SplitStatus.UNSET:
            yield f"{kind} is not recorded"


def main(arguments: list[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description="Loads a roster, and prints which tracks are short of 100 %.")
    parser.add_argument("sheet", type=Path)
    parser.add_argument("database", type=Path, nargs="?", help="a new file; without one everything ends with the program")
    given = parser.parse_args(arguments)

    opened = Workspace.open(given.database) if given.database else Workspace.in_memory()
    with opened as workspace, given.sheet.open(encoding="utf-8-sig", newline="") as sheet:
        if workspace.revision():
            raise SystemExit(f"{given.database} holds data already; a load begins from nothing: name a new file")
        roster = Roster(workspace)
        for row in read(sheet):
            try:
                roster.take(row)
            except (RefusedLine, cowrite.CowriteError) as refused:
                if not isinstance(refused, RefusedLine) and refused.kind in {"broken", "unavailable"}:
                    raise
                print(f"line {row.line} refused: {refused.code}: {refused}")
        print(f"{len(roster.people)} people, {len(roster.groups)} groups, {len(roster.tracks)} tracks")
        for (group, title), (track, owner) in roster.tracks.items():
            for missing in short(track, owner):
                print(f"{group + '/' if group else ''}{title}: {missing}")


if __name__ == "__main__":
    main(sys.argv[1:])
