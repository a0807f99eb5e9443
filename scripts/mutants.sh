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

# The library in memory alone compiles fastest: its own tests, and every story.
status=0
"$program" mutants --package cowrite "${files[@]}" --no-default-features --features testing --output "$out" \
    --timeout 300 --colors never "$@" -- --lib --test stories || status=$?

# 2: mutants were missed; 3: some ended in a timeout, which is noticing. Anything else is another trouble.
case $status in 0 | 2 | 3) ;; *) fail "cargo-mutants ended with $status" ;; esac
missed=$(sed 's/:[0-9]*:[0-9]*:/:/' "$out/mutants.out/missed.txt" | sort)
listed=$(sed -n 's/^\(core[^ ].*\) # .*$/\1/p' core/tests/mutants.txt | sort)
unlisted=$(comm -23 <(printf '%s\n' "$missed" | sort -u) <(printf '%s\n' "$listed" | sort -u) | sed '/^$/d')
count() { wc -l <"$out/mutants.out/$1.txt"; }
[ -z "$unlisted" ] || printf 'survived, and not listed:\n%s\n' "$unlisted"
printf '%s caught, %s ended by time, %s survived, of these %s not listed\n' \
    "$(count caught)" "$(count timeout)" "$(count missed)" "$(sed '/^$/d' <<<"$unlisted" | wc -l)"
[ -z "$unlisted" ]
