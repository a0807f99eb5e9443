#!/usr/bin/env bash
# All that continuous integration runs. Nothing is skipped: what is missing is installed, or fails.
set -euo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

need_cargo
need_postgres
need_python
need_node

# While Rust compiles.
mkdir -p "$target_dir"
scripts/python_environment.sh >"$target_dir/python-environment.log" 2>&1 &
python_environment=$!
scripts/dropbox_sdks.sh environments >"$target_dir/dropbox-sdks.log" 2>&1 &
dropbox_sdks=$!
# Where there is no Swift, the chroot for it: scripts/swift.sh waits for that, and says what is wrong with it.
(find_swift) >"$target_dir/swift.log" 2>&1 &

# For every platform, since the tests of dependencies ask about all of them; from here on no network is needed.
step "fetch dependencies"
cargo fetch --locked

scripts/check.sh

step "documentation"
RUSTDOCFLAGS="-D warnings" cargo doc --locked --workspace --all-features --no-deps

# All at once, so that nothing is compiled twice for the sake of the program that starts the server.
step "build the tests"
cargo build --locked --workspace --all-features --lib --bins --tests
with_postgres=("$target_dir/debug/cowrite-postgres-server" run --)

if cargo nextest --version >/dev/null 2>&1; then
    step "tests (cargo nextest)"
    "${with_postgres[@]}" cargo nextest run --locked --workspace --all-features --no-fail-fast
else
    step "tests (cargo test: cargo-nextest is not installed)"
    "${with_postgres[@]}" cargo test --locked --workspace --all-features --lib --bins --tests --no-fail-fast
fi

step "documentation examples"
"${with_postgres[@]}" cargo test --locked --workspace --all-features --doc --no-fail-fast

wait "$dropbox_sdks" || { cat "$target_dir/dropbox-sdks.log" >&2; fail "the environments of Dropbox's SDKs cannot be made"; }
scripts/dropbox_sdks.sh

wait "$python_environment" || { cat "$target_dir/python-environment.log" >&2; fail "Python's environment cannot be made"; }
"${with_postgres[@]}" scripts/python.sh
"${with_postgres[@]}" scripts/node.sh
"${with_postgres[@]}" scripts/swift.sh

step "the README's demo"
scripts/demo.sh dev

step "all passed"
