#!/usr/bin/env bash
# The long things. Argument: for how many minutes random histories go on after the crashes and the mutations.
set -euo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

need_cargo
minutes=${1:-30}
[[ "$minutes" =~ ^[0-9]+$ ]] || fail "MINUTES is a whole number, not '$minutes'"

# A filter that matches no test would pass in silence; here it fails.
run_tests() {
    local log
    log=$(mktemp)
    cargo test --locked --release -p cowrite --features testing "$@" -- --nocapture 2>&1 | tee "$log"
    local found
    found=$(awk '/^running [0-9]+ tests?$/ { sum += $2 } END { print sum + 0 }' "$log")
    rm -f "$log"
    [ "$found" -gt 0 ] || fail "no test was run: cargo test $*"
}

step "10,000 power cuts"
cargo run --locked --release -p cowrite-crash -- 10000

step "mutations"
COWRITE_MUTATIONS=1 run_tests --test mutations

step "a million calls through Node"
COWRITE_CALLS=1000000 scripts/node.sh --test-name-pattern="calls leave nothing|what leaks is found"

step "random histories for $minutes minutes"
export COWRITE_CASES="${COWRITE_CASES:-5000}"
until_second=$((SECONDS + minutes * 60))
rounds=0
while [ "$SECONDS" -lt "$until_second" ]; do
    rounds=$((rounds + 1))
    # Another seed each round; a failure is played again by giving it this one.
    export COWRITE_SEED="soak-$RANDOM$RANDOM"
    step "round $rounds, seed $COWRITE_SEED, $COWRITE_CASES cases a property"
    run_tests --test it histories
done

step "soaked: $rounds rounds of random histories"
