#!/usr/bin/env bash
# The environment that the Python package is built and tested in: under `target/`, made anew when Python, its place or the packages wanted have changed.
set -euo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

need_python
environment=$target_dir/python/environment
requirements=bindings-python/requirements-test.txt
constraints=scripts/constraints.txt

stamp=$("$python" --version; pwd; cat "$requirements" "$constraints")
if [ "$(cat "$environment/stamp" 2>/dev/null)" != "$stamp" ]; then
    rm -rf "$environment"
    "$python" -m venv "$environment"
    "$environment/bin/pip" install --quiet --disable-pip-version-check -r "$requirements" -c "$constraints" ||
        fail "the packages of $requirements cannot be installed"
    # Brings its own Node where the machine has none; nothing is to be fetched while the tests run.
    "$environment/bin/pyright" --version >/dev/null
    printf '%s' "$stamp" >"$environment/stamp"
fi
