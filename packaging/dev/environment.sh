# Chooses where a command of ./dev runs: on this machine if it can have the packages (Debian 13 or newer), else in
# a Debian 13 root. Sourced by ./dev; uses $checkout.
# shellcheck shell=bash

readonly environment_release=trixie
control=$checkout/packaging/debian/control
cache=${XDG_CACHE_HOME:-${HOME:-/root}/.cache}/sotto

say() { printf '%s\n' "$*" >&2; }
stop() {
    say "dev: $*"
    exit 1
}

machine_architecture() {
    case $(uname -m) in
        x86_64) echo amd64 ;;
        aarch64) echo arm64 ;;
        *) uname -m ;;
    esac
}

# environment_use KIND PROFILE COMMAND…: replaces this process with COMMAND in the environment with the packages.
#   KIND     here: packages for this machine's architecture · arm64: packages for a cross-build
#   PROFILE  "" or a build profile of the control file (bench, documents, fuzz, older, train)
environment_use() {
    local kind=$1 profile=$2
    shift 2
    local way
    way=$(way_in "$kind")
    if [[ $way == native ]]; then
        native_prepare "$profile"
        export SOTTO_INSIDE=$kind
        exec "$@"
    fi
    local root
    root=$cache/debian-13-$(machine_architecture)
    [[ $kind == here ]] || root=$root-for-$kind
    root_prepare "$way" "$root" "$kind" "$profile"
    trust_as_this_machine
    root_enter "$way" work "$root" env SOTTO_INSIDE="$kind" "$@"
}

# Inside the root pip and Python trust the certificates that this machine trusts, and pip reads its configuration:
# copies lie in the cache folder, which both sides see.
trust_as_this_machine() {
    local file
    for file in "${PIP_CERT:-}" "${SSL_CERT_FILE:-}" "${REQUESTS_CA_BUNDLE:-}" "${CURL_CA_BUNDLE:-}" \
        /etc/ssl/certs/ca-certificates.crt /etc/pki/tls/certs/ca-bundle.crt /etc/ssl/cert.pem; do
        if [[ -r $file ]]; then
            cmp -s "$file" "$cache/certificates.pem" || cp "$file" "$cache/certificates.pem"
            export PIP_CERT=$cache/certificates.pem SSL_CERT_FILE=$cache/certificates.pem
            break
        fi
    done
    if [[ -z ${PIP_CONFIG_FILE:-} && -r /etc/pip.conf ]]; then
        cmp -s /etc/pip.conf "$cache/pip.conf" || cp /etc/pip.conf "$cache/pip.conf"
        export PIP_CONFIG_FILE=$cache/pip.conf
    fi
}

# native · mounts (as root) · userns (as an ordinary user) · proot (where mounts are refused).
# SOTTO_ENTER overrides the choice; the value root means a Debian 13 root, entered in whatever way works.
way_in() {
    case ${SOTTO_ENTER:-} in
        native | mounts | userns | proot) echo "$SOTTO_ENTER" && return ;;
        '') [[ $1 == here ]] && native_has_the_versions && echo native && return ;;
        root) ;;
        *) stop "SOTTO_ENTER is '$SOTTO_ENTER'; use native, root, mounts, userns or proot." ;;
    esac
    if ((EUID == 0)) && unshare -m true 2>/dev/null; then
        echo mounts
    elif ((EUID != 0)) && unshare -Urm true 2>/dev/null; then
        echo userns
    elif command -v proot >/dev/null; then
        echo proot
    else
        stop "this user may not mount on this machine; install the package proot, which needs no mounts."
    fi
}

# A cross-build needs -dev packages for arm64 that conflict with those for amd64, so it always has its own root and
# never changes the packages of this machine.
native_has_the_versions() {
    [[ -e $cache/native.stamp ]] && return
    local ID='' VERSION_ID=''
    # shellcheck source=/dev/null
    [[ -r /etc/os-release ]] && . /etc/os-release
    [[ $ID == debian && ${VERSION_ID:-0} -ge 13 ]] && return
    [[ $ID == debian && -n $VERSION_ID ]] && return 1
    command -v apt-cache >/dev/null || return 1
    candidate_is_at_least qt6-base-dev 6.8 && candidate_is_at_least libxnnpack-dev '0.0~git20241108'
}

candidate_is_at_least() {
    local version
    version=$(LC_ALL=C apt-cache policy "$1" 2>/dev/null | sed -n 's/^ *Candidate: //p')
    [[ -n $version && $version != '(none)' ]] && dpkg --compare-versions "$version" ge "$2"
}

# stamp KIND PROFILE: changes when the required packages may have changed.
stamp() {
    local hash
    hash=$(sha256sum <"$control")
    echo "$1 ${2:-usual} ${hash%% *}"
}

# build_dep KIND PROFILE FOLDER: prints the command that installs the packages; FOLDER contains debian/control.
build_dep() {
    local options='-y -q --no-install-recommends'
    [[ $1 == here ]] || options+=" -a $1 -P cross,pkg.sotto.$1"
    [[ -z $2 ]] || options+=" -P pkg.sotto.$2"
    echo "apt-get build-dep $options $3"
}

native_prepare() {
    local profile=$1 wanted as_root=''
    wanted=$(stamp here "$profile")
    grep -qsxF "$wanted" "$cache/native.stamp" && return
    if ((EUID != 0)); then
        command -v sudo >/dev/null && as_root=sudo
    fi
    mkdir -p "$cache"
    local install
    install=$(build_dep here "$profile" "$checkout/packaging")
    if ! packages_are_here "$profile"; then
        ((EUID == 0)) || [[ -n $as_root ]] ||
            stop "packages are missing and this user cannot install them. Ask the administrator for:" \
                "$install. Or set SOTTO_ENTER=root to use a Debian 13 root in $cache."
        say "Installing the packages in packaging/debian/control (once)…"
        $as_root env DEBIAN_FRONTEND=noninteractive sh -c "apt-get update -q && $install" \
            >"$cache/set-up.log" 2>&1 || set_up_failed
    fi
    echo "$wanted" >>"$cache/native.stamp"
}

packages_are_here() {
    command -v dpkg-checkbuilddeps >/dev/null || return 1
    dpkg-checkbuilddeps ${1:+-P "pkg.sotto.$1"} "$control" 2>/dev/null
}

set_up_failed() {
    tail -n 15 "$cache/set-up.log" >&2
    stop "the packages could not be installed (full log: $cache/set-up.log)." \
        "Is the package mirror reachable? SOTTO_MIRROR=URL selects another."
}
