# Enters the Debian 13 root where the kernel refuses mounts: proot translates the paths of programs.
# Slower than mounts, since it traces each system call, but it needs no privileges. Sourced by ./dev.
# shellcheck shell=bash

proot_enter() { # work|admin ROOT COMMAND…
    local role=$1 root=$2 path
    shift 2
    local -a options=(-r "$root" -b /proc -b /sys -b /dev -b /etc/resolv.conf -b /etc/hosts -w "$PWD")
    [[ $role == work ]] || options+=(-0)
    while read -r path; do
        options+=(-b "$path")
    done < <(visible_paths)
    exec proot "${options[@]}" "$@"
}

# mmdebstrap needs chroot, which proot cannot emulate: it only unpacks here, and dpkg installs inside the root.
bootstrap_by_proot() {
    local root=$1 program
    program=$(command -v "$mmdebstrap")
    mmdebstrap="proot_as_administrator" bootstrap --mode=root --variant=extract --include='?essential' \
        --include=apt,build-essential \
        --skip=check/canmount,chroot/mount,cleanup/apt,download/empty,extract/unlink \
        "$environment_release" "$root" || return
    (cd / && proot_enter admin "$root" env -i PATH=/usr/sbin:/usr/bin DEBIAN_FRONTEND=noninteractive \
        sh -c 'dpkg --install --force-depends /var/cache/apt/archives/*.deb && apt-get clean')
}

proot_as_administrator() { proot -0 "$program" "$@"; }
