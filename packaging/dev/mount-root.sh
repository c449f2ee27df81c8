#!/bin/bash
# mount-root.sh ROOT FOLDER PATH… -- COMMAND…
# Makes ROOT the root of this process and its children, mounts each PATH of the host in it and runs COMMAND in FOLDER.
# Must run in its own mount namespace, so that nothing is visible outside or has to be undone.
# It uses pivot_root, not chroot: inside a chroot the kernel refuses user namespaces, which tests use.
set -euo pipefail
PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin # that of an ordinary user lacks sbin

root=$1 folder=$2
shift 2

mount --bind "$root" "$root"
mount --make-unbindable "$root" # else a home folder that contains the root would mount it again
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
