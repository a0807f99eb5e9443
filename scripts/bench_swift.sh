#!/usr/bin/env bash
# What calls through Swift cost: `can` beside a call that does nothing, the size of the library, and how soon a big workspace can be read,
# beside sqlite3 on the same file. Run scripts/swift.sh before it, which writes the Swift of the library.
set -euo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

need_cargo
mkdir -p "$target_dir"
target_dir=$(cd "$target_dir" && pwd)
export CARGO_TARGET_DIR=$target_dir
tracks=${1:-100000}
[[ "$tracks" =~ ^[0-9]+$ ]] || fail "TRACKS is a whole number, not '$tracks'"

library=$target_dir/binding/libcowrite_swift.so
export COWRITE_LIBRARY=$target_dir/swift-bench
mkdir -p "$COWRITE_LIBRARY"
for features in "dropbox,postgres" "dropbox" ""; do
    step "Swift: the size of the library with ${features:-what apps get}"
    cargo build --locked --quiet --profile binding -p cowrite-swift --features "$features"
    strip --strip-all -o "$COWRITE_LIBRARY/stripped" "$library"
    printf '%s bytes as built, %s bytes stripped\n' "$(stat -c %s "$library")" "$(stat -c %s "$COWRITE_LIBRARY/stripped")"
done
cp "$library" "$COWRITE_LIBRARY/"

find_swift || fail "Swift is missing, and cannot be set up"
base=$target_dir/cowrite-bench-$tracks.db
step "Swift: what calls cost"
(
    cd bindings-swift
    "${beside_swift[@]}" swift run --scratch-path "$scratch/bench" -c release -j 2 CowriteBench "$target_dir" "$tracks"
)

step "sqlite3 on the same file, from opening to the first row"
need_python
"$python" - "$base" <<'EOF_PYTHON'
import sqlite3
import statistics
import sys
from time import perf_counter_ns

taken = []
for _ in range(10):
    begun = perf_counter_ns()
    base = sqlite3.connect(sys.argv[1])
    tables = [name for (name,) in base.execute("select name from sqlite_master where type = 'table'")]
    base.execute(f"select * from {tables[0]} limit 1").fetchone()
    taken.append(perf_counter_ns() - begun)
    base.close()
print(f"open to first row: {min(taken)} least, {statistics.median(taken):.0f} median (ns, SQLite {sqlite3.sqlite_version})")
EOF_PYTHON
