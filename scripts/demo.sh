#!/usr/bin/env bash
# Plays three stories, each in a fresh workspace: one album's people, a listening party, and a folder in Dropbox. Optional argument: the cargo profile, release unless given.
set -euo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

need_cargo
profile=${1:-release}
demo_dir="$target_dir/demo"

rm -rf "$demo_dir"
mkdir -p "$demo_dir"
play() {
    cargo run --locked --quiet --profile "$profile" -p cowrite-examples --example "$@"
}

step "first act: an album, its people and their shares"
play album_roster -- examples/data/midnight-sessions.csv "$demo_dir/album.db"
step "second act: a listening party, with audio that stays in $demo_dir/party"
play listening_party -- "$demo_dir/party"
step "third act: a track's folder in its owner's Dropbox, for which one of this machine stands in"
play shared_folder
