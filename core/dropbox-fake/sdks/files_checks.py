"""Dropbox's own Python SDK on files, cursors and links: it decodes every answer strictly by the specification."""

import hashlib
import os
import ssl
import urllib.request

from stage import HOST, accounts, check, olivia, refused, whole

from dropbox import files
from dropbox.exceptions import BadInputError

MUSIC = "/Py/Träck \U0001f3b5"


def block_hash(content):
    size = 4 * 1024 * 1024
    blocks = [hashlib.sha256(content[at : at + size]).digest() for at in range(0, len(content), size)]
    return hashlib.sha256(b"".join(blocks)).hexdigest()


def accounts_and_space():
    account = olivia.users_get_current_account()
    check(account.account_id == accounts["olivia"]["account_id"], "the account's id")
    check(account.email == "olivia@example.com" and account.email_verified, "the account's address")
    check(account.account_type.is_pro(), "the account's plan")
    check(account.root_info.home_namespace_id == account.root_info.root_namespace_id, "a root of one's own")
    before = olivia.users_get_space_usage()
    check(before.used == 0 and before.allocation.get_individual().allocated == 2_000_000_000, "space")
    check(olivia.check_user("hello").result == "hello", "check/user")


def uploads():
    body = b"RIFF" * 1000
    told = olivia.files_upload(body, f"{MUSIC}/mix.wav", content_hash=block_hash(body))
    check(told.path_display == f"{MUSIC}/mix.wav", "a name beyond the BMP in a header")
    check(told.content_hash == block_hash(body) and told.size == 4000, "the content's hash")
    check(olivia.files_upload(body, f"{MUSIC}/mix.wav").rev == told.rev, "the same content is no conflict")
    with refused() as conflict:
        olivia.files_upload(b"other", f"{MUSIC}/mix.wav")
    check(conflict.error.get_path().reason.get_conflict().is_file(), "other content is")
    named = olivia.files_upload(b"other", f"{MUSIC}/mix.wav", autorename=True)
    check(named.name == "mix (1).wav", "autorename")
    with refused() as mismatch:
        olivia.files_upload(b"other", f"{MUSIC}/c.wav", content_hash="0" * 64)
    check(mismatch.error.is_content_hash_mismatch(), "a wrong hash")
    newer = olivia.files_upload(b"v2", f"{MUSIC}/mix.wav", mode=files.WriteMode.update(told.rev))
    check(newer.id == told.id and newer.rev != told.rev, "a new revision of the same file")
    with refused() as stale:
        olivia.files_upload(b"v3", f"{MUSIC}/mix.wav", mode=files.WriteMode.update(told.rev))
    check(stale.error.get_path().reason.get_conflict().is_file(), "an old revision is refused")
    for path, tag in [("/Py/a\\b", "malformed_path"), ("/Py/.dropbox", "disallowed_name")]:
        with refused() as name:
            olivia.files_upload(b"x", path)
        check(name.error.get_path().reason._tag == tag, tag)
    with refused() as ancestor:
        olivia.files_upload(b"x", f"{MUSIC}/mix.wav/below")
    check(ancestor.error.get_path().reason.get_conflict().is_file_ancestor(), "below a file")
    return told, body


def sessions():
    first, rest = b"a" * 1000, b"b" * 500
    session = olivia.files_upload_session_start(first).session_id
    cursor = files.UploadSessionCursor(session, 0)
    with refused() as offset:
        olivia.files_upload_session_append_v2(rest, cursor)
    check(offset.error.get_incorrect_offset().correct_offset == 1000, "where a session goes on")
    cursor.offset = 1000
    olivia.files_upload_session_append_v2(rest, cursor, close=True)
    cursor.offset = 1500
    with refused() as closed:
        olivia.files_upload_session_append_v2(b"c", cursor)
    check(closed.error.is_closed(), "a closed session")
    commit = files.CommitInfo("/Py/\U0001f3b8 stems.zip", mode=files.WriteMode.overwrite)
    told = olivia.files_upload_session_finish(b"", cursor, commit)
    check(told.size == 1500 and told.content_hash == block_hash(first + rest), "a file in pieces")
    with refused() as gone:
        olivia.files_upload_session_finish(b"", cursor, commit)
    check(gone.error.get_lookup_failed().is_not_found(), "a session ends with its file")


def reading(told, body):
    check(olivia.files_get_metadata(f"{MUSIC}/MIX.wav".upper()).id == told.id, "case is folded")
    check(olivia.files_get_metadata(told.id).name == "mix.wav", "by id")
    _, response = olivia.files_download(told.id)
    check(response.content == b"v2", "as it is now")
    old, response = olivia.files_download(f"rev:{told.rev}")
    check(response.content == body and old.rev == told.rev, "as it was")
    for path, tag in [("/Py/none", "not_found"), ("/Py", "not_file")]:
        with refused() as missing:
            olivia.files_download(path)
        check(missing.error.get_path()._tag == tag, tag)
    try:
        olivia.files_list_folder("/")
        raise AssertionError("a slash was taken for the root")
    except BadInputError as error:
        check("empty string" in error.message, "a slash is no root")


def folders():
    made = olivia.files_create_folder_v2("/Py/Empty").metadata
    check(made.path_lower == "/py/empty" and made.sharing_info is None, "a folder")
    with refused() as twice:
        olivia.files_create_folder_v2("/py/EMPTY")
    check(twice.error.get_path().get_conflict().is_folder(), "a folder twice")
    moved = olivia.files_move_v2("/Py/Empty", "/Py/EMPTY").metadata
    check(moved.id == made.id and moved.name == "EMPTY", "only the case of a name")
    moved = olivia.files_move_v2("/Py/Empty", "/Py/Deep/Down").metadata
    check(moved.id == made.id and moved.path_display == "/Py/Deep/Down", "a move keeps the id")
    with refused() as itself:
        olivia.files_move_v2("/Py/Deep", "/Py/Deep/Down/Deep")
    check(itself.error.is_cant_move_folder_into_itself(), "into itself")
    check(isinstance(olivia.files_delete_v2("/Py/Deep").metadata, files.FolderMetadata), "a deletion")
    with refused() as gone:
        olivia.files_delete_v2("/Py/Deep")
    check(gone.error.get_path_lookup().is_not_found(), "a deletion twice")


def cursors():
    page = olivia.files_list_folder("", recursive=True, limit=2)
    entries, cursor, n_pages = whole(page, olivia.files_list_folder_continue)
    check(n_pages > 1 and len({entry.id for entry in entries}) == len(entries), "a list in pages")
    check(entries[0].path_lower == "/py", "folders come before what is in them")
    latest = olivia.files_list_folder_get_latest_cursor("", recursive=True).cursor
    check(olivia.files_list_folder_continue(latest).entries == [], "nothing since now")
    check(olivia.files_list_folder_longpoll(latest, timeout=30).changes is False, "a long poll without news")
    olivia.files_upload(b"x", "/Py/new.wav")
    check(olivia.files_list_folder_longpoll(latest, timeout=30).changes is True, "a long poll with news")
    olivia.files_delete_v2("/Py/new.wav")
    olivia.files_upload(b"y", "/Py/newer.wav")
    news = olivia.files_list_folder_continue(cursor)
    check([entry.path_lower for entry in news.entries] == ["/py/newer.wav"], "what came and went is no news")
    olivia.files_delete_v2("/Py/newer.wav")
    (gone,) = olivia.files_list_folder_continue(news.cursor).entries
    check(isinstance(gone, files.DeletedMetadata) and gone.path_lower == "/py/newer.wav", "a deletion is told")
    with refused() as reset:
        olivia.files_list_folder_continue("no such cursor")
    check(reset.error.is_reset(), "a cursor that is none")


def links(told):
    link = olivia.files_get_temporary_link(told.id)
    check(link.metadata.id == told.id and link.link.startswith(f"https://{HOST}/"), "a temporary link")
    context = ssl.create_default_context(cafile=os.environ["COWRITE_DROPBOX_FAKE_AUTHORITY"])
    part = urllib.request.Request(link.link, headers={"Range": "bytes=1-1"})
    with urllib.request.urlopen(part, context=context) as response:
        check(response.status == 206 and response.read() == b"2", "a range of a link")
    with refused() as folder:
        olivia.files_get_temporary_link("/Py")
    check(folder.error.get_path().is_not_file(), "no link to a folder")


def thumbnails():
    cover = olivia.files_upload(b"any picture", "/Py/cover.png")
    for picture, begins in [(files.ThumbnailFormat.png, b"\x89PNG\r\n"), (files.ThumbnailFormat.jpeg, b"\xff\xd8\xff")]:
        told, response = olivia.files_get_thumbnail_v2(files.PathOrLink.path(cover.id), format=picture)
        check(response.content.startswith(begins) and told.file_metadata.id == cover.id, "a thumbnail")
    with refused() as sound:
        olivia.files_get_thumbnail_v2(files.PathOrLink.path(f"{MUSIC}/mix.wav"))
    check(sound.error.is_unsupported_extension(), "sounds have no thumbnail")


def run():
    accounts_and_space()
    told, body = uploads()
    sessions()
    reading(told, body)
    folders()
    cursors()
    links(told)
    thumbnails()
    return told
