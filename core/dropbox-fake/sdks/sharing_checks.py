"""Dropbox's own Python SDK on shared folders, their members, mounts and jobs."""

from files_checks import MUSIC
from stage import BEN, ben, check, finished, olivia, refused

from dropbox import common, sharing

NAME = MUSIC.rsplit("/", 1)[1]
EDITOR, VIEWER = sharing.AccessLevel.editor, sharing.AccessLevel.viewer


def by_id(account_id):
    return sharing.MemberSelector.dropbox_id(account_id)


def by_email(email):
    return sharing.MemberSelector.email(email)


def levels(folder):
    page = olivia.sharing_list_folder_members(folder, limit=1)
    users, invitees, n_pages = list(page.users), list(page.invitees), 1
    while page.cursor:
        page = olivia.sharing_list_folder_members_continue(page.cursor)
        users, invitees, n_pages = users + page.users, invitees + page.invitees, n_pages + 1
    check(n_pages == len(users) + len(invitees), "members in pages")
    found = {user.user.email: user.access_type._tag for user in users}
    return found, {invitee.invitee.get_email(): invitee.access_type._tag for invitee in invitees}


def share(told):
    launch = olivia.sharing_share_folder(MUSIC, acl_update_policy=sharing.AclUpdatePolicy.owner, force_async=True)
    check(launch.is_async_job_id(), "a job")
    metadata = finished(olivia.sharing_check_share_job_status, launch.get_async_job_id()).get_complete()
    folder = metadata.shared_folder_id
    check(metadata.access_type.is_owner() and metadata.policy.acl_update_policy.is_owner(), "the owner's folder")
    with refused() as twice:
        olivia.sharing_share_folder(MUSIC)
    check(twice.error.get_bad_path().get_already_shared().shared_folder_id == folder, "already shared")
    for path, tag in [(f"{MUSIC}/Stems", "inside_shared_folder"), ("/Py", "contains_shared_folder"), ("/Py/cover.png", "is_file")]:
        with refused() as nested:
            olivia.sharing_share_folder(path)
        check(nested.error.get_bad_path()._tag == tag, tag)
    check(olivia.sharing_get_folder_metadata(folder).path_display == MUSIC, "what a folder is")
    check(olivia.files_get_metadata(told.id).sharing_info.parent_shared_folder_id == folder, "a file inside")
    with refused() as other:
        olivia.sharing_check_job_status(launch.get_async_job_id())
    check(other.error.is_invalid_async_job_id(), "a job of another kind")
    return folder


def invite(folder):
    members = [sharing.AddMember(by_email(BEN["email"]), VIEWER), sharing.AddMember(by_email("zoe@example.org"), EDITOR)]
    olivia.sharing_add_folder_member(folder, members, quiet=True)
    users, invitees = levels(folder)
    check(users == {"olivia@example.com": "owner"}, "nobody has accepted")
    check(invitees == {"ben@example.com": "viewer", "zoe@example.org": "editor"}, "two are invited")
    with refused() as nobody:
        olivia.sharing_add_folder_member(folder, [sharing.AddMember(by_id("dbid:nobody"))])
    check(nobody.error.get_bad_member().get_invalid_dropbox_id() == "dbid:nobody", "an account that is none")


def mount(folder, told):
    check(folder in {entry.shared_folder_id for entry in ben.sharing_list_mountable_folders().entries}, "mountable")
    mounted = ben.sharing_mount_folder(folder)
    check(mounted.path_lower == f"/{NAME.lower()}", "where it is mounted")
    with refused() as twice:
        ben.sharing_mount_folder(folder)
    check(twice.error.is_already_mounted(), "mounted twice")
    check(levels(folder)[0] == {"olivia@example.com": "owner", "ben@example.com": "viewer"}, "accepted")
    link = ben.files_get_temporary_link(f"ns:{folder}/mix.wav")
    check(link.metadata.id == told.id and link.metadata.sharing_info.read_only, "an id is common to all members")
    with refused() as viewer:
        ben.files_upload(b"x", f"ns:{folder}/ben.wav")
    check(viewer.error.get_path().reason.is_no_write_permission(), "a viewer does not write")
    result = olivia.sharing_update_folder_member(folder, by_id(BEN["account_id"]), EDITOR)
    check(result.access_level.is_editor(), "an editor now")
    check(ben.files_upload(b"x", f"ns:{folder}/ben.wav").sharing_info.modified_by == BEN["account_id"], "an editor writes")
    root = ben.with_path_root(common.PathRoot.namespace_id(folder))
    check(root.files_get_metadata("/mix.wav").path_lower == "/mix.wav", "paths from another root")
    check([entry.name for entry in ben.sharing_list_folders(limit=1).entries] == [NAME], "a list of folders")


def leave(folder):
    with refused() as owner:
        olivia.sharing_relinquish_folder_membership(folder)
    check(owner.error.is_folder_owner(), "an owner does not leave")
    with refused() as manage:
        ben.sharing_remove_folder_member(folder, by_email("zoe@example.org"), False)
    check(manage.error.is_no_permission(), "an editor removes nobody")
    ben.sharing_unmount_folder(folder)
    with refused() as unmounted:
        ben.sharing_unmount_folder(folder)
    check(unmounted.error.get_access_error().is_unmounted(), "unmounted twice")
    ben.sharing_mount_folder(folder)
    check(ben.sharing_relinquish_folder_membership(folder).is_complete(), "to leave is done at once")
    with refused() as member:
        ben.sharing_list_folder_members(folder)
    check(member.error.is_not_a_member(), "not a member")


def remove(folder):
    olivia.sharing_add_folder_member(folder, [sharing.AddMember(by_id(BEN["account_id"]), EDITOR)])
    ben.sharing_mount_folder(folder)
    launch = olivia.sharing_remove_folder_member(folder, by_id(BEN["account_id"]), False)
    done = finished(olivia.sharing_check_remove_member_job_status, launch.get_async_job_id())
    check(done.get_complete().access_level is None, "no access is left")
    with refused() as absent:
        olivia.sharing_remove_folder_member(folder, by_id(BEN["account_id"]), False)
    check(absent.error.get_member_error().is_not_a_member(), "removed twice")
    with refused() as access:
        ben.sharing_mount_folder(folder)
    check(access.error.get_access_error().is_not_a_member(), "no way back")
    with refused() as listing:
        ben.files_list_folder(f"ns:{folder}")
    check(listing.error.get_path().is_not_found(), "nothing to be seen")


def transfer_and_unshare(folder):
    with refused() as stranger:
        olivia.sharing_transfer_folder(folder, BEN["account_id"])
    check(stranger.error.is_new_owner_not_a_member(), "to a stranger")
    olivia.sharing_add_folder_member(folder, [sharing.AddMember(by_id(BEN["account_id"]), EDITOR)])
    ben.sharing_mount_folder(folder)
    olivia.sharing_transfer_folder(folder, BEN["account_id"])
    check(ben.sharing_get_folder_metadata(folder).access_type.is_owner(), "a new owner")
    with refused() as former:
        olivia.sharing_unshare_folder(folder)
    check(former.error.is_no_permission(), "the former owner is an editor")
    launch = ben.sharing_unshare_folder(folder)
    check(finished(ben.sharing_check_job_status, launch.get_async_job_id()).is_complete(), "no longer shared")
    with refused() as gone:
        olivia.sharing_get_folder_metadata(folder)
    check(gone.error.is_invalid_id(), "no such folder")


def run(told):
    folder = share(told)
    invite(folder)
    mount(folder, told)
    leave(folder)
    remove(folder)
    transfer_and_unshare(folder)
