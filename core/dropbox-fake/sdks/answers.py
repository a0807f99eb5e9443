"""Decodes recorded answers by the types of Dropbox's own Python SDK, strictly: clients forgive unknown fields and tags, this does not.

Usage: answers.py N_ROUTES FILE...; the first says how many routes must have been answered at least.
"""

import json
import sys

from dropbox import auth, check, common, files, sharing, users
from stone.backends.python_rsrc.stone_serializers import json_compat_obj_decode

NAMESPACES = {"check": check, "files": files, "sharing": sharing, "users": users}
GENERAL = {401: auth.AuthError_validator, 422: common.PathRootError_validator, 429: auth.RateLimitError_validator}


def kind_of(namespace, name, status, answer):
    """The type that an answer must be of, and the part of it that must; nothing where the answer is text."""
    route = NAMESPACES[namespace].ROUTES[name.replace("_v2", ":2")]
    if status == 200:
        return route.result_type, answer
    kind = GENERAL.get(status, route.error_type if status == 409 else None)
    return (kind, answer["error"]) if kind and answer else (None, None)


seen, n_answers, wrong = set(), 0, []
for path in sys.argv[2:]:
    with open(path) as lines:
        calls = [json.loads(line) for line in lines]
    for call in calls:
        namespace, _, name = call["route"].partition("/")
        if namespace not in NAMESPACES:
            continue
        kind, answer = kind_of(namespace, name, call["status"], call["answer"])
        if kind is None:
            continue
        try:
            json_compat_obj_decode(kind, answer, strict=True)
        except Exception as error:
            wrong.append(f"{call['route']} {call['status']}: {error}: {json.dumps(answer)[:200]}")
        seen.add(call["route"])
        n_answers += 1
if wrong:
    raise SystemExit("\n".join(wrong))
if len(seen) < int(sys.argv[1]):
    raise SystemExit(f"only {len(seen)} routes were answered")
print(f"{n_answers} answers of {len(seen)} routes are what Dropbox's types say")
