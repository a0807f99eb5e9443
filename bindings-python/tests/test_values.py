"""Values: frozen, comparable, hashable, shown as the call that makes them; exact numbers and instants; wrong types refused at once."""

from __future__ import annotations

import copy
from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

import pytest
from conftest import Studio

import cowrite
from cowrite import KEEP, Access, Invitee, Kind, Level, Scope, ShareEdits, ShareRow, Shares, Stage, Workspace


def test_records_are_values(studio: Studio) -> None:
    again = studio.me.track(studio.track.id)
    assert again == studio.track and hash(again) == hash(studio.track) and again is not studio.track
    assert len({again, studio.track}) == 1
    changed = studio.me.update_track(studio.track, key="F minor").track
    assert changed != studio.track and changed != "a track"
    with pytest.raises(AttributeError):
        studio.track.title = "Other"  # type: ignore[misc]
    with pytest.raises(TypeError):
        cowrite.Track()
    match changed:
        case cowrite.Track(title=title, key="F minor"):
            assert title == "Midnight Sessions"
        case _:
            raise AssertionError


def test_a_repr_can_be_read(studio: Studio) -> None:
    shown = repr(studio.me.collaborators(studio.track))
    assert shown.startswith("Panel(scope=Scope.track(UUID('") and "level=Level.OWNER" in shown
    scope = Scope.track(studio.track)
    shares = Shares(master="33.33", writer=0)
    row = ShareRow(studio.alex, master=10, publishing=None)
    for value in [scope, shares, row, ShareEdits(writer="0.01"), Invitee.email("a@example.com"), Invitee.person(studio.alex)]:
        assert eval(repr(value), vars(cowrite) | {"UUID": UUID, "Decimal": Decimal}) == value
    assert repr(Stage.READY_TO_RELEASE) == "Stage.READY_TO_RELEASE" and str(Stage.READY_TO_RELEASE) == "ready_to_release"


def test_lists_are_made_once(studio: Studio) -> None:
    panel = studio.me.collaborators(studio.track)
    assert isinstance(panel.rows, tuple) and panel.rows is panel.rows and panel.totals is panel.totals
    assert [row.person for row in panel.rows] == [studio.olivia.id, studio.alex.id]
    assert copy.copy(panel.rows) is panel.rows


def test_a_scope_may_be_the_thing_itself(studio: Studio) -> None:
    group = studio.me.create_group("Album")
    studio.me.move_track(studio.track, group=group)
    assert studio.me.collaborators(group).scope == Scope.group(group.id)
    via = studio.me.track(studio.track).via
    assert (via.kind, via.id) == ("track", studio.track.id)
    match via:
        case Scope("track", id):
            assert id == studio.track.id
        case _:
            raise AssertionError


def test_a_stage_may_be_the_hosts_own(studio: Studio) -> None:
    def stage(given: Stage | str) -> Stage | str:
        return studio.me.update_track(studio.track, stage=given).track.stage

    assert stage("mastering") == "mastering" and not isinstance(stage("mastering"), Stage)
    assert stage("mixing") is Stage.MIXING and stage(Stage.IDEA) is Stage.IDEA


def test_none_empties_and_keep_keeps(studio: Studio) -> None:
    studio.me.update_track(studio.track, bpm="120.50", key="A", tags=["b", "a"])
    kept = studio.me.update_track(studio.track, bpm=KEEP, title="Other").track
    assert (kept.bpm, kept.key, kept.tags, kept.title) == (Decimal("120.50"), "A", ("b", "a"), "Other")
    assert studio.me.update_track(studio.track, bpm=None, key=None).track.bpm is None


EXACT = [(Decimal("25.000"), "25.00"), (25, "25.00"), ("0.01", "0.01"), (Decimal("1E+1"), "10.00"), (Decimal("25." + "0" * 60), "25.00")]


@pytest.mark.parametrize(("given", "shown"), EXACT)
def test_shares_are_exact(given: Decimal | int | str, shown: str) -> None:
    master = Shares(master=given).master
    assert isinstance(master, Decimal) and str(master) == shown


NOT_EXACT = ["33.333", "100.01", "-1", "1e1", "", "NaN", Decimal("NaN"), Decimal("Infinity"), Decimal("1E+400"), 10**30, "٣"]
NOT_EXACT += [Decimal("33.33" + "0" * 30 + "1"), "0.1" + "0" * 500]


@pytest.mark.parametrize("given", NOT_EXACT)
def test_what_is_not_exact_is_refused(given: Decimal | int | str) -> None:
    with pytest.raises(cowrite.InvalidError) as refused:
        Shares(master=given)
    assert refused.value.details == {"field": Kind.MASTER}


@pytest.mark.parametrize("given", [0.5, True, b"1", [], object(), complex(1)])
def test_what_is_no_number_is_a_type_error(given: object) -> None:
    with pytest.raises(TypeError):
        Shares(master=given)  # type: ignore[arg-type]


class Clock:
    def __init__(self, at: object) -> None:
        self.at = at

    def now(self) -> object:
        if isinstance(self.at, Exception):
            raise self.at
        return self.at


ZONES = [UTC, timezone(timedelta(hours=5, minutes=45)), ZoneInfo("America/New_York")]


@pytest.mark.parametrize("zone", ZONES, ids=str)
def test_instants_come_from_any_zone_and_are_utc(zone: timezone | ZoneInfo) -> None:
    at = datetime(2026, 7, 1, 12, 30, 15, 123999, tzinfo=zone)
    workspace = Workspace.in_memory(clock=Clock(at))  # type: ignore[arg-type]
    me = workspace.acting_as(workspace.register("olivia", name="Olivia"))
    created = me.create_track("Midnight Sessions").created_at
    assert created.tzinfo is UTC and created == at.replace(microsecond=123000)


def test_a_clock_that_fails_changes_nothing() -> None:
    clock = Clock(datetime(2026, 1, 1, tzinfo=UTC))
    workspace = Workspace.in_memory(clock=clock)  # type: ignore[arg-type]
    olivia = workspace.register("olivia", name="Olivia")
    before = workspace.revision()
    for wrong, raised in [(LookupError("no time"), LookupError), (datetime(2026, 1, 1), TypeError), (None, TypeError), (1.5, TypeError)]:
        clock.at = wrong
        with pytest.raises(raised):
            workspace.acting_as(olivia).create_track("Midnight Sessions")
    with pytest.raises(TypeError):
        Workspace.in_memory(clock=object())  # type: ignore[arg-type]
    clock.at = datetime(2026, 1, 2, tzinfo=UTC)
    assert workspace.revision() == before


def test_wrong_types_are_refused_before_anything_is_touched(studio: Studio) -> None:
    before = studio.workspace.revision()
    me, track = studio.me, studio.track
    calls = [
        lambda: me.create_track(1),
        lambda: me.create_track(None),
        lambda: me.create_track("x", None),
        lambda: me.create_track("x", group=str(uuid4())),
        lambda: me.track(studio.alex),
        lambda: me.track(str(track.id)),
        lambda: me.invite(track.id, to=studio.alex, access=Access.VIEWER),
        lambda: me.invite(track, to=1, access=Access.VIEWER),
        lambda: me.invite(track, to=studio.alex, access=1),
        lambda: me.invite(track, to=studio.alex),
        lambda: me.set_shares(track, rows="rows"),
        lambda: me.set_shares(track, rows=[1]),
        lambda: me.set_shares(track, rows=[], based_on=1.0),
        lambda: me.set_shares(track, rows=[], based_on=True),
        lambda: me.update_track(track, tags="tag"),
        lambda: me.update_track(track, bpm=120.5),
        lambda: me.can(track),
        lambda: studio.workspace.acting_as("olivia"),
        lambda: studio.workspace.operator(None),
        lambda: Workspace.open(1),
    ]
    for call in calls:
        with pytest.raises(TypeError):
            call()
    assert studio.workspace.revision() == before


def test_wrong_values_are_refused_by_name(studio: Studio) -> None:
    me, track = studio.me, studio.track
    calls = {
        "title": lambda: me.create_track("\ud800"),
        "action": lambda: me.can(track, action="fly"),  # type: ignore[arg-type]
        "access": lambda: me.invite(track, to="new@example.com", access="owner"),  # type: ignore[arg-type]
        "based_on": lambda: me.set_shares(track, rows=[], based_on=-1),
        "bpm": lambda: me.update_track(track, bpm="fast"),
        "reason": lambda: studio.workspace.operator(""),
        "key": lambda: me.with_key("\udfff"),
    }
    for field, call in calls.items():
        with pytest.raises(cowrite.InvalidError) as refused:
            call()
        assert refused.value.details["field"] == field


def test_a_proposal_can_be_changed_and_saved(studio: Studio) -> None:
    even = studio.me.propose_even_split(studio.track)
    assert [row.shares.master for row in even.rows] == [Decimal(50), Decimal(50)]
    rows = [cowrite.ProposedShares(row.person, Shares(master=40)) for row in even.rows]
    changed = cowrite.Proposal(even.track, based_on=even.based_on, rows=rows)
    saved = studio.me.apply_proposal(studio.track, proposal=changed)
    assert saved.shares.totals.master.total == 80 and saved.invitation is None
    with pytest.raises(cowrite.ConflictError):
        studio.me.apply_proposal(studio.track, proposal=even)


def test_words_are_text() -> None:
    assert Level.OWNER == "owner" and f"{Level.OWNER}" == "owner" and list(Level)[-1] is Level.OWNER
