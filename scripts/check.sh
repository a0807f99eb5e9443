#!/usr/bin/env bash
# Format and lints, in every set of features that somebody may choose.
set -euo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

need_cargo
need_component rustfmt fmt
need_component clippy clippy

step "format"
cargo fmt --all --check

step "lints, all features"
cargo clippy --locked --workspace --all-targets --all-features -- -D warnings

step "lints, no default features"
cargo clippy --locked -p cowrite --no-default-features -- -D warnings
