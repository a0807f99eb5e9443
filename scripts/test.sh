#!/usr/bin/env bash
# All that continuous integration runs. Nothing is skipped: what is missing is installed, or fails.
set -euo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

need_cargo

# For every platform, since the tests of dependencies ask about all of them; from here on no network is needed.
step "fetch dependencies"
cargo fetch --locked

scripts/check.sh

step "documentation"
RUSTDOCFLAGS="-D warnings" cargo doc --locked --workspace --all-features --no-deps

if cargo nextest --version >/dev/null 2>&1; then
    step "tests (cargo nextest)"
    cargo nextest run --locked --workspace --all-features --no-fail-fast
else
    step "tests (cargo test: cargo-nextest is not installed)"
    cargo test --locked --workspace --all-features --lib --bins --tests --no-fail-fast
fi

step "documentation examples"
cargo test --locked --workspace --all-features --doc --no-fail-fast

step "the README's demo"
scripts/demo.sh dev

step "all passed"
