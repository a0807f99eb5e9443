#!/usr/bin/env bash
# The Swift package: its library built, its Swift written from it, compiled and tested, with the examples in Swift.
# It uses the swift on PATH where that is 6 or later, else Debian's in a chroot, for which it needs root. Where neither can be had it says so
# and is done, but fails with `CI=true`. `COWRITE_POSTGRES` may name a PostgreSQL server for tests. `BLESS=1` writes the public face anew.
# Arguments go to `swift test`.
set -euo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

need_cargo
need_python
mkdir -p "$target_dir"
target_dir=$(cd "$target_dir" && pwd)
export CARGO_TARGET_DIR=$target_dir
package=$PWD/bindings-swift
examples=$PWD/examples/swift
# Two runs at once in one checkout: the second waits for the first one's.
exec 8>"$target_dir/swift.lock"
flock 8

# Tests link what stands here: first the library with all that it can be built with and every check in it, then the one that apps get.
export COWRITE_LIBRARY=$target_dir/swift-library
mkdir -p "$COWRITE_LIBRARY"

step "Swift: what apps get brings no runtime and no Dropbox that they do not ask for"
brings() {
    cargo tree --locked --prefix none --format '{p}' --edges normal -p cowrite-swift "$@" | cut -d' ' -f1
}
# Each list is kept first: what fails, or is cut off while it writes, would look like one without the unwanted.
with_nothing=$(brings)
with_dropbox=$(brings --features dropbox)
with_all=$(brings --features dropbox,postgres)
for unwanted in dropbox-sdk rustls tokio tokio-postgres webpki-roots; do
    ! grep -qx "$unwanted" <<<"$with_nothing" || fail "the library for Swift brings $unwanted"
done
! grep -qx tokio <<<"$with_dropbox" || fail "Dropbox brings tokio"
# What is looked for above is what there would be.
[ "$(grep -xE 'dropbox-sdk|rustls|tokio|tokio-postgres|webpki-roots' <<<"$with_all" | sort -u | wc -l)" -eq 5 ] ||
    fail "the names of what Dropbox and PostgreSQL bring have changed"

step "Swift: the library, and the Swift that uniffi writes of it"
cargo build --locked --quiet -p cowrite-swift --features dropbox,postgres
cp "$target_dir/debug/libcowrite_swift.so" "$COWRITE_LIBRARY/"
cargo build --locked --quiet -p uniffi-bindgen -p cowrite-dropbox-fake
export COWRITE_DROPBOX_PROGRAM=$target_dir/debug/cowrite-dropbox-fake
"$target_dir/debug/uniffi-bindgen" "$COWRITE_LIBRARY/libcowrite_swift.so" "$target_dir/swift-generated" \
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
"$python" "$package/readme.py" "$package" "$target_dir/swift-generated/ReadmeTests.swift"
keep "$target_dir/swift-generated/ReadmeTests.swift" "$package/Tests/CowriteTests/ReadmeTests.swift"
bash -n scripts/xcframework.sh
apple_headers "$package/Sources/CowriteFFI/CowriteFFI.h" "$target_dir/swift-headers"
! grep -wE 'framework|use' "$target_dir/swift-headers/CowriteFFI/module.modulemap" ||
    fail "the module map of the XCFramework is one for frameworks, which cannot be imported from a library"

step "Swift: the compiler"
if ! find_swift; then
    [ -z "${CI:-}" ] || fail "Swift is missing, and cannot be set up"
    echo "Swift is missing, and cannot be set up: NOTHING of the package was compiled or tested"
    exit 0
fi
"${beside_swift[@]}" swift --version

step "Swift: the headers of the XCFramework can be imported"
printf 'import CowriteFFI\nlet buffer = RustBuffer()\n' >"$target_dir/swift-headers/imports.swift"
"${beside_swift[@]}" swiftc -typecheck -module-cache-path "$scratch/headers" -I "$target_dir/swift-headers" "$target_dir/swift-headers/imports.swift"

# A database for each scenario, since each wants a workspace in which nothing has happened.
unset COWRITE_POSTGRES_DATABASES
databases=()
forget_databases() {
    [ ${#databases[@]} -eq 0 ] ||
        psql -q -X "${databases[@]/#/--command=drop database if exists }" "$COWRITE_POSTGRES" >/dev/null 2>&1 || true
}
if [ -n "${COWRITE_POSTGRES:-}" ]; then
    step "Swift: databases"
    command -v psql >/dev/null || fail "psql is missing, which makes the databases: Debian's postgresql brings it"
    named=$target_dir/swift-databases
    "$python" "$package/databases.py" "$package" "$COWRITE_POSTGRES" "cowrite_swift_$$" >"$named"
    mapfile -t databases < <(cut -d' ' -f1 "$named")
    trap forget_databases EXIT
    psql -q -X -v ON_ERROR_STOP=1 "${databases[@]/#/--command=create database }" "$COWRITE_POSTGRES"
    cut -d' ' -f2 "$named" >"$named.urls"
    export COWRITE_POSTGRES_DATABASES=$named.urls
else
    [ -z "${CI:-}" ] || fail "COWRITE_POSTGRES is to name a PostgreSQL server for tests"
    echo "COWRITE_POSTGRES names no server: the scenarios are not played on PostgreSQL"
fi

cd "$package"
step "Swift: tests"
"${beside_swift[@]}" swift test --scratch-path "$scratch/package" -j 2 "$@"
[ $# -eq 0 ] || exit 0

step "Swift: documentation"
if "${beside_swift[@]}" docc --help >/dev/null 2>&1; then
    documentation=$target_dir/swift-documentation
    "${beside_swift[@]}" "$package/document.sh" "$scratch" "$documentation"
    "$python" "$package/documented.py" "$documentation/symbols/Cowrite.symbols.json" "$documentation/CowriteCore.symbols.json"
else
    echo "docc is missing: the documentation was not built"
fi

step "Swift: the files for SwiftUI, which are not compiled here, can be read"
"${beside_swift[@]}" swiftc -frontend -parse "$examples"/App/*.swift

step "Swift: the library that apps get"
(cd .. && cargo build --locked --quiet --profile binding -p cowrite-swift)
cp "$target_dir/binding/libcowrite_swift.so" "$COWRITE_LIBRARY/"
COWRITE_WITHOUT=1 "${beside_swift[@]}" swift test --skip-build --scratch-path "$scratch/package" --filter WithoutTests 2>&1 |
    tee "$target_dir/swift-without.log"
# A filter that matches nothing passes, and so does a suite that is skipped.
for test in dropboxIsSaidToBeMissing postgresIsSaidToBeMissing theRestIsThere; do
    grep -q "Test $test() passed" "$target_dir/swift-without.log" || fail "$test was not run with the library that apps get"
done

cd "$examples"
step "Swift: the examples"
"${beside_swift[@]}" swift test --scratch-path "$scratch/examples" -j 2
"${beside_swift[@]}" swift run --scratch-path "$scratch/examples" -j 2 story

# Here, since only here another Python than the machine's is at hand.
if [ -n "$chroot" ]; then
    step "Python: the wheel under the Python of the chroot"
    wheels=("$target_dir"/python/wheels/cowrite-*.whl)
    if [ -e "${wheels[0]}" ]; then
        "${beside_swift[@]}" "$package/../scripts/python_elsewhere.sh" "${wheels[0]}" "$scratch/python"
    else
        echo "scripts/python.sh has not built the wheel yet: it was not used"
    fi
fi
