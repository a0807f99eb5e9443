#!/usr/bin/env bash
# Builds the documentation with docc. Arguments: where the package is built, and the folder to write to. scripts/swift.sh calls it, where Swift is.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"

scratch=$1
out=$2
rm -rf "$out"
mkdir -p "$out/symbols"
swift package --scratch-path "$scratch/package" dump-symbol-graph --minimum-access-level public >/dev/null
symbols=("$scratch"/package/*/symbolgraph)
[ -d "${symbols[0]}" ] || { echo "error: there are no symbol graphs" >&2; exit 1; }
cp "${symbols[0]}/Cowrite.symbols.json" "$out/symbols/"
cp "${symbols[0]}/CowriteCore.symbols.json" "$out/"
docc convert Sources/Cowrite/Cowrite.docc --additional-symbol-graph-dir "$out/symbols" --output-path "$out/Cowrite.doccarchive" \
    --fallback-display-name Cowrite --fallback-bundle-identifier cowrite --warnings-as-errors
