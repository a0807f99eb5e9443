#!/usr/bin/env bash
# Makes, once, a chroot of Debian trixie with Debian's Swift and its Python, and prints where it is. Needs root, and the network the first time.
# It stays outside the checkout, in a folder named after what this file says, so that a changed recipe makes a new one. `COWRITE_CACHE` names another place for it.
set -euo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

cache=${COWRITE_CACHE:-/var/cache/cowrite}
recipe=$(sha256sum scripts/swift_chroot.sh | cut -c1-12)
root=$cache/swift-$recipe
ready=$root/.ready

[ "$(id -u)" -eq 0 ] || fail "Swift is missing: put a swift 6 on PATH, or run as root to set up a chroot with Debian's"
mkdir -p "$cache"
# Two runs at once: the second waits for the first one's.
exec 9>"$root.lock"
flock 9
if [ ! -e "$ready" ]; then
    as_root=()
    command -v debootstrap >/dev/null || apt_install debootstrap >&2 ||
        fail "debootstrap is missing, and apt-get cannot install it"
    mirror=${DEBIAN_MIRROR:-http://deb.debian.org/debian}
    # What an interrupted run has left.
    rm -rf --one-file-system "$root"
    mkdir -p "$root"
    # Namespaces of its own, which end with this: whatever happens, no mount and no process outlives it.
    # shellcheck disable=SC2016 # Said to the inner shell.
    setpriv --pdeathsig KILL unshare --mount --propagation private --pid --fork --kill-child bash -euc '
        root=$1
        mount --bind "$root" "$root"
        debootstrap --variant=minbase trixie "$root" "$2"
        cp -L /etc/resolv.conf "$root/etc/resolv.conf"
        mountpoint -q "$root/proc" || mount -t proc proc "$root/proc"
        mount --rbind /dev "$root/dev"
        export DEBIAN_FRONTEND=noninteractive
        chroot "$root" apt-get -q update
        # Swift compiles against headers of C and C++ that its package does not ask for.
        chroot "$root" apt-get -q -y install --no-install-recommends swiftlang libc6-dev libstdc++-14-dev python3-venv
        chroot "$root" swift --version
        chroot "$root" apt-get clean' bash "$root" "$mirror" >&2
    rm -rf "$root"/var/lib/apt/lists/*
    touch "$ready"
fi
printf '%s\n' "$root"
