"""The service over HTTP: an invitation, a secret link, and refusals."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import cowrite
import pytest
from app import create_app
from fastapi.testclient import TestClient

OLIVIA, ALEX, JORDAN = ({"X-Account": name} for name in ("olivia", "alex", "jordan"))


@pytest.fixture
def client(tmp_path: Path) -> Iterator[TestClient]:
    with TestClient(create_app(str(tmp_path / "studio.db"))) as client:
        for account in (OLIVIA, ALEX, JORDAN):
            name = account["X-Account"]
            signed_up = client.put("/account", headers=account, json={"name": name, "email": f"{name}@example.com"})
            assert signed_up.status_code == 200 and signed_up.json()["email"] == f"{name}@example.com"
        yield client


@pytest.fixture
def track(client: TestClient) -> str:
    created = client.post("/tracks", headers=OLIVIA, json={"title": "Midnight Sessions"})
    assert created.status_code == 201 and created.json()["level"] == "owner"
    return str(created.json()["id"])


def refusal(answer: Any) -> tuple[int, str]:
    return answer.status_code, answer.json()["code"]


def test_an_invitation(client: TestClient, track: str) -> None:
    assert refusal(client.get(f"/tracks/{track}", headers=ALEX)) == (404, "not_found")
    given = {"email": "alex@example.com", "access": "editor", "role": "producer"}
    invited = client.post(f"/tracks/{track}/invitations", headers=OLIVIA, json=given)
    assert (invited.status_code, invited.json()["state"]) == (201, "pending")
    accept = f"/invitations/{invited.json()['id']}/accept"
    assert refusal(client.post(accept, headers=JORDAN)) == (404, "not_found")
    accepted = client.post(accept, headers=ALEX)
    assert (accepted.status_code, accepted.json()["state"]) == (200, "accepted")
    assert client.get(f"/tracks/{track}", headers=ALEX).json()["level"] == "editor"


def test_what_the_library_refuses_has_its_status(client: TestClient, track: str) -> None:
    invitations = f"/tracks/{track}/invitations"
    own = client.post(invitations, headers=OLIVIA, json={"email": "olivia@example.com", "access": "viewer"})
    assert refusal(own) == (409, "owner_fixed")
    wrong = client.post(invitations, headers=OLIVIA, json={"email": "nobody", "access": "viewer"})
    assert refusal(wrong) == (400, "invalid_input") and wrong.json()["details"]["field"] == "email"
    strangers = client.post(invitations, headers=JORDAN, json={"email": "alex@example.com", "access": "viewer"})
    assert refusal(strangers) == (404, "not_found")
    assert refusal(client.get(f"/tracks/{track}", headers={"X-Account": "nobody"})) == (404, "not_found")
    assert client.post(invitations, headers=OLIVIA, json={"email": "a@example.com", "access": "owner"}).status_code == 422
    viewer = client.post(invitations, headers=OLIVIA, json={"email": "alex@example.com", "access": "viewer"}).json()
    client.post(f"/invitations/{viewer['id']}/accept", headers=ALEX)
    denied = client.post(invitations, headers=ALEX, json={"email": "jordan@example.com", "access": "viewer"})
    assert refusal(denied) == (403, "access_denied")


@pytest.mark.skipif(not hasattr(cowrite.AsyncActor, "create_share_link"), reason="share links are in missing.txt")
def test_a_share_link(client: TestClient, track: str) -> None:
    links = f"/tracks/{track}/links"
    assert refusal(client.post(links, headers=JORDAN, json={})) == (404, "not_found")
    made = client.post(links, headers=OLIVIA, json={"password": "night owl", "label": "A&R"})
    assert made.status_code == 201
    path = made.json()["path"]
    assert refusal(client.get(path)) == (401, "password_required")
    assert refusal(client.get(path, headers={"X-Link-Password": "wrong"})) == (401, "password_required")
    opened = client.get(path, headers={"X-Link-Password": "night owl"})
    assert opened.status_code == 200
    assert [shown["title"] for shown in opened.json()["tracks"]] == ["Midnight Sessions"]
    assert refusal(client.get("/l/" + "A" * 43)) == (404, "link_unavailable")
