# Building and running, inside the environment. Sourced by ./dev.
# shellcheck shell=bash

# configure PRESET [OPTIONS…]: once, and when the presets change; CMake itself watches its list files.
configure() {
    local preset=$1
    shift
    [[ $checkout/build/$preset/build.ninja -nt $checkout/CMakePresets.json && $# -eq 0 ]] && return
    local -a launcher=()
    command -v ccache >/dev/null &&
        launcher=(-DCMAKE_C_COMPILER_LAUNCHER=ccache -DCMAKE_CXX_COMPILER_LAUNCHER=ccache)
    (cd "$checkout" && cmake --preset "$preset" "${launcher[@]}" "$@")
}

# compile PRESET [TARGET…]. Checkouts share the entries of ccache, since their paths are not part of the key.
compile() {
    local preset=$1
    shift
    configure "$preset" || return
    CCACHE_BASEDIR=$checkout CCACHE_NOHASHDIR=1 \
        ninja -C "$checkout/build/$preset" -j "$(nproc)" "$@"
}

# The same for commands whose standard output belongs to the program: silent unless something must be compiled.
compile_quietly() {
    local log status=0
    if [[ $checkout/build/$1/build.ninja -nt $checkout/CMakePresets.json ]] &&
        ninja -C "$checkout/build/$1" -n "${@:2}" 2>/dev/null | grep -q 'no work to do'; then
        return
    fi
    log=$(mktemp)
    say "Building…"
    compile "$@" >"$log" 2>&1 || status=$?
    ((status == 0)) || cat "$log" >&2
    rm -f "$log"
    return "$status"
}

command_build() {
    compile "${1:-dev}"
}

command_sotto() {
    compile_quietly dev sotto || exit 1
    exec "$checkout/build/dev/app/sotto" "$@"
}

# Whether there is no option but those that the window has, too.
are_of_the_window() {
    while (($# > 0)); do
        case $1 in
            --high-contrast) shift ;;
            --data-dir | --theme | --size | --screenshot) shift $(($# > 1 ? 2 : 1)) ;;
            --data-dir=* | --theme=* | --size=* | --screenshot=*) shift ;;
            *) return 1 ;;
        esac
    done
}

# run [--model NAME|none] [ARGS]: with the model that is there, else the best one that fits and can be fetched.
command_run() {
    local model=${SOTTO_MODEL:-}
    if [[ ${1:-} == --model ]]; then
        [[ -n ${2:-} ]] || stop "--model wants a name of the catalogue (./dev models) or none."
        model=$2
        shift 2
    fi
    local -a targets=(sotto)
    [[ -z ${DISPLAY:-}${WAYLAND_DISPLAY:-} ]] || targets+=(sotto-desktop)
    compile_quietly dev "${targets[@]}" || exit 1
    if [[ $model == none ]]; then
        export SOTTO_DEFAULT_MODEL=starter # for this call only
    else
        model_options=() # a folder of its own has models of its own
        [[ ${1:-} != --data-dir || -z ${2:-} ]] || model_options=(--data-dir "$2")
        ensure_model "$model"
    fi
    if [[ -n ${DISPLAY:-}${WAYLAND_DISPLAY:-} ]] && are_of_the_window "$@"; then
        exec "$checkout/build/dev/app/sotto-desktop" "$@"
    fi
    exec "$checkout/build/dev/app/sotto" "$@"
}

# Evaluates the shipped starter model, through the program, with questions about texts it was not trained on.
command_starter_eval() {
    compile_quietly dev sotto || exit 1
    exec python3 "$checkout/resources/starter/evaluate.py" --sotto "$checkout/build/dev/app/sotto" "$@"
}

command_bench() {
    compile_quietly release sotto || exit 1
    exec "$checkout/build/release/app/sotto" bench "$@"
}
