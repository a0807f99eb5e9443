"""What the checks with Dropbox's own Python SDK share: clients for two accounts, and how an error or a job is looked at."""

import json
import logging
import os
from contextlib import contextmanager

HOST = os.environ["COWRITE_DROPBOX_FAKE"]
# The SDK reads these when it is imported. Each host has a path of its own, so that the fake sees which one a route was sent to.
os.environ["DROPBOX_API_HOST"] = f"{HOST}/api"
os.environ["DROPBOX_API_CONTENT_HOST"] = f"{HOST}/content"
os.environ["DROPBOX_API_NOTIFY_HOST"] = f"{HOST}/notify"
os.environ["REQUESTS_CA_BUNDLE"] = os.environ["COWRITE_DROPBOX_FAKE_AUTHORITY"]

import dropbox  # noqa: E402
from dropbox.exceptions import ApiError  # noqa: E402

# It writes down what the checks look at anyway.
logging.disable(logging.WARNING)

accounts = json.loads(os.environ["COWRITE_DROPBOX_FAKE_ACCOUNTS"])
n_checks = 0


def client(name, **options):
    return dropbox.Dropbox(accounts[name]["access_token"], max_retries_on_error=0, max_retries_on_rate_limit=0, **options)


olivia, ben = client("olivia"), client("ben")
BEN = accounts["ben"]


def check(is_right, what):
    global n_checks
    assert is_right, what
    n_checks += 1


class Refusal:
    error = None


@contextmanager
def refused():
    """The call inside must be refused with an error that the SDK can read."""
    found = Refusal()
    try:
        yield found
    except ApiError as error:
        found.error = error.error
        return
    raise AssertionError("the call was not refused")


def finished(ask, job):
    """Asks about a job until it is over."""
    n_running = 0
    while (status := ask(job)).is_in_progress():
        n_running += 1
    check(n_running == 1, "a job is in progress once")
    return status


def whole(page, go_on):
    """All entries of a list in pages."""
    entries, n_pages = list(page.entries), 1
    while page.has_more:
        page = go_on(page.cursor)
        entries += page.entries
        n_pages += 1
    return entries, page.cursor, n_pages
