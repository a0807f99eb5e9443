#!/usr/bin/env bash
# Builds the Node package and that of this platform, and packs both under target/node/packs. `PROFILE=dev` for a quick look; `binding` is what ships.
set -euo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

need_cargo
need_node
mkdir -p "$target_dir"
target_dir=$(cd "$target_dir" && pwd)
export CARGO_TARGET_DIR=$target_dir
package=$PWD/bindings-node
packs=$target_dir/node/packs
platform=$(node "$package/scripts/platforms.cjs" --here)

step "Node: the native half"
profile=${PROFILE:-binding}
built=$target_dir/$([ "$profile" = dev ] && echo debug || echo "$profile")
cargo build --locked --quiet --profile "$profile" -p cowrite-node
case "$platform" in
    darwin-*) library=libcowrite_node.dylib ;;
    win32-*) library=cowrite_node.dll ;;
    *) library=libcowrite_node.so ;;
esac
# Beside the sources too, for what reads its declarations.
cp "$built/$library" "$package/cowrite.$platform.node"

step "Node: packs"
rm -rf "$packs" "$target_dir/node/platforms"
mkdir -p "$packs"
made=$(node "$package/scripts/platforms.cjs" "$built/$library" "$target_dir/node/platforms")
for folder in "$package" "$made"; do
    npm pack --silent --pack-destination "$packs" "$folder" >/dev/null
done
