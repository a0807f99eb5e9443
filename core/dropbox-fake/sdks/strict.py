"""The checks are worth something only if the SDK refuses what is wrong: here the fake tells an account id of 41 characters."""

from stage import olivia

from stone.backends.python_rsrc.stone_validators import ValidationError

try:
    olivia.users_get_current_account()
except ValidationError as error:
    assert "account_id" in str(error), error
    print("Dropbox's Python SDK refuses an account id that is too long")
else:
    raise SystemExit("Dropbox's Python SDK took an account id of 41 characters: its checks say nothing")
