#!/usr/bin/env bash
# The access index beside what an app would otherwise embed, and what it costs as the world grows: writes `benches/RESULTS.md` or `benches/GROWTH.md`.
# `growth` as the first word chooses the second; other words choose sizes (10k 100k 1m, for growth also 1k and 10m) and `quick`.
set -euo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

need_cargo
mkdir -p "$target_dir"
target_dir=$(cd "$target_dir" && pwd)
# The peers' own dependencies lie apart from everything else's.
export CARGO_TARGET_DIR=$target_dir/peers

if [ "${1:-}" != growth ]; then
    command -v npm >/dev/null || fail "npm is missing: CASL runs in Node 20"
    step "CASL"
    mkdir -p "$target_dir/casl"
    cp benches/peers/casl/* "$target_dir/casl"
    npm ci --prefix "$target_dir/casl" --silent --no-fund --no-audit
    export COWRITE_CASL=$target_dir/casl
fi
step "the programs"
cargo build --release --locked --manifest-path benches/peers/Cargo.toml
step "what they cost"
"$CARGO_TARGET_DIR/release/cowrite-peers" "$@"
