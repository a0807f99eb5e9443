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

# Where the programs of a PostgreSQL server are, as `Installation::find` in core/postgres-server looks for them.
has_postgres() {
    local folder
    for folder in /usr/lib/postgresql/*/bin "$(pg_config --bindir 2>/dev/null || true)" \
        "$(dirname "$(command -v postgres || echo /nowhere/postgres)")"; do
        [ -x "$folder/postgres" ] && [ -x "$folder/initdb" ] && return
    done
    return 1
}

# Installs Debian's PostgreSQL where there is none, without the cluster that it would make and start for its own use.
need_postgres() {
    has_postgres && return
    command -v apt-get >/dev/null ||
        fail "PostgreSQL is missing: install its server, and put the folder of postgres and initdb on PATH"
    local as_root=()
    if [ "$(id -u)" -ne 0 ]; then
        command -v sudo >/dev/null || fail "PostgreSQL is missing: as root, apt-get install postgresql"
        as_root=(sudo)
    fi
    step "install PostgreSQL"
    "${as_root[@]}" mkdir -p /etc/postgresql-common/createcluster.d
    echo "create_main_cluster = false" |
        "${as_root[@]}" tee /etc/postgresql-common/createcluster.d/no-main-cluster.conf >/dev/null
    local apt=("${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get -q -y)
    # An image may come without the lists of packages, or with old ones.
    "${apt[@]}" install --no-install-recommends postgresql ||
        { "${apt[@]}" update && "${apt[@]}" install --no-install-recommends postgresql; } ||
        fail "PostgreSQL is missing, and apt-get cannot install it"
    has_postgres || fail "apt-get has installed postgresql, but no server is found"
}
