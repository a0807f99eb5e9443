#!/usr/bin/env bash
# Keeps the fake Dropbox honest: Dropbox's own SDKs for Python and JavaScript, unmodified, call it over TLS and must understand it.
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

step "Dropbox's SDKs: the fake"
cargo build --locked --quiet -p cowrite-dropbox-fake
fake=$target_dir/debug/cowrite-dropbox-fake

step "Dropbox's SDKs: what they make of it"
cd "$sdks"
"$fake" run -- "$environment/bin/python" -B python_sdk.py
# An answer of the wrong shape must be noticed, or the run above says nothing.
"$fake" run --broken-account-ids -- "$environment/bin/python" -B strict.py
if "$fake" run --broken-account-ids -- "$environment/bin/python" -B python_sdk.py >/dev/null 2>&1; then
    fail "the checks pass with account ids of 41 characters"
fi
SDK_FOLDER=$modules "$fake" run -- \
    bash -c 'NODE_EXTRA_CA_CERTS=$COWRITE_DROPBOX_FAKE_AUTHORITY exec node js_sdk.mjs'
