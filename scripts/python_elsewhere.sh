#!/usr/bin/env bash
# Installs a wheel into a clean environment of the Python that is here, and uses it. Arguments: the wheel, and a folder for the environment.
# scripts/swift.sh runs it in the chroot, whose Python is another than the one that the wheel was built and tested with.
set -euo pipefail

wheel=$1
environment=$2
python3 -m venv --clear "$environment"
"$environment/bin/pip" install --quiet --disable-pip-version-check --no-index --no-deps "$wheel"
cd "$environment"
bin/python -W error -c '
import asyncio
import sys
import cowrite

with cowrite.Workspace.open("studio.db") as workspace:
    olivia, alex = (workspace.register(name, name=name, email=f"{name}@example.com") for name in ("olivia", "alex"))
    me, them = workspace.acting_as(olivia), workspace.acting_as(alex)
    track = me.create_track("Midnight Sessions")
    them.accept_invitation(me.invite(track, to=alex.id, access=cowrite.Access.EDITOR))
    assert them.can(track, action=cowrite.Action.EDIT_SHARES)
    me.revoke(track, person=alex.id)
    try:
        them.track(track)
    except cowrite.NotFoundError:
        pass
    else:
        raise SystemExit("a revoke ends access")

async def again():
    async with await cowrite.AsyncWorkspace.open("studio.db") as workspace:
        me = workspace.acting_as(olivia)
        return (await me.track(track)).title

assert asyncio.run(again()) == "Midnight Sessions"
print("the wheel is used by Python", sys.version.split()[0])
'
