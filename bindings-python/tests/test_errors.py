"""Refusals are those of the table, and cross processes whole."""

from __future__ import annotations

import pickle
from decimal import Decimal

import pytest
from table import conformance

import cowrite
from cowrite import errors


@pytest.mark.parametrize("row", conformance("errors.json"), ids=lambda row: row["code"])
def test_code(row: dict[str, object]) -> None:
    error = errors._make(str(row["code"]), "so it is", {}, False)
    assert (error.code, error.kind, error.http_status) == (row["code"], row["kind"], row["http_status"])
    assert type(error) is not cowrite.CowriteError
    assert type(error).__name__ in errors.__all__


def test_no_other_code_is_known() -> None:
    assert set(errors._CODES) == {row["code"] for row in conformance("errors.json")}


def test_a_refusal_tells_all() -> None:
    workspace = cowrite.Workspace.in_memory()
    olivia = workspace.register("olivia", name="Olivia")
    alex = workspace.register("alex", name="Alex", email="alex@example.com")
    me = workspace.acting_as(olivia)
    track = me.create_track("Midnight Sessions")
    with pytest.raises(cowrite.RefusedError) as refused:
        me.set_shares(track, rows=[cowrite.ShareRow(alex, master=1)])
    assert refused.value.code == "not_collaborator"
    assert refused.value.details == {"person": alex.id}
    with pytest.raises(cowrite.InvalidError, match="master share") as invalid:
        cowrite.ShareRow(olivia, master="100.01")
    assert (invalid.value.code, invalid.value.details) == ("invalid_share", {"field": "master"})
    me.invite(track, to=alex, access=cowrite.Access.VIEWER)
    with pytest.raises(cowrite.RefusedError) as over:
        rows = [cowrite.ShareRow(olivia, master=Decimal("60.5")), cowrite.ShareRow(alex, master=50)]
        me.set_shares(track, rows=rows)
    assert over.value.details == {"kind": "master", "total": Decimal("110.50"), "over_by": Decimal("10.50")}
    again = pickle.loads(pickle.dumps(over.value))
    assert (type(again), again.code, again.message, again.details) == (
        type(over.value),
        over.value.code,
        over.value.message,
        over.value.details,
    )


def test_details_cannot_be_changed() -> None:
    with pytest.raises(TypeError):
        errors._make("conflict", "lost", {}, True).details["field"] = 1  # type: ignore[index]
