"""A small web service on Cowrite: people invite each other to tracks, and send secret links to people without an account.

    pip install cowrite fastapi uvicorn
    STUDIO=studio.db uvicorn --factory app:create_app

Who calls is for the host to know. Here the header ``X-Account`` stands for whatever signs people in: a session, a token.
"""

from __future__ import annotations

import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from decimal import Decimal
from typing import Annotated, Any
from uuid import UUID

from cowrite import Access, AsyncActor, AsyncWorkspace, CowriteError, FileKind, InvitationStatus, Level, Person, Scope
from fastapi import APIRouter, Depends, FastAPI, Header, Request
from fastapi.responses import JSONResponse
from pydantic import BaseModel, ConfigDict

routes = APIRouter()


class Shown(BaseModel):
    """What is answered: the fields of one of the library's values that callers are to see."""

    model_config = ConfigDict(from_attributes=True)


class NewAccount(BaseModel):
    name: str
    email: str


class Account(Shown):
    id: UUID
    name: str | None
    email: str | None


class NewTrack(BaseModel):
    title: str


class TrackShown(Shown):
    id: UUID
    title: str
    level: Level


class NewInvitation(BaseModel):
    email: str
    access: Access
    role: str | None = None


class InvitationShown(Shown):
    id: UUID
    access: Access
    role: str | None
    state: InvitationStatus


class NewLink(BaseModel):
    downloads: list[FileKind] = []
    password: str | None = None
    label: str | None = None


class LinkShown(BaseModel):
    id: UUID
    path: str


class OpenedTrack(Shown):
    track: UUID
    title: str
    bpm: Decimal | None
    key: str | None


class Opened(Shown):
    name: str
    tracks: list[OpenedTrack]


def the_workspace(request: Request) -> AsyncWorkspace:
    workspace: AsyncWorkspace = request.app.state.workspace
    return workspace


Studio = Annotated[AsyncWorkspace, Depends(the_workspace)]


async def the_caller(workspace: Studio, x_account: Annotated[str, Header()]) -> AsyncActor:
    person: Person = await workspace.person_by_external_id(x_account)
    return workspace.acting_as(person)


Me = Annotated[AsyncActor, Depends(the_caller)]


@routes.put("/account")
async def sign_up(workspace: Studio, x_account: Annotated[str, Header()], given: NewAccount) -> Account:
    """Makes the caller known, once; what waited for their address is theirs from then on."""
    return Account.model_validate(await workspace.register(x_account, name=given.name, email=given.email))


@routes.post("/tracks", status_code=201)
async def create_track(me: Me, given: NewTrack) -> TrackShown:
    return TrackShown.model_validate(await me.create_track(given.title))


@routes.get("/tracks/{track}")
async def track(me: Me, track: UUID) -> TrackShown:
    return TrackShown.model_validate(await me.track(track))


@routes.post("/tracks/{track}/invitations", status_code=201)
async def invite(me: Me, track: UUID, given: NewInvitation) -> InvitationShown:
    invitation = await me.invite(Scope.track(track), to=given.email, access=given.access, role=given.role)
    return InvitationShown.model_validate(invitation)


@routes.post("/invitations/{invitation}/accept")
async def accept(me: Me, invitation: UUID) -> InvitationShown:
    return InvitationShown.model_validate((await me.accept_invitation(invitation)).invitation)


@routes.post("/tracks/{track}/links", status_code=201)
async def share(me: Me, track: UUID, given: NewLink) -> LinkShown:
    """Makes a secret link. This is the only answer that tells it: the workspace itself keeps a hash."""
    made = await me.create_share_link(
        track, downloads=given.downloads, stream=True, password=given.password, label=given.label
    )
    # Only what is sent again under a key is answered without it.
    assert made.secret is not None
    return LinkShown(id=made.link.id, path=f"/l/{made.secret.reveal()}")


@routes.get("/l/{secret}")
async def open_link(
    workspace: Studio,
    secret: str,
    x_link_password: Annotated[str | None, Header()] = None,
    user_agent: Annotated[str | None, Header()] = None,
) -> Opened:
    """What a visitor sees, who has nothing but the link."""
    opened = await workspace.visitor().open(secret, password=x_link_password, user_agent=user_agent)
    return Opened.model_validate(opened)


async def refused(_: Request, error: Exception) -> JSONResponse:
    """Answers a refusal: its code for programs, its words for people, and the status of the library's own table."""
    if not isinstance(error, CowriteError):
        raise error
    details: dict[str, Any] = {name: str(detail) for name, detail in error.details.items()}
    body = {"code": error.code, "message": error.message, "details": details}
    return JSONResponse(body, status_code=error.http_status)


def create_app(path: str | None = None) -> FastAPI:
    """Makes the service on a workspace's file, that of ``STUDIO`` unless said otherwise."""

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        async with await AsyncWorkspace.open(path or os.environ["STUDIO"]) as workspace:
            app.state.workspace = workspace
            yield

    app = FastAPI(title="Studio", lifespan=lifespan)
    app.include_router(routes)
    app.add_exception_handler(CowriteError, refused)
    return app
