# Shared by the scripts beside it: sourced, not run.
# shellcheck shell=bash
cd "$(dirname "${BASH_SOURCE[0]}")/.."

target_dir="${CARGO_TARGET_DIR:-target}"

# Says what comes, and how long what came before took.
step() {
    printf '\n\033[1m==> %s\033[0m (%ss so far)\n' "$*" "$SECONDS"
}

fail() {
    printf 'error: %s\n' "$*" >&2
    exit 1
}

# Installs a toolchain component that the machine lacks; fails where that cannot be done.
need_component() {
    local component=$1 probe=$2
    cargo "$probe" --version >/dev/null 2>&1 && return
    step "install $component"
    rustup component add "$component" || fail "cargo $probe is missing and rustup cannot install $component"
}

need_cargo() {
    command -v cargo >/dev/null || fail "cargo is missing: install Rust from https://rustup.rs"
}
