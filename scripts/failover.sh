#!/usr/bin/env bash
# Kills the primary of a PostgreSQL cluster under load. Argument: how often before the negative control.
set -euo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

need_cargo
need_postgres
cycles=${1:-4}
[[ "$cycles" =~ ^[0-9]+$ ]] || fail "CYCLES is a whole number, not '$cycles'"

cargo build --locked --quiet -p cowrite-failover
exec "$target_dir/debug/cowrite-failover" "$cycles"
