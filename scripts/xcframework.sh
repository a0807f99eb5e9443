#!/usr/bin/env bash
# Makes `bindings-swift/CowriteFFI.xcframework` for iOS, its simulator and macOS, and writes the Swift that belongs to it. Runs on a Mac with Xcode.
# Nobody has run it yet: this project has no Mac. Its syntax and its headers are checked by scripts/swift.sh. `COWRITE_FEATURES=dropbox` builds Dropbox in.
set -euo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

[ "$(uname -s)" = Darwin ] || fail "an XCFramework is made on a Mac"
command -v xcodebuild >/dev/null || fail "Xcode is missing"
need_cargo
mkdir -p "$target_dir"
target_dir=$(cd "$target_dir" && pwd)
export CARGO_TARGET_DIR=$target_dir
package=$PWD/bindings-swift
work=$target_dir/xcframework
framework=$package/CowriteFFI.xcframework
# What Package.swift says of the platforms.
export IPHONEOS_DEPLOYMENT_TARGET=15.0 MACOSX_DEPLOYMENT_TARGET=12.0

devices=(aarch64-apple-ios)
simulators=(aarch64-apple-ios-sim x86_64-apple-ios)
macs=(aarch64-apple-darwin x86_64-apple-darwin)

step "compile"
for target in "${devices[@]}" "${simulators[@]}" "${macs[@]}"; do
    rustup target add "$target"
    cargo build --locked --profile binding -p cowrite-swift --features "${COWRITE_FEATURES:-}" --target "$target"
done

step "write Swift"
cargo build --locked -p uniffi-bindgen
rm -rf "$work"
mkdir -p "$work"
"$target_dir/debug/uniffi-bindgen" "$target_dir/${devices[0]}/binding/libcowrite_swift.a" "$work/generated" \
    --config "$package/uniffi.toml" --swift-sources --headers --module-name CowriteFFI
apple_headers "$work/generated/CowriteFFI.h" "$work/headers"
cp "$work/generated/CowriteCore.swift" "$package/Sources/CowriteCore/"

# One library for each platform, of all its architectures.
join() {
    local name=$1
    shift
    mkdir -p "$work/$name"
    local libraries=()
    for target in "$@"; do
        libraries+=("$target_dir/$target/binding/libcowrite_swift.a")
    done
    lipo -create "${libraries[@]}" -output "$work/$name/libcowrite_swift.a"
}
step "join"
join device "${devices[@]}"
join simulator "${simulators[@]}"
join mac "${macs[@]}"

step "XCFramework"
rm -rf "$framework"
xcodebuild -create-xcframework \
    -library "$work/device/libcowrite_swift.a" -headers "$work/headers" \
    -library "$work/simulator/libcowrite_swift.a" -headers "$work/headers" \
    -library "$work/mac/libcowrite_swift.a" -headers "$work/headers" \
    -output "$framework"

step "made $framework; swift test in $package uses it"
