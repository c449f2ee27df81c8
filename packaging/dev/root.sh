# Creates, completes and enters the Debian 13 root. Sourced by ./dev after environment.sh.
# shellcheck shell=bash

# Packages of the host that create the root. All others are in packaging/debian/control.
readonly host_tools=(mmdebstrap debian-archive-keyring)
readonly needed_mib=4096

# root_prepare WAY ROOT KIND PROFILE: creates or completes the root; needs no network when nothing is missing.
root_prepare() {
    local way=$1 root=$2 kind=$3 profile=$4
    root_is_ready "$root" "$kind" "$profile" && return
    mkdir -p "$cache"
    exec {lock}>"$cache/lock"
    if ! flock --nonblock "$lock"; then
        say "Waiting for another call that sets up the environment…"
        flock "$lock"
    fi
    if ! root_is_ready "$root" "$kind" "$profile"; then
        [[ -x $root/usr/bin/apt-get && -x $root/usr/bin/umount ]] || root_make "$way" "$root"
        root_install "$way" "$root" "$kind" "$profile"
    fi
    exec {lock}>&-
}

root_is_ready() {
    grep -qsxF "$(stamp "$2" "$3")" "$1/var/lib/sotto/packages"
}

# The root is created under another name and renamed when it is complete.
root_make() {
    local way=$1 root=$2 partial=$2.partial free
    free=$(df --output=avail -BM "$cache" | tail -n 1 | tr -dc 0-9)
    ((free >= needed_mib)) ||
        stop "the Debian 13 environment needs $needed_mib MiB in $cache; $free MiB are free."
    say "Creating the Debian 13 environment in $root (once; takes some minutes)…"
    way=$(way_to_install "$way")
    root_remove "$way" "$partial"
    root_remove "$way" "$root"
    find_host_tools
    mkdir -p "$partial"
    "bootstrap_by_$way" "$partial" >"$cache/set-up.log" 2>&1 || set_up_failed
    mkdir -p "$partial/var/lib/sotto"
    echo "$way" >"$partial/var/lib/sotto/made-by"
    mv "$partial" "$root"
}

# Packages need several user ids. Without subordinate ids an ordinary user can use proot to create and complete the
# root, and enter it without proot.
way_to_install() {
    if [[ $1 != userns ]] || unshare --map-root-user --map-auto true 2>/dev/null; then
        echo "$1"
    elif command -v proot >/dev/null; then
        echo proot
    else
        stop "this user has no subordinate user ids: install uidmap (and see /etc/subuid), or install proot."
    fi
}

# Mounts exist only in private namespaces, so the root contains plain files.
root_remove() {
    [[ -e $2 ]] || return 0
    case $1 in
        userns) unshare --map-root-user --map-auto rm -rf --one-file-system "$2" ;;
        *) rm -rf --one-file-system "$2" ;;
    esac
}

find_host_tools() {
    mmdebstrap=mmdebstrap
    keyring=/usr/share/keyrings/debian-archive-keyring.gpg
    command -v mmdebstrap >/dev/null && [[ -r $keyring ]] && return
    command -v apt-get >/dev/null ||
        stop "building needs Debian or a derivative with apt: use a container or machine with Debian 13."
    if ((EUID == 0)); then
        { apt-get update -q && apt-get install -y -q --no-install-recommends "${host_tools[@]}"; } \
            >"$cache/set-up.log" 2>&1 || set_up_failed
        return
    fi
    # An ordinary user may not install packages, but can unpack these two: they are only scripts and data.
    local tools=$cache/host-tools
    mkdir -p "$tools"
    if ! (cd "$tools" && apt-get download -q "${host_tools[@]}" &&
        for package in *.deb; do dpkg -x "$package" . || exit; done) >"$cache/set-up.log" 2>&1; then
        stop "the packages ${host_tools[*]} are needed to create the environment; ask the administrator to install them."
    fi
    mmdebstrap=$tools/usr/bin/mmdebstrap
    keyring=$tools$keyring
}

# SOTTO_MIRROR, else the mirror of a Debian host, else the default of mmdebstrap.
mirror() {
    local ID=''
    # shellcheck source=/dev/null
    [[ -r /etc/os-release ]] && . /etc/os-release
    if [[ -n ${SOTTO_MIRROR:-} ]]; then
        echo "$SOTTO_MIRROR"
    elif [[ $ID == debian ]]; then
        # shellcheck disable=SC2016 # the names are apt's
        apt-get indextargets --format '$(REPO_URI) $(COMPONENT)' 'Created-By: Packages' |
            sed -n 's|/debian/\? main$|/debian|p' | head -n 1
    fi
}

# dpkg need not sync each file: an interrupted set-up is repeated anyway.
bootstrap() {
    local from
    from=$(mirror)
    "$mmdebstrap" --variant=buildd --include=mount,ca-certificates --keyring="$keyring" \
        --dpkgopt=force-unsafe-io "$@" ${from:+"$from"}
}

bootstrap_by_mounts() { bootstrap --mode=root "$environment_release" "$1"; }

# mmdebstrap maps other user ids than we do later, so the root is copied through an archive.
bootstrap_by_userns() {
    bootstrap --mode=unshare --format=tar "$environment_release" - |
        unshare --map-root-user --map-auto tar -C "$1" -x --numeric-owner --exclude='./dev/*' || return
    grep -q "^[^:]*:x:$UID:" "$1/etc/passwd" ||
        echo "developer:x:$UID:$(id -g)::$HOME:/bin/bash" >>"$1/etc/passwd"
}

# root_install WAY ROOT KIND PROFILE: installs the packages of the control file into the root.
root_install() {
    local way=$1 root=$2 kind=$3 profile=$4 script
    grep -qsx proot "$root/var/lib/sotto/made-by" && way=proot
    say "Installing the packages in packaging/debian/control into $root…"
    mkdir -p "$root/var/lib/sotto/source/debian"
    cp "$control" "$root/var/lib/sotto/source/debian/"
    script='set -e; export DEBIAN_FRONTEND=noninteractive; dpkg --configure -a; '
    [[ $kind == here ]] || script+="dpkg --add-architecture $kind; "
    script+="apt-get update -q; $(build_dep "$kind" "$profile" /var/lib/sotto/source); apt-get clean"
    (cd / && root_enter "$way" admin "$root" sh -c "$script") >"$cache/set-up.log" 2>&1 </dev/null ||
        set_up_failed
    sync -f "$root"
    stamp "$kind" "$profile" >>"$root/var/lib/sotto/packages"
}

# root_enter WAY work|admin ROOT COMMAND…: replaces this process with COMMAND inside the root, in the current folder,
# with the same paths as outside. admin: with the right to install packages.
root_enter() {
    local way=$1 role=$2 root=$3
    shift 3
    local -a paths variables
    mapfile -t paths < <(visible_paths)
    mapfile -d '' -t variables < <(kept_variables)
    local -a command=(env -i "${variables[@]}" "$@")
    local mount_root=$checkout/packaging/dev/mount-root.sh
    case $way-$role in
        mounts-*) exec unshare -m bash "$mount_root" "$root" "$PWD" "${paths[@]}" -- "${command[@]}" ;;
        userns-admin)
            exec unshare --map-root-user --map-auto -m \
                bash "$mount_root" "$root" "$PWD" "${paths[@]}" -- "${command[@]}"
            ;;
        userns-work) # back to the caller's user id after mounting
            exec unshare -Urm bash "$mount_root" "$root" "$PWD" "${paths[@]}" -- \
                unshare -U --map-user="$UID" --map-group="$(id -g)" "${command[@]}"
            ;;
        proot-*) proot_enter "$role" "$root" "${command[@]}" ;;
    esac
}

# The folders of the host that are visible inside: each once, and none of the system.
visible_paths() {
    local path last=''
    for path in "$(dirname "$checkout")" "$checkout" "$PWD" "${HOME:-}" /tmp "${TMPDIR:-}" \
        "${XDG_RUNTIME_DIR:-}" "${XAUTHORITY:+$(dirname "$XAUTHORITY")}" "${XDG_DATA_HOME:-}" \
        "${XDG_CONFIG_HOME:-}" "${XDG_CACHE_HOME:-}" "${XDG_STATE_HOME:-}"; do
        [[ -d $path ]] && (cd "$path" && pwd -P)
    done | grep -vxE '/|/(bin|boot|dev|etc|lib[^/]*|proc|run|sbin|sys|usr|var)|/(dev|etc|proc|sys|usr)/.*' |
        sort -u | while read -r path; do
        [[ -n $last && $path == "$last"/* ]] && continue
        last=$path
        printf '%s\n' "$path"
    done
}

# Variables that have the same meaning inside; not the paths of the host's compilers and libraries.
kept_variables() {
    local name
    printf 'PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin\0LANG=C.UTF-8\0'
    while read -r name; do
        case $name in
            HOME | USER | LOGNAME | TERM | COLORTERM | NO_COLOR | TZ | TMPDIR | CI | EDITOR | LANGUAGE | \
                DISPLAY | XAUTHORITY | WAYLAND_DISPLAY | DBUS_SESSION_BUS_ADDRESS | SOURCE_DATE_EPOCH | \
                http_proxy | https_proxy | no_proxy | all_proxy | HTTP_PROXY | HTTPS_PROXY | NO_PROXY | ALL_PROXY | \
                PIP_* | SSL_CERT_FILE | XDG_* | QT_* | QML_* | SOTTO_* | CCACHE_* | CTEST_*)
                printf '%s=%s\0' "$name" "${!name}"
                ;;
        esac
    done < <(compgen -e)
}
