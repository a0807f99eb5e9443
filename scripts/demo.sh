#!/usr/bin/env bash
# Plays one album's story in a fresh workspace. Optional argument: the cargo profile, release unless given.
set -euo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

need_cargo
profile=${1:-release}
demo_dir="$target_dir/demo"

rm -rf "$demo_dir"
mkdir -p "$demo_dir"
cargo run --locked --quiet --profile "$profile" -p cowrite-examples --example album_roster -- \
    examples/data/midnight-sessions.csv "$demo_dir/album.db"
