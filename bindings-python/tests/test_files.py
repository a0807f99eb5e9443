"""Files: what is uploaded, what comes back, secrets, and file stores that the host has written. Nothing here may hang."""

from __future__ import annotations

import io
import pickle
from collections.abc import AsyncIterator, Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from shelf import CONTENT, MANY, AwaitedFile, async_studio, awaited_pieces, content_of, pieces, store, studio, upload
from stores import AsyncMemoryStore, MemoryStore

import cowrite
from cowrite import LocalFolder, Secret, files


def test_secrets_do_not_show() -> None:
    workspace, me, track = studio(MemoryStore())
    file = upload(me, track, CONTENT).file
    made = me.create_share_link(track, password="sesame")
    assert made.secret is not None
    given = workspace.visitor().stream(made.secret, track=track, file=file, password="sesame")
    for record, secret in [(made, made.secret), (given, given.ticket)]:
        text = secret.reveal()
        assert len(text) > 20
        for shown in [repr(record), str(record), f"{secret}", repr(secret), f"{secret!s:>5}", format(secret)]:
            assert text not in shown
        assert secret == Secret(text) and hash(secret) == hash(Secret(text)) and secret != Secret("other")
        assert secret != text
        with pytest.raises(TypeError):
            pickle.dumps(secret)
    assert workspace.visitor().open(made.secret.reveal(), password="sesame").tracks[0].files[0].id == file
    assert workspace.redeem(given.ticket.reveal()).read() == CONTENT
    assert me.rotate_link(made.link).secret != made.secret
    assert me.dry_run().create_share_link(track).secret is None
    for call in (workspace.redeem, workspace.visitor().open):
        with pytest.raises(TypeError):
            call(b"bytes")  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "give",
    [
        bytes,
        bytearray,
        memoryview,
        lambda content: memoryview(b"".join(bytes([byte, 0]) for byte in content))[::2].toreadonly(),
        io.BytesIO,
        pieces,
        lambda content: [content[:7], bytearray(content[7:9]), memoryview(content[9:])],
    ],
)
def test_content_of_every_kind(give: Callable[[bytes], Any], store: Any) -> None:
    workspace, me, track = studio(store)
    if isinstance(sliced := give(b"ab"), memoryview) and not sliced.contiguous:
        with pytest.raises(TypeError):
            upload(me, track, give(CONTENT))
        assert me.files(track).files == ()
        return
    for take, content in enumerate([CONTENT, b"", b"x"]):
        file = upload(me, track, give(content), f"take {take}.wav").file
        assert content_of(workspace, me, track, file) == content


def test_much_content_comes_in_pieces(tmp_path: Path) -> None:
    workspace, me, track = studio(LocalFolder(tmp_path))
    asked: list[int] = []

    class Source(io.RawIOBase):
        left = MANY

        def read(self, size: int = -1) -> bytes:
            asked.append(size)
            size = min(size, self.left)
            self.left -= size
            return b"x" * size

    file = upload(me, track, Source()).file
    assert 0 < min(asked) <= max(asked) <= 1 << 20
    redeemed = workspace.redeem(me.download_file(track, file=file).ticket)
    assert redeemed.size == MANY and len(redeemed.range) == MANY
    sizes = [len(piece) for piece in redeemed]
    assert sum(sizes) == MANY and max(sizes) <= 1 << 20
    assert redeemed.read() == b"" and list(redeemed) == []


def test_wrong_content_is_refused_before_anything_is_touched() -> None:
    workspace, me, track = studio(MemoryStore())
    before = workspace.revision()
    for wrong in [None, 5, "text", 1.5, object(), awaited_pieces(CONTENT), AwaitedFile(CONTENT)]:
        with pytest.raises(TypeError):
            upload(me, track, wrong)
    assert workspace.revision() == before
    for wrong in [["text"], io.StringIO("text"), [5], {"a": b""}]:
        with pytest.raises(TypeError):
            upload(me, track, wrong)
    assert me.files(track).files == ()


def test_what_content_raises_reaches_the_caller(store: Any) -> None:
    workspace, me, track = studio(store)

    class Broken(Exception):
        pass

    def broken() -> Iterator[bytes]:
        yield b"some"
        raise Broken

    for _ in range(3):
        with pytest.raises(Broken):
            upload(me, track, broken())
    assert me.files(track).files == ()
    assert content_of(workspace, me, track, upload(me, track, CONTENT).file) == CONTENT


def test_reading_by_range(store: Any) -> None:
    workspace, me, track = studio(store)
    ticket = me.download_file(track, file=upload(me, track, b"0123456789").file).ticket
    rows: list[tuple[Any, bytes, range]] = [
        (None, b"0123456789", range(10)),
        ((2, 5), b"2345", range(2, 6)),
        ((7, None), b"789", range(7, 10)),
        ((8, 99), b"89", range(8, 10)),
        (slice(2, 5), b"234", range(2, 5)),
        (slice(None), b"0123456789", range(10)),
        (slice(None, 3), b"012", range(3)),
        (slice(-3, None), b"789", range(7, 10)),
        (slice(-99, None), b"0123456789", range(10)),
        (slice(4, None, 1), b"456789", range(4, 10)),
    ]
    for range_, read, places in rows:
        with workspace.redeem(ticket, range=range_) as redeemed:
            assert (redeemed.range, redeemed.size) == (places, 10)
            assert (redeemed.name, redeemed.media_type) == ("mix.wav", "audio/wav")
            assert redeemed.read(2) == read[:2] and redeemed.read(0) == b""
            assert redeemed.read() == read[2:] and redeemed.read(5) == b""
    outside: list[Any] = [(10, None), (5, 2), (-1, 2), slice(3, 3), slice(0, 10, 2), slice(-3, -1), slice(5, 2)]
    for wrong in outside:
        with pytest.raises(cowrite.InvalidError) as refused:
            workspace.redeem(ticket, range=wrong)
        assert refused.value.details["field"] == "range"
    for wrong_type in [5, (1,), (1, 2, 3), ("a", "b"), [1, 2], slice("a", None), (True, 2)]:
        with pytest.raises(TypeError):
            workspace.redeem(ticket, range=wrong_type)  # type: ignore[arg-type]
    redeemed = workspace.redeem(ticket)
    with redeemed:
        assert redeemed.read(1) == b"0"
    with pytest.raises(cowrite.BrokenError, match="closed"):
        redeemed.read()


async def test_awaited_content(store: Any) -> None:
    workspace, me, track = await async_studio(store)
    sources = [CONTENT, io.BytesIO(CONTENT), pieces(CONTENT), awaited_pieces(CONTENT), AwaitedFile(CONTENT)]
    for take, source in enumerate(sources):
        file = (await upload(me, track, source, f"take {take}.wav")).file
        async with await workspace.redeem((await me.stream_file(track, file=file)).ticket) as redeemed:
            assert await redeemed.read(5) == CONTENT[:5][: 4 if isinstance(store, MemoryStore | AsyncMemoryStore) else 5]
            rest = b"".join([piece async for piece in redeemed])
            assert CONTENT.endswith(rest) and len(rest) >= len(CONTENT) - 5
            assert await redeemed.read() == b""
        with pytest.raises(cowrite.BrokenError):
            await redeemed.read()

    async def broken() -> AsyncIterator[bytes]:
        yield b"some"
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await upload(me, track, broken(), "broken.wav")
    assert len((await me.files(track)).files) == len(sources)
