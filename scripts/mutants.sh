#!/usr/bin/env bash
# Mutates `domain/access` and `domain/split` everywhere that cargo-mutants knows how; those that nothing notices are to be in core/tests/mutants.txt, with the reason.
# Arguments: the program cargo-mutants, and what to give it besides.
set -euo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

program=$1
shift
out="$target_dir/mutants-out"
rm -rf "$out"
mkdir -p "$out"
files=(-f 'core/src/domain/access/*.rs' -f 'core/src/domain/split/*.rs')

# The library in memory alone compiles fastest, and the stories are soon told: what they do not notice all tests are asked about.
mutate() {
    local status=0
    CARGO_PROFILE_DEV_DEBUG=0 CARGO_PROFILE_TEST_DEBUG=0 "$program" mutants --package cowrite "${files[@]}" \
        --no-default-features --features testing --output "$out" --colors never "$@" || status=$?
    # 2: mutants were missed; 3: some ended in a timeout, which is noticing. Anything else is another trouble.
    case $status in 0 | 2 | 3) ;; *) fail "cargo-mutants ended with $status" ;; esac
}
mutate --timeout 120 "$@" -- --test stories
cp "$out/mutants.out/timeout.txt" "$out/timeout-of-stories.txt"
mutate --timeout 900 --iterate "$@" -- --lib --test it

missed=$(sed 's/:[0-9]*:[0-9]*:/:/' "$out/mutants.out/missed.txt" | sort)
listed=$(sed -n 's/^\(core[^ ].*\) # .*$/\1/p' core/tests/mutants.txt | sort)
unlisted=$(comm -23 <(printf '%s\n' "$missed" | sort -u) <(printf '%s\n' "$listed" | sort -u) | sed '/^$/d')
count() { cat "$@" 2>/dev/null | wc -l; }
[ -z "$unlisted" ] || printf 'survived, and not listed:\n%s\n' "$unlisted"
printf '%s caught, %s ended by time, %s survived, of these %s not listed\n' \
    "$(count "$out"/mutants.out/{previously_caught,caught}.txt)" \
    "$(sort -u "$out/timeout-of-stories.txt" "$out/mutants.out/timeout.txt" | wc -l)" \
    "$(count "$out/mutants.out/missed.txt")" "$(sed '/^$/d' <<<"$unlisted" | wc -l)"
[ -z "$unlisted" ]
