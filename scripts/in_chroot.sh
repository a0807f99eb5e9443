#!/usr/bin/env bash
# Runs a command in a chroot, in the folder that this was started in. Arguments: the chroot, then the command.
# The folders in `IN_CHROOT_FOLDERS`, one a line, are seen there under their own names; variables named in `IN_CHROOT_KEEP`, separated by spaces, are kept.
set -euo pipefail

root=$1
shift
kept=()
for name in ${IN_CHROOT_KEEP:-}; do
    [ -z "${!name+set}" ] || kept+=("$name=${!name}")
done
export IN_CHROOT_FOLDERS=${IN_CHROOT_FOLDERS:-$PWD}
# Mounts and processes go with the namespaces, and these with whoever started this, so that nothing of the checkout can be deleted through a mount
# that was left behind.
# Swift finds its own libraries by /proc/self/exe. The last shell stays, since it is the first process there, which has to bury the dead.
# shellcheck disable=SC2016 # Said to the inner shells.
exec setpriv --pdeathsig KILL unshare --mount --propagation private --pid --fork --kill-child bash -euc '
    root=$1
    shift
    mount -t proc proc "$root/proc"
    mount --rbind /dev "$root/dev"
    while IFS= read -r folder; do
        mkdir -p "$root$folder"
        mount --bind "$folder" "$root$folder"
    done <<<"$IN_CHROOT_FOLDERS"
    exec chroot "$root" "$@"' bash "$root" \
    /usr/bin/env -i HOME=/root PATH=/usr/bin:/bin:/usr/libexec/swift/bin LANG=C.UTF-8 "${kept[@]}" \
    bash -euc 'cd "$0"; "$@" || exit' "$PWD" "$@"
