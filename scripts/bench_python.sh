#!/usr/bin/env bash
# What calls through Python cost, beside the same calls in Rust and beside sqlite3: both as they are shipped, in one run.
set -euo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

need_cargo
mkdir -p "$target_dir"
target_dir=$(cd "$target_dir" && pwd)
export CARGO_TARGET_DIR=$target_dir
wheels=$target_dir/python/wheels
environment=$target_dir/python/environment

scripts/python_environment.sh
step "Python: the wheel, and the same calls in Rust"
rm -rf "$wheels"
"$environment/bin/maturin" build --quiet --profile binding --locked --manifest-path bindings-python/Cargo.toml --out "$wheels" >/dev/null
"$environment/bin/pip" install --quiet --disable-pip-version-check --force-reinstall --no-deps "$wheels"/cowrite-*.whl
cargo build --locked --quiet --profile binding -p cowrite-benches --example native

step "Python: what calls cost"
COWRITE_NATIVE=$target_dir/binding/examples/native "$environment/bin/python" bindings-python/bench/overhead.py
