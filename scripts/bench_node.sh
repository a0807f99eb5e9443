#!/usr/bin/env bash
# What calls through Node cost, beside better-sqlite3 and as they are shipped, how the event loop fares, and what the example answers under load.
set -euo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

scripts/node_pack.sh
root=$PWD
project=$(cd "$target_dir" && pwd)/node/bench
step "Node: a project to measure in"
scripts/node_project.sh bindings-node/bench "$project"
cp -R "$root/examples/node" "$project/example"
cd "$project"

step "Node: what calls cost"
node overhead.mjs

step "Node: what the example answers"
node service.mjs
