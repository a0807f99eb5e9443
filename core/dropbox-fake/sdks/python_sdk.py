"""Everything that Dropbox's own Python SDK is asked to make of the fake's answers; it is the official one, unmodified."""

import stage  # Before the SDK, which reads where Dropbox is when it is imported.

import dropbox
from dropbox.exceptions import AuthError, PathRootError

import files_checks
import sharing_checks
from stage import accounts, check, client


def tokens():
    try:
        dropbox.Dropbox("no token").users_get_current_account()
        raise AssertionError("a token that is none was taken")
    except AuthError as error:
        check(error.error.is_invalid_access_token(), "a token that is none")
    app = {"app_key": accounts["app_key"], "app_secret": accounts["app_secret"]}
    for options in [app, {"app_key": accounts["app_key"]}]:
        refreshed = dropbox.Dropbox(oauth2_refresh_token=accounts["olivia"]["refresh_token"], **options)
        check(refreshed.users_get_current_account().email == "olivia@example.com", "a refreshed token")
    narrowed = dropbox.Dropbox(oauth2_refresh_token=accounts["olivia"]["refresh_token"], scope=["account_info.read"], **app)
    check(narrowed.users_get_current_account().email == "olivia@example.com", "a scope that is there")
    try:
        narrowed.files_list_folder("")
        raise AssertionError("a scope was not missed")
    except AuthError as error:
        check(error.error.get_missing_scope().required_scope == "files.metadata.read", "a scope that is not")
    check(dropbox.Dropbox("x", **app).check_app("hello").result == "hello", "check/app")


def roots():
    home = stage.olivia.users_get_current_account().root_info.home_namespace_id
    right = client("olivia").with_path_root(dropbox.common.PathRoot.root(home))
    check(right.files_list_folder("") is not None, "the account's own root")
    try:
        client("olivia").with_path_root(dropbox.common.PathRoot.root("999")).files_list_folder("")
        raise AssertionError("a root that is none was taken")
    except PathRootError as error:
        check(error.error.get_invalid_root().home_namespace_id == home, "a root that is none")
    try:
        client("olivia").with_path_root(dropbox.common.PathRoot.namespace_id("999")).files_list_folder("")
        raise AssertionError("somebody else's namespace was shown")
    except PathRootError as error:
        check(error.error.is_no_permission(), "somebody else's namespace")


told = files_checks.run()
tokens()
roots()
sharing_checks.run(told)
print(f"Dropbox's Python SDK {dropbox.__version__}: {stage.n_checks} checks")
