#!/usr/bin/env bash
# Makes a project at the second folder of what is in the first, with the packs of the Node package installed.
set -euo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

from=$1 project=$2
packs=$(cd "$target_dir" && pwd)/node/packs
mkdir -p "$project"
# Dependencies stay where they are what the lock says; all else is made anew.
find "$project" -mindepth 1 -maxdepth 1 ! -name node_modules ! -name installed.json -exec rm -rf {} +
cp -R "$from"/. "$project"
cd "$project"
if ! cmp -s package-lock.json installed.json; then
    rm -rf node_modules
    npm ci --no-audit --no-fund --loglevel=error
    cp package-lock.json installed.json
fi
# As npm lays packs out that it has fetched; it would itself ask the registry about all else once more.
for pack in "$packs"/*.tgz; do
    name=$(tar -xzOf "$pack" package/package.json | node -p 'JSON.parse(require("node:fs").readFileSync(0, "utf8")).name')
    rm -rf "node_modules/$name"
    mkdir -p "node_modules/$name"
    tar -xzf "$pack" -C "node_modules/$name" --strip-components=1
done
