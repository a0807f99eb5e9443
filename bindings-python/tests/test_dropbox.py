"""Files in Dropbox, by a Dropbox of one's own over loopback: the program that ``COWRITE_DROPBOX_PROGRAM`` names."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit
from uuid import UUID

import pytest
from player import SettableClock
from shelf import CONTENT, content_of, upload
from test_calls import in_child

import cowrite
from cowrite import Access, AsyncDropbox, AsyncWorkspace, Dropbox, FolderTrouble, MemberTrouble, OneAccount, Workspace, files
from cowrite.dropbox import Authorization, Malformed, NotSigned, Tokens, TooLarge, WebhookError
from cowrite.sharing import Account

PROGRAM = os.environ.get("COWRITE_DROPBOX_PROGRAM")


@dataclass
class Fake:
    """The fake, which is told by lines of JSON what happens to it."""

    process: subprocess.Popen[str]
    url: str = ""
    app_key: str = ""
    app_secret: str = field(default="", repr=False)

    def read(self) -> dict[str, Any]:
        assert self.process.stdout is not None
        answer: dict[str, Any] = json.loads(self.process.stdout.readline())
        assert "error" not in answer, answer
        return answer

    def tell(self, **asked: str) -> dict[str, Any]:
        assert self.process.stdin is not None
        self.process.stdin.write(json.dumps(asked) + "\n")
        self.process.stdin.flush()
        return self.read()

    def says_yes(self, email: str, asked: Authorization) -> str:
        """What the browser does: the code with which a person comes back."""
        query = parse_qs(urlsplit(asked.url).query)
        assert query["state"] == [asked.state] and query["client_id"] == [self.app_key]
        assert asked.verifier not in asked.url
        self.tell(account=email)
        code: str = self.tell(authorize=email, challenge=query["code_challenge"][0])["code"]
        return code

    def paths(self, email: str) -> set[str]:
        return set(self.tell(paths=email)["paths"])


@pytest.fixture
def fake() -> Iterator[Fake]:
    if not PROGRAM:
        pytest.skip("COWRITE_DROPBOX_PROGRAM names no fake Dropbox: scripts/python.sh builds one")
    with subprocess.Popen([PROGRAM, "serve"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        fake = Fake(process)
        vars(fake).update(fake.read())
        yield fake
        assert process.stdin is not None
        process.stdin.close()
        assert process.wait(10) == 0


class Keeper:
    """Tokens as a host would keep them."""

    def __init__(self) -> None:
        self.kept: dict[UUID | None, Tokens] = {}
        self.raises: BaseException | None = None
        self.answer: Any = None

    def load(self, by: UUID | None) -> Tokens | None:
        if self.raises:
            raise self.raises
        return self.answer or self.kept.get(by)

    def save(self, by: UUID | None, tokens: Tokens) -> None:
        if self.raises:
            raise self.raises
        self.kept[by] = tokens

    def forget(self, by: UUID | None) -> None:
        if self.raises:
            raise self.raises
        self.kept.pop(by, None)


class AsyncKeeper:
    """The same, awaited."""

    def __init__(self) -> None:
        self.keeper = Keeper()

    async def load(self, by: UUID | None) -> Tokens | None:
        return self.keeper.load(by)

    async def save(self, by: UUID | None, tokens: Tokens) -> None:
        self.keeper.save(by, tokens)

    async def forget(self, by: UUID | None) -> None:
        self.keeper.forget(by)


@pytest.fixture(params=["in memory", "blocking", "awaited"])
def tokens(request: pytest.FixtureRequest) -> Any:
    kinds: dict[str, Callable[[], Any]] = {"in memory": lambda: None, "blocking": Keeper, "awaited": AsyncKeeper}
    return kinds[request.param]()


def store_of(fake: Fake, **options: Any) -> Dropbox:
    return Dropbox(fake.app_key, servers=fake.url, **options)


def connect(fake: Fake, dropbox: Dropbox, by: Any, email: str) -> Account:
    asked = dropbox.authorize()
    return dropbox.connect(by, code=fake.says_yes(email, asked), verifier=asked.verifier)


class Room:
    """A workspace whose people have a Dropbox, Olivia with a track in hers."""

    def __init__(self, fake: Fake, **options: Any) -> None:
        self.fake = fake
        self.clock = SettableClock(datetime(2026, 1, 1, tzinfo=UTC))
        self.dropbox = store_of(fake, **options)
        self.workspace = Workspace.in_memory(files=self.dropbox, clock=self.clock)
        self.olivia, self.alex = (
            self.workspace.acting_as(self.workspace.register(name, name=name, email=f"{name}@example.com"))
            for name in ("olivia", "alex")
        )
        self.connect(self.olivia)
        self.track = self.olivia.create_track("Midnight Sessions")

    def connect(self, actor: cowrite.Actor) -> Account:
        email = "olivia@example.com" if actor is self.olivia else "alex@example.com"
        return connect(self.fake, self.dropbox, actor.id, email)

    def join(self) -> None:
        invitation = self.olivia.invite(self.track, to=self.alex.id, access=Access.EDITOR)
        self.alex.accept_invitation(invitation)

    def run(self) -> int:
        """Does all that is due a day later, and returns how often something failed."""
        self.clock.at += timedelta(days=1)
        failed = 0
        while (run := self.workspace.run_effects(limit=100)).done:
            failed += run.failed
        return failed + run.failed

    def has_file(self, name: str) -> bool:
        return any(path.endswith("/mix.wav") for path in self.fake.paths(f"{name}@example.com"))

    def troubles(self) -> tuple[FolderTrouble | None, MemberTrouble | None]:
        panel = self.olivia.collaborators(self.track)
        return panel.folder_trouble, {row.person: row.folder_trouble for row in panel.rows}.get(self.alex.id)


def test_a_track_in_dropbox_is_shared_with_who_has_access(fake: Fake, tokens: Any) -> None:
    room = Room(fake, **({"tokens": tokens} if tokens else {}))
    account = room.connect(room.alex)
    assert (account.email, account.is_email_verified, account.can_have_viewers) == ("alex@example.com", True, True)
    assert account.id == fake.tell(account="alex@example.com")["account_id"]
    file = upload(room.olivia, room.track, CONTENT).file
    assert room.has_file("olivia") and not room.has_file("alex")
    room.join()
    assert room.run() == 0
    assert room.has_file("alex") and room.troubles() == (None, None)
    assert content_of(room.workspace, room.alex, room.track, file) == CONTENT
    room.olivia.revoke(room.track, person=room.alex.id)
    assert room.run() == 0
    assert room.has_file("olivia") and not room.has_file("alex")
    keeper = tokens.keeper if isinstance(tokens, AsyncKeeper) else tokens
    if keeper:
        assert set(keeper.kept) == {room.olivia.id, room.alex.id}
        assert all(kept.access_token and kept.expires_at and kept.expires_at.tzinfo for kept in keeper.kept.values())
    room.dropbox.disconnect(room.olivia.id)
    with pytest.raises(cowrite.UnavailableError):
        room.olivia.files(room.track)
    if keeper:
        assert set(keeper.kept) == {room.alex.id}


async def test_a_track_in_dropbox_on_an_event_loop(fake: Fake, tokens: Any) -> None:
    dropbox = AsyncDropbox(fake.app_key, servers=fake.url, **({"tokens": tokens} if tokens else {}))
    async with await AsyncWorkspace.in_memory(files=dropbox) as workspace:
        people = [await workspace.register(name, name=name, email=f"{name}@example.com") for name in ("olivia", "alex")]
        for person in people:
            assert person.email
            asked = dropbox.authorize()
            with pytest.raises(files.Disconnected):
                await dropbox.connect(person, code="no code", verifier=asked.verifier)
            account = await dropbox.connect(person, code=fake.says_yes(person.email, asked), verifier=asked.verifier)
            assert account.email == person.email
        me, alex = (workspace.acting_as(person) for person in people)
        track = await me.create_track("Midnight Sessions")
        file = (await upload(me, track, CONTENT)).file
        await alex.accept_invitation(await me.invite(track, to=people[1], access=Access.EDITOR))
        while (await workspace.run_effects(limit=100)).done:
            pass
        assert any(path.endswith("/mix.wav") for path in fake.paths("alex@example.com"))
        async with await workspace.redeem((await alex.stream_file(track, file=file)).ticket) as redeemed:
            assert await redeemed.read() == CONTENT
        await dropbox.disconnect(people[0])
        with pytest.raises(cowrite.UnavailableError):
            await me.files(track)


def test_one_account_for_everybody_in_dropbox(fake: Fake) -> None:
    keeper = Keeper()
    dropbox = store_of(fake, tokens=keeper, library="")
    connect(fake, dropbox, None, "studio@example.com")
    workspace = Workspace.in_memory(files=OneAccount(dropbox))
    me = workspace.acting_as(workspace.register("olivia", name="Olivia Park"))
    upload(me, me.create_track("Midnight Sessions"), CONTENT)
    assert set(keeper.kept) == {None}
    assert all("/Cowrite" not in path for path in fake.paths("studio@example.com"))
    dropbox.disconnect(None)
    assert keeper.kept == {}


def test_who_is_not_connected_is_named(fake: Fake) -> None:
    room = Room(fake)
    # Alex has a Dropbox, which is not connected yet.
    fake.tell(account="alex@example.com")
    room.join()
    room.dropbox.disconnect(room.olivia.id)
    assert room.run() > 0
    assert room.troubles()[0] is FolderTrouble.DISCONNECTED
    # Connected anew, and the other one not yet.
    room.connect(room.olivia)
    assert room.workspace.account_connected(room.olivia.id).scopes >= 1
    room.run()
    assert room.troubles() == (None, MemberTrouble.PENDING)
    room.connect(room.alex)
    assert room.workspace.account_connected(room.alex.id).scopes == 1
    assert room.run() == 0
    assert room.troubles() == (None, None)
    # They take the app off the list of their connected apps.
    fake.tell(disconnect="olivia@example.com")
    room.olivia.revoke(room.track, person=room.alex.id)
    assert room.run() > 0
    assert room.troubles()[0] is FolderTrouble.DISCONNECTED
    with pytest.raises(cowrite.UnavailableError):
        upload(room.olivia, room.track, CONTENT)


def test_connecting_is_refused_by_name(fake: Fake) -> None:
    keeper = Keeper()
    dropbox, me = store_of(fake, tokens=keeper, app_secret=fake.app_secret), UUID(int=1)
    asked, other = dropbox.authorize(), dropbox.authorize()
    assert len({asked.state, asked.verifier, other.state, other.verifier}) == 4
    with pytest.raises(files.Disconnected):
        dropbox.connect(me, code=fake.says_yes("olivia@example.com", asked), verifier=other.verifier)
    fake.tell(grant="olivia@example.com", scopes="account_info.read files.metadata.read")
    with pytest.raises(files.MissingScope) as lacking:
        connect(fake, dropbox, me, "olivia@example.com")
    assert lacking.value.scope == "files.content.read" and keeper.kept == {}
    with pytest.raises(files.FilesError) as wrong:
        connect(fake, store_of(fake, app_secret="another"), me, "alex@example.com")
    assert type(wrong.value) is files.FilesError and "invalid_client" in str(wrong.value)
    nowhere = Dropbox("key", servers="http://127.0.0.1:9")
    with pytest.raises(files.Transient):
        nowhere.connect(me, code="code", verifier="verifier")


def test_a_token_store_that_fails_is_the_cause(fake: Fake) -> None:
    keeper = Keeper()
    room = Room(fake, tokens=keeper)
    keeper.raises = OSError("the vault is shut")
    with pytest.raises(files.Transient) as transient:
        room.connect(room.alex)
    assert transient.value.__cause__ is keeper.raises
    with pytest.raises(files.Transient):
        room.dropbox.disconnect(room.olivia.id)
    with pytest.raises(cowrite.UnavailableError) as unavailable:
        upload(room.olivia, room.track, CONTENT)
    assert unavailable.value.__cause__ is keeper.raises
    keeper.raises = files.NotPermitted("not by you")
    with pytest.raises(files.NotPermitted) as refused:
        room.connect(room.alex)
    assert refused.value is keeper.raises
    keeper.raises = KeyboardInterrupt()
    with pytest.raises(KeyboardInterrupt):
        room.connect(room.alex)
    keeper.raises = None
    assert set(keeper.kept) == {room.olivia.id}
    for answer in [5, Tokens(5), Tokens("a", "b", "never"), Tokens("a", "b", datetime(2026, 1, 1))]:  # type: ignore[arg-type]
        keeper.answer = answer
        with pytest.raises(cowrite.UnavailableError) as unavailable:
            upload(room.olivia, room.track, CONTENT)
        assert unavailable.value.__cause__ is not None
    # Without its end a token for calls does not count, and another is asked for.
    keeper.answer = None
    keeper.kept[room.olivia.id] = Tokens(keeper.kept[room.olivia.id].refresh_token, "worn out")
    assert upload(room.olivia, room.track, CONTENT).name == "mix.wav"
    assert keeper.kept[room.olivia.id].access_token not in (None, "worn out")


def test_no_secret_shows(fake: Fake) -> None:
    keeper = Keeper()
    dropbox = store_of(fake, tokens=keeper, app_secret="hush-hush")
    asked = dropbox.authorize()
    quiet = store_of(fake, tokens=keeper)
    connect(fake, quiet, None, "olivia@example.com")
    [tokens] = keeper.kept.values()
    assert tokens.access_token
    shown = f"{tokens!r} {tokens} {asked!r} {asked} {dropbox!r} {dropbox} {OneAccount(dropbox)!r}"
    for secret in [tokens.refresh_token, tokens.access_token, asked.verifier, asked.state, "hush-hush"]:
        assert secret not in shown
    assert fake.app_key in repr(dropbox)


def test_options_are_read() -> None:
    for wrong in [{"servers": "http://example.com"}, {"servers": "nowhere"}, {"library": "/a//b"}, {"redirect": "\ud800"}]:
        for of in (Dropbox, AsyncDropbox):
            with pytest.raises(cowrite.InvalidError):
                of("key", **wrong)  # type: ignore[arg-type]
    for wrong in [{"tokens": object()}, {"tokens": Keeper}, {"library": None}, {"app_secret": 5}]:
        with pytest.raises(TypeError):
            Dropbox("key", **wrong)  # type: ignore[arg-type]
    with pytest.raises(TypeError):
        Dropbox("key", "secret")  # type: ignore[misc]
    asked = AsyncDropbox("key", redirect="https://studio.example/back", app_secret=cowrite.Secret("secret")).authorize()
    query = parse_qs(urlsplit(asked.url).query)
    assert query["redirect_uri"] == ["https://studio.example/back"] and "secret" not in asked.url


@pytest.mark.filterwarnings("ignore:.*multi-threaded.*:DeprecationWarning")
def test_dropbox_after_a_fork(fake: Fake) -> None:
    dropbox = store_of(fake)
    connect(fake, dropbox, None, "olivia@example.com")

    def child() -> None:
        with pytest.raises(files.Transient):
            dropbox.connect(None, code="code", verifier="verifier")

    assert in_child(child) == 0


BODY = b'{"list_folder":{"accounts":["dbid:AAH4f99T0taONIb-OurWxbNQ6ywGRopQngc"]}}'
SIGNATURE = "229cb2a01748c10af36d97567e56b133a0264ac9f492e128bf10f1ca432c3304"


@pytest.mark.parametrize("of", [Dropbox, AsyncDropbox])
def test_webhooks(of: type[Dropbox] | type[AsyncDropbox]) -> None:
    answer = of.webhook_challenge("abc123")
    assert answer.body == "abc123" and hash(answer) == hash(of.webhook_challenge("abc123"))
    assert dict(answer.headers) == {"Content-Type": "text/plain", "X-Content-Type-Options": "nosniff"}
    assert of.verify_webhook("secret", signature=SIGNATURE, body=BODY) == ("dbid:AAH4f99T0taONIb-OurWxbNQ6ywGRopQngc",)
    refusals: list[tuple[Callable[[], Any], type[WebhookError], int]] = [
        (lambda: of.verify_webhook("another", signature=SIGNATURE, body=BODY), NotSigned, 403),
        (lambda: of.verify_webhook("", signature=SIGNATURE, body=BODY), NotSigned, 403),
        (lambda: of.verify_webhook("secret", signature=SIGNATURE, body=b" " * (1 << 21)), TooLarge, 413),
        (lambda: of.webhook_challenge("<script>\n"), Malformed, 400),
        (lambda: of.webhook_challenge("x" * 1025), TooLarge, 413),
    ]
    for call, error, status in refusals:
        with pytest.raises(error) as refused:
            call()
        assert refused.value.http_status == status and isinstance(refused.value, ValueError)
