#!/usr/bin/env bash
# The Python package as its users get it where no wheel fits: the source distribution is compiled, installed into a clean environment, and used.
set -euo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

need_cargo
mkdir -p "$target_dir"
target_dir=$(cd "$target_dir" && pwd)
sources=$target_dir/python/sdist
environment=$target_dir/python/environment
clean=$target_dir/python/clean

scripts/python_environment.sh

step "source distribution"
rm -rf "$sources" "$clean"
"$environment/bin/maturin" sdist --manifest-path bindings-python/Cargo.toml --out "$sources"
"$environment/bin/python" scripts/package_contents.py "$sources"/*

step "compile it in a clean environment"
"$environment/bin/python" -m venv "$clean"
# Its own folder for what is compiled: nothing that this checkout has may help.
CARGO_TARGET_DIR=$target_dir/python/sdist-target \
    "$clean/bin/pip" install --quiet --disable-pip-version-check --no-binary cowrite "$sources"/cowrite-*.tar.gz

step "use it"
cd "$clean"
bin/python -c '
import cowrite
workspace = cowrite.Workspace.open("studio.db")
me = workspace.acting_as(workspace.register("olivia-1", name="Olivia Park"))
track = me.create_track("Midnight Sessions")
assert me.can(track, action=cowrite.Action.DELETE)
print("the source distribution compiles and works:", cowrite.__file__)
'
