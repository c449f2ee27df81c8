#!/bin/bash
# mount-root.sh ROOT FOLDER PATH… -- COMMAND…
# Makes ROOT the root of this process and its children, shows each PATH of the host inside it and runs COMMAND
# in FOLDER. Runs in a mount namespace of its own, so nothing of this is seen outside or has to be undone.
# The root is pivoted to and not only chrooted into: inside a chroot the kernel refuses user namespaces, and
# tests (and the sandbox for foreign files) use them.
set -euo pipefail
PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin # an ordinary user's has no sbin

root=$1 folder=$2
shift 2

mount --bind "$root" "$root"
mount --make-unbindable "$root" # else a home folder that holds the root would bring it along once more
while [[ $1 != -- ]]; do
    mkdir -p "$root$1"
    mount --rbind "$1" "$root$1"
    shift
done
shift
for path in /proc /sys /dev; do
    mount --rbind "$path" "$root$path"
done
for path in /etc/resolv.conf /etc/hosts; do
    [[ -r $path ]] || continue
    [[ -e $root$path ]] || : >"$root$path"
    mount --bind "$(readlink -f "$path")" "$(readlink -m "$root$path")"
done

cd "$root"
pivot_root . .
umount -l .
cd "$folder" 2>/dev/null || cd /
exec "$@"
