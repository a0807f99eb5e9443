"""Dropbox's own Python SDK on what goes wrong: each fault must reach it as what it knows. The faults are those of `run --faults`, in their order."""

import stage
from stage import BEN, ben, check, finished, olivia, refused

import dropbox
from dropbox import sharing
from dropbox.exceptions import AuthError, BadInputError, InternalServerError, PathRootError, RateLimitError


def thrown(kind):
    try:
        olivia.files_list_folder("")
    except kind as error:
        return error
    raise AssertionError(f"not a {kind.__name__}")


def calls():
    # Where nothing says how long, the SDK's own type says one second.
    for seconds, says_why in [(7, True), (1, True), (9, False)]:
        error = thrown(RateLimitError)
        check(error.backoff == seconds, f"{seconds} s of a rate limit")
        check((error.error is not None) == says_why, "why there is a limit")
    check(thrown(AuthError).error.is_expired_access_token(), "an old token")
    check(thrown(AuthError).error.get_missing_scope().required_scope == "files.metadata.read", "a scope")
    check(thrown(PathRootError).error.get_invalid_root().root_namespace_id == "77", "a root")
    check("App Folder" in thrown(BadInputError).message, "the kind of app")
    for status in [500, 503]:
        check(thrown(InternalServerError).status_code == status, "a server's error")
    page = olivia.files_list_folder("")
    with refused() as reset:
        olivia.files_list_folder_continue(page.cursor)
    check(reset.error.is_reset(), "a reset")


def writes():
    for tag in ["too_many_write_operations", "insufficient_space"]:
        with refused() as upload:
            olivia.files_upload(b"a", "/A/a.wav")
        check(upload.error.get_path().reason._tag == tag, tag)
    olivia.files_upload(b"a", "/A/a.wav")
    with refused() as folder:
        olivia.files_create_folder_v2("/B")
    check(folder.error.get_path().is_too_many_write_operations(), "contention for a folder")
    with refused() as moved:
        olivia.files_move_v2("/A", "/B")
    check(moved.error.get_to().is_too_many_write_operations(), "contention for a move")
    with refused() as moved:
        olivia.files_move_v2("/A", "/B")
    check(moved.error.is_insufficient_quota(), "no room for a move")
    with refused() as deleted:
        olivia.files_delete_v2("/A")
    check(deleted.error.is_too_many_write_operations(), "contention for a deletion")
    try:
        olivia.sharing_share_folder("/A")
        raise AssertionError("no contention")
    except RateLimitError as error:
        check(error.error.reason.is_too_many_write_operations(), "contention for a share")


def removal(folder):
    return olivia.sharing_remove_folder_member(folder, sharing.MemberSelector.dropbox_id(BEN["account_id"]), False)


def jobs():
    job = olivia.sharing_share_folder("/A").get_async_job_id()
    check(finished(olivia.sharing_check_share_job_status, job).get_failed().get_bad_path().is_is_vault(), "a share that fails later")
    folder = olivia.sharing_share_folder("/A").get_complete().shared_folder_id
    member = sharing.AddMember(sharing.MemberSelector.email(BEN["email"]), sharing.AccessLevel.editor)
    olivia.sharing_add_folder_member(folder, [member])
    with refused() as mount:
        ben.sharing_mount_folder(folder)
    amounts = mount.error.get_insufficient_quota()
    check((amounts.space_needed, amounts.space_shortage, amounts.space_left) == (6000, 5000, 1000), "no room to mount")
    ben.sharing_mount_folder(folder)
    failed = finished(olivia.sharing_check_remove_member_job_status, removal(folder).get_async_job_id())
    check(failed.get_failed().is_too_many_files(), "a removal that fails")
    leave = ben.sharing_relinquish_folder_membership(folder).get_async_job_id()
    with refused() as lost:
        ben.sharing_check_job_status(leave)
    check(lost.error.is_internal_error(), "a job that is lost")
    left = finished(ben.sharing_check_job_status, leave).get_failed()
    check(left.get_relinquish_folder_membership_error().is_group_access(), "a leaving that fails")
    unshared = finished(olivia.sharing_check_job_status, olivia.sharing_unshare_folder(folder).get_async_job_id())
    check(unshared.get_failed().get_unshare_folder_error().is_no_permission(), "an unsharing that fails")
    done = finished(olivia.sharing_check_remove_member_job_status, removal(folder).get_async_job_id())
    check(done.get_complete().access_level.is_viewer(), "access that is left")


calls()
writes()
jobs()
print(f"Dropbox's Python SDK {dropbox.__version__}, on faults: {stage.n_checks} checks")
