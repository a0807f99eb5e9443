#!/usr/bin/env bash
# The Swift package: its library built, its Swift written from it, compiled and tested, with the examples in Swift.
# It uses the swift on PATH where that is 6 or later, else Debian's in a chroot, for which it needs root. Where neither can be had it says so
# and is done, but fails with `CI=true`. `BLESS=1` writes the public face anew. Arguments go to `swift test`.
set -euo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

need_cargo
need_python
mkdir -p "$target_dir"
target_dir=$(cd "$target_dir" && pwd)
export CARGO_TARGET_DIR=$target_dir
package=$PWD/bindings-swift

step "Swift: the library, and the Swift that uniffi writes of it"
cargo build --locked --quiet --profile binding -p cowrite-swift
cargo build --locked --quiet -p uniffi-bindgen
# Of the static library: the other one's symbols may be stripped.
"$target_dir/debug/uniffi-bindgen" "$target_dir/binding/libcowrite_swift.a" "$target_dir/swift-generated" \
    --config "$package/uniffi.toml" --swift-sources --headers --modulemap \
    --module-name CowriteFFI --modulemap-filename module.modulemap
# What has not changed keeps its time, so that Swift compiles it no second time.
keep() {
    cmp -s "$1" "$2" || cp "$1" "$2"
}
mkdir -p "$package/Sources/CowriteFFI"
keep "$target_dir/swift-generated/CowriteCore.swift" "$package/Sources/CowriteCore/CowriteCore.swift"
keep "$target_dir/swift-generated/CowriteFFI.h" "$package/Sources/CowriteFFI/CowriteFFI.h"
keep "$target_dir/swift-generated/module.modulemap" "$package/Sources/CowriteFFI/module.modulemap"

step "Swift: the face is that of the code"
if [ -n "${BLESS:-}" ]; then
    "$python" "$package/face.py" "$package"
fi
"$python" "$package/face.py" --check "$package"
for script in scripts/xcframework.sh; do
    bash -n "$script"
done

step "Swift: the compiler"
if ! find_swift; then
    [ -z "${CI:-}" ] || fail "Swift is missing, and cannot be set up"
    echo "Swift is missing, and cannot be set up: NOTHING of the package was compiled or tested"
    exit 0
fi

export COWRITE_LIBRARY=$target_dir/binding
cd "$package"
step "Swift: tests"
"${swift[@]}" test --scratch-path "$scratch/package" -j 2 "$@"
[ $# -eq 0 ] || exit 0

cd ../examples/swift
step "Swift: the examples"
"${swift[@]}" test --scratch-path "$scratch/examples" -j 2
"${swift[@]}" run --scratch-path "$scratch/examples" -j 2 story
