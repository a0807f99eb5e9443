#!/usr/bin/env bash
# The Node package: built, packed, installed into an empty project of its own, tested and type-checked there, with the example.
# `COWRITE_POSTGRES` may name a PostgreSQL server for tests. `BLESS=1` writes the declarations anew. Arguments go to `node --test`.
set -euo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

need_cargo
need_node
mkdir -p "$target_dir"
target_dir=$(cd "$target_dir" && pwd)
export CARGO_TARGET_DIR=$target_dir
root=$PWD
package=$root/bindings-node
packs=$target_dir/node/packs
project=$target_dir/node/project
platform=$(node "$package/scripts/platforms.cjs" --here)

scripts/node_pack.sh

step "Node: the fake Dropbox"
cargo build --locked --quiet -p cowrite-dropbox-fake
export COWRITE_DROPBOX_PROGRAM=$target_dir/debug/cowrite-dropbox-fake

step "Node: the declarations are those of the code"
mkdir -p "$target_dir/node/declared"
node "$package/scripts/declare.cjs" "$target_dir/node/declared"
if [ -n "${BLESS:-}" ]; then
    cp "$target_dir/node/declared/index.d.cts" "$package/index.d.cts"
fi
diff -u "$package/index.d.cts" "$target_dir/node/declared/index.d.cts" ||
    fail "bindings-node/index.d.cts is not what the code says: BLESS=1 scripts/node.sh writes it anew"

step "Node: nothing is published without what it comes with on each platform"
published=$target_dir/node/published
rm -rf "$published"
mkdir -p "$published"
cp -R "$package/package.json" "$package/scripts" "$published"
if (cd "$published" && npm run --silent prepublishOnly) 2>/dev/null; then fail "a package without its platforms would be published"; fi
node "$published/scripts/platforms.cjs" --dependencies
(cd "$published" && npm run --silent prepublishOnly)

step "Node: npm installs the pack into an empty project"
empty=$target_dir/node/empty
rm -rf "$empty"
mkdir -p "$empty"
(
    cd "$empty"
    npm init --yes >/dev/null
    npm install --offline --no-audit --no-fund --loglevel=error "$packs"/*.tgz
    asked='cowrite.Workspace.inMemory().then((of) => of.revision()).then((revision) => process.exit(revision))'
    node --input-type=commonjs -e "const cowrite = require('cowrite'); $asked"
    node --input-type=module -e "import * as cowrite from 'cowrite'; $asked"
)

step "Node: a project with the pack and what tests it"
scripts/node_project.sh "$package/tests" "$project"
cd "$project"
installed=$(node -p 'require("node:fs").realpathSync(require.resolve("cowrite/package.json"))')
case "$installed" in "$project"/node_modules/*) ;; *) fail "the tests would not use the pack but $installed" ;; esac

step "Node: tests"
cp -R "$root/examples/node" "$project/example"
COWRITE_CONFORMANCE=$root/core/conformance COWRITE_README=$package/README.md COWRITE_FRONT_PAGE=$root/README.md node --test "$@" ./*.test.mjs example/*.test.mjs

step "Node: types"
npx --no-install tsc -p tsconfig.json
npx --no-install tsc -p tsconfig.bare.json

step "Node: what others see of the package"
npx --no-install publint --strict "$packs"/cowrite-[0-9]*.tgz
npx --no-install attw "$packs"/cowrite-[0-9]*.tgz
tar -tzf "$packs"/cowrite-[0-9]*.tgz | sort | diff -u "$package/tests/contents.txt" - ||
    fail "the pack holds something else than bindings-node/tests/contents.txt says"
tar -tzf "$packs/cowrite-$platform"-[0-9]*.tgz | sort | diff -u <(printf '%s\n' package/LICENSE "package/cowrite.$platform.node" package/package.json) - ||
    fail "the pack for this platform holds something else than it should"
