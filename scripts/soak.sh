#!/usr/bin/env bash
# The long things, and one summary of them.
# Argument: for how many minutes those go on that have no end of their own, after those that have one.
# COWRITE_SOAK names the parts to run; all of them unless said: crashes mutations mutants exhaustive calls rounds.
set -euo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

need_cargo
need_postgres
minutes=${1:-30}
[[ "$minutes" =~ ^[0-9]+$ ]] || fail "MINUTES is a whole number, not '$minutes'"
parts=${COWRITE_SOAK:-crashes mutations mutants exhaustive calls rounds}

mutants_version=27.1.0
mutants_root="$target_dir/mutants"

logs="$target_dir/soak"
rm -rf "$logs"
mkdir -p "$logs"
diverged=()

wants() {
    [[ " $parts " == *" $1 "* ]]
}

# Runs what must go well and keeps what it says; where it does not, the summary tells, and the rest goes on.
watched() {
    local name=$1
    shift
    if ! "$@" 2>&1 | tee -a "$logs/$name.log"; then
        diverged+=("$name: $(tr '\n' ' ' <<<"$* ${told:-}")")
    fi
}

# A filter that matches no test would pass in silence; here it fails.
run_tests() {
    local log status=0 found
    log=$(mktemp)
    "${with_postgres[@]}" cargo test --locked --release -p cowrite --all-features --test "$@" -- --nocapture 2>&1 |
        tee "$log" || status=1
    found=$(awk '/^running [0-9]+ tests?$/ { sum += $2 } END { print sum + 0 }' "$log")
    rm -f "$log"
    [ "$found" -gt 0 ] || { echo "no test was run: $*"; return 1; }
    return "$status"
}

# The sum of the numbers that stand before a word in the lines that begin with another.
sum_of() {
    local name=$1 begins=$2 word=$3
    cat "$logs/$name.log" 2>/dev/null | sed 's/[,:]/ /g' | awk -v begins="$begins" -v word="$word" '
        $1 == begins { for (at = 2; at <= NF; at++) if ($at == word) sum += $(at - 1) } END { print sum + 0 }'
}

step "build"
cargo build --locked -p cowrite-postgres-server
with_postgres=("$target_dir/debug/cowrite-postgres-server" run --)

if wants crashes; then
    step "10,000 power cuts, failing disks, and what must lose"
    watched crashes cargo run --locked --release -p cowrite-crash -- 10000
fi

if wants mutations; then
    step "mutations of every rule"
    COWRITE_MUTATIONS=1 watched mutations run_tests mutations
fi

if wants mutants; then
    step "mutants of who may do what, and of shares"
    if ! "$mutants_root/bin/cargo-mutants" mutants --version 2>/dev/null | grep -q " $mutants_version\$"; then
        cargo install --locked --root "$mutants_root" --version "$mutants_version" cargo-mutants
    fi
    watched mutants scripts/mutants.sh "$mutants_root/bin/cargo-mutants"
fi

if wants exhaustive; then
    step "every sequence of the alphabet, five calls deep"
    COWRITE_DEPTH=5 watched exhaustive run_tests it exhaustive::every
fi

if wants calls; then
    step "a million calls through Node"
    COWRITE_CALLS=1000000 watched calls scripts/node.sh --test-name-pattern="calls leave nothing|what leaks is found"
fi

rounds=0
if wants rounds; then
    until_second=$((SECONDS + minutes * 60))
    while [ "$SECONDS" -lt "$until_second" ]; do
        rounds=$((rounds + 1))
        # Another seed each round; a failure is played again by giving it these.
        export COWRITE_SEED="soak-$RANDOM$RANDOM"
        export COWRITE_FIRST_SEED="$RANDOM$RANDOM"
        told="COWRITE_SEED=$COWRITE_SEED COWRITE_FIRST_SEED=$COWRITE_FIRST_SEED"
        step "round $rounds, $told"
        COWRITE_CASES="${COWRITE_CASES:-2000}" watched histories run_tests it histories
        COWRITE_SEEDS="${COWRITE_SEEDS:-2000}" watched simulation run_tests it simulation::whatever
        COWRITE_CALLS="${COWRITE_CALLS:-200}" watched linearizability run_tests it linearizability::thirty_two
        COWRITE_FLIPS="${COWRITE_FLIPS:-3000}" watched flips run_tests it flips::
        COWRITE_KILLS="${COWRITE_KILLS:-100}" watched kills run_tests it store::processes::a_killed
        watched fuzz cargo run --locked --release -p cowrite-fuzz -- 10 "$COWRITE_FIRST_SEED"
    done
    told=
fi

step "soaked"
crash_runs=$(awk '/ runs, / { sub(/^.*  +/, ""); sum += $1 } END { print sum + 0 }' "$logs/crashes.log" 2>/dev/null || echo 0)
cat <<END
  power cuts and failing disks   $crash_runs
  mutations killed               $(sum_of mutations mutations killed)
  mutants                        $(tail -n 1 "$logs/mutants.log" 2>/dev/null || echo none)
  exhaustive                     $(grep '^explored: depth 5' "$logs/exhaustive.log" 2>/dev/null || echo "not run")
  rounds                         $rounds
  random histories               $(sum_of histories played histories), $(sum_of histories played steps) steps, after each the index compared
  simulated seeds                $(sum_of simulation simulated seeds), $(sum_of simulation simulated steps) steps, $(sum_of simulation simulated faults) faults
  linearizable calls             $(sum_of linearizability linearizable calls), $(sum_of linearizability linearizable of) of unknown outcome
  flipped bits                   $(sum_of flips flipped bits)
  killed processes               $(sum_of kills killed processes), $(sum_of kills killed commits) commits acknowledged
  fuzzed inputs                  $(sum_of fuzz fuzzed inputs), $(sum_of fuzz fuzzed found) found
  divergences                    ${#diverged[@]}
END
for one in "${diverged[@]}"; do
    printf '    %s\n' "$one"
done
[ "${#diverged[@]}" -eq 0 ]
