#!/usr/bin/env bash
# Keeps the fake Dropbox honest: Dropbox's own SDKs for Python and JavaScript, unmodified, call it over TLS and must understand it.
# `environments` only installs them; after that, no network is needed.
set -euo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

need_cargo
need_python
need_node
mkdir -p "$target_dir/dropbox-sdks"
target_dir=$(cd "$target_dir" && pwd)
export CARGO_TARGET_DIR=$target_dir
sdks=$PWD/core/dropbox-fake/sdks
environment=$target_dir/dropbox-sdks/python
modules=$target_dir/dropbox-sdks/node

step "Dropbox's SDKs: environments"
stamp=$("$python" --version; cat "$sdks/requirements.txt")
if [ "$(cat "$environment/stamp" 2>/dev/null)" != "$stamp" ]; then
    rm -rf "$environment"
    "$python" -m venv "$environment"
    "$environment/bin/pip" install --quiet --disable-pip-version-check -r "$sdks/requirements.txt" ||
        fail "the packages of core/dropbox-fake/sdks/requirements.txt cannot be installed"
    printf '%s' "$stamp" >"$environment/stamp"
fi
if ! cmp -s "$sdks/package-lock.json" "$modules/stamp"; then
    rm -rf "$modules"
    mkdir -p "$modules"
    cp "$sdks/package.json" "$sdks/package-lock.json" "$modules"
    npm ci --prefix "$modules" --ignore-scripts --no-audit --no-fund --loglevel=error ||
        fail "the packages of core/dropbox-fake/sdks/package-lock.json cannot be installed"
    cp "$sdks/package-lock.json" "$modules/stamp"
fi
[ "${1:-}" != environments ] || exit 0

step "Dropbox's SDKs: the fake"
cargo build --locked --quiet -p cowrite-dropbox-fake
fake=$target_dir/debug/cowrite-dropbox-fake

step "Dropbox's SDKs: what they make of it"
cd "$sdks"
records=$target_dir/dropbox-sdks
run() {
    local name=$1
    shift
    "$fake" run "$@"
    [ -s "$records/$name.jsonl" ] || fail "no answers were recorded"
}
python=$environment/bin/python
run python --record "$records/python.jsonl" -- "$python" -B python_sdk.py
run faults --faults --record "$records/faults.jsonl" -- "$python" -B fault_checks.py
SDK_FOLDER=$modules run node --record "$records/node.jsonl" -- \
    bash -c 'NODE_EXTRA_CA_CERTS=$COWRITE_DROPBOX_FAKE_AUTHORITY exec node js_sdk.mjs'
"$python" -B answers.py 35 "$records"/{python,faults,node}.jsonl

# An answer of the wrong shape must be noticed, or nothing of this says anything.
run strict --broken-account-ids --record "$records/strict.jsonl" -- "$python" -B strict.py
if "$fake" run --broken-account-ids -- "$python" -B python_sdk.py >/dev/null 2>&1; then
    fail "the checks pass with account ids of 41 characters"
fi
if "$python" -B answers.py 1 "$records/strict.jsonl" >/dev/null 2>&1; then
    fail "an account id of 41 characters is what Dropbox's types say"
fi
