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

# Puts into `as_root` what runs a command as root.
need_root() {
    local wanted=$1
    as_root=()
    if [ "$(id -u)" -ne 0 ]; then
        command -v sudo >/dev/null || fail "$wanted"
        as_root=(sudo)
    fi
}

# Installs a package of Debian. Where several are wanted at once, one after the other: apt waits by itself for some of its locks, not for all,
# so the folder of the lists is locked too.
apt_install() {
    local apt=("${as_root[@]}" env DEBIAN_FRONTEND=noninteractive flock /var/lib/apt apt-get -q -y -o DPkg::Lock::Timeout=600)
    # An image may come without the lists of packages, or with old ones.
    "${apt[@]}" install --no-install-recommends "$@" ||
        { "${apt[@]}" update && "${apt[@]}" install --no-install-recommends "$@"; }
}

# Installs Debian's PostgreSQL where there is none, without the cluster that it would make and start for its own use.
need_postgres() {
    has_postgres && return
    command -v apt-get >/dev/null ||
        fail "PostgreSQL is missing: install its server, and put the folder of postgres and initdb on PATH"
    local as_root
    need_root "PostgreSQL is missing: as root, apt-get install postgresql"
    step "install PostgreSQL"
    "${as_root[@]}" mkdir -p /etc/postgresql-common/createcluster.d
    echo "create_main_cluster = false" |
        "${as_root[@]}" tee /etc/postgresql-common/createcluster.d/no-main-cluster.conf >/dev/null
    apt_install postgresql ||
        fail "PostgreSQL is missing, and apt-get cannot install it"
    has_postgres || fail "apt-get has installed postgresql, but no server is found"
}

python=${PYTHON:-python3}

# Whether Python can make environments with pip in them; Debian keeps that part apart.
has_python() {
    "$python" -c 'import ensurepip, sys, venv; sys.exit(sys.version_info < (3, 11))' 2>/dev/null
}

# Installs Debian's Python where there is none, or what of it is missing.
need_python() {
    has_python && return
    if command -v "$python" >/dev/null; then
        "$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' ||
            fail "$python is older than 3.11: PYTHON names a newer one"
    fi
    [ "$python" = python3 ] && command -v apt-get >/dev/null ||
        fail "$python with venv and ensurepip is missing: install Python 3.11 or later"
    local as_root
    need_root "Python is missing: as root, apt-get install python3-venv"
    step "install Python"
    apt_install python3-venv || fail "Python is missing, and apt-get cannot install it"
    has_python || fail "apt-get has installed python3-venv, but $python cannot make environments"
}

# Puts into `beside_swift` what runs a program where Swift 6 is, on this machine or in a chroot of Debian, and into `scratch` where it builds.
# `target_dir` is absolute; `chroot` is empty where there is none.
find_swift() {
    chroot=
    local version
    version=$(swift --version 2>/dev/null || true)
    if [[ "$version" =~ Swift\ version\ ([6-9]|[1-9][0-9])\. ]]; then
        beside_swift=()
        scratch=$target_dir/swift
        return
    fi
    [ "$(id -u)" -eq 0 ] && command -v apt-get >/dev/null || return 1
    chroot=$(scripts/swift_chroot.sh) || return 1
    # In the chroot, since what is bound into it is slower, and named after the checkout, since several may share it.
    scratch=/var/tmp/build-$(printf '%s' "$PWD" | cksum | cut -d' ' -f1)
    beside_swift=("$PWD/scripts/in_chroot.sh" "$chroot")
    export IN_CHROOT_FOLDERS=$PWD$'\n'$target_dir
    export IN_CHROOT_KEEP="CI COWRITE_DROPBOX_PROGRAM COWRITE_LIBRARY COWRITE_POSTGRES_DATABASES COWRITE_WITHOUT"
}

# Puts the header of the Swift package into a folder, as an XCFramework of static libraries wants it.
apple_headers() {
    local header=$1 folder=$2/CowriteFFI
    # Under the name of the module, since the headers of all XCFrameworks of an app come together in one folder.
    mkdir -p "$folder"
    cp "$header" "$folder/CowriteFFI.h"
    # What uniffi writes for XCFrameworks is of frameworks, and can be imported from no library (mozilla/uniffi-rs#2646, #2917).
    printf 'module CowriteFFI {\n    header "CowriteFFI.h"\n    export *\n}\n' >"$folder/module.modulemap"
}

# Whether there is a Node.js that the SDKs under test run on, with npm.
has_node() {
    command -v npm >/dev/null && node -e 'process.exit(Number(process.versions.node.split(".")[0] < 20))' 2>/dev/null
}

# Installs Debian's Node.js where there is none.
need_node() {
    has_node && return
    if command -v node >/dev/null && command -v npm >/dev/null; then
        fail "$(command -v node) is $(node --version): Node.js 20 or later is wanted"
    fi
    command -v apt-get >/dev/null || fail "Node.js with npm is missing: install Node.js 20 or later"
    local as_root
    need_root "Node.js is missing: as root, apt-get install nodejs npm"
    step "install Node.js"
    apt_install nodejs npm || fail "Node.js is missing, and apt-get cannot install it"
    has_node || fail "apt-get has installed nodejs, but it is older than 20, or npm is missing: install Node.js 20 or later"
}
