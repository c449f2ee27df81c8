# Feeding damaged input to every reader of foreign files. Sourced by ./dev.
# shellcheck shell=bash

# fuzz [--seconds N | --runs N] [TARGET…]: each target for a minute, or as said. Inputs that led somewhere new are
# kept in build/fuzz/corpus and used again; an input that breaks something lies in build/fuzz/found.
command_fuzz() {
    local limit=-max_total_time=60 folder=$checkout/build/fuzz failed='' target
    while [[ ${1:-} == --* ]]; do
        [[ ${2:-} =~ ^[1-9][0-9]*$ ]] || stop "fuzz: '$1' wants a number."
        case $1 in
            --seconds) limit=-max_total_time=$2 ;;
            --runs) limit=-runs=$2 ;;
            *) stop "fuzz knows --seconds and --runs, not '$1'." ;;
        esac
        shift 2
    done
    compile_quietly fuzz || exit 1
    "$folder/tests/fuzz/fuzz-seeds" "$folder/seeds"
    if (($# == 0)); then
        mapfile -t targets < <(cd "$folder/tests/fuzz" && printf '%s\n' fuzz-* | sed -n 's/^fuzz-//p' | grep -v seeds)
        set -- "${targets[@]}"
    fi
    mkdir -p "$folder/found"
    for target in "$@"; do
        [[ -x $folder/tests/fuzz/fuzz-$target ]] || stop "fuzz: there is no target '$target'."
        fuzz_one "$target" "$limit" || failed+=" $target"
    done
    [[ -z $failed ]] || stop "fuzz: found something in$failed; the inputs lie in build/fuzz/found."
}

fuzz_one() {
    local target=$1 limit=$2 folder=$checkout/build/fuzz log status=0
    local -a inputs=("$folder/corpus/$target" "$folder/seeds/$target")
    mkdir -p "${inputs[0]}"
    [[ -d $checkout/../shared/data/hostile/$target ]] && inputs+=("$checkout/../shared/data/hostile/$target")
    log=$folder/$target.log
    ASAN_OPTIONS=detect_leaks=1:allocator_may_return_null=0 UBSAN_OPTIONS=print_stacktrace=1 \
        "$folder/tests/fuzz/fuzz-$target" "$limit" -max_len=16384 -len_control=0 -timeout=10 -rss_limit_mb=1024 \
        -print_final_stats=1 -artifact_prefix="$folder/found/$target-" "${inputs[@]}" >"$log" 2>&1 || status=$?
    echo "$target: $(sed -n 's/^stat::number_of_executed_units: *//p' "$log") inputs," \
        "$(find "${inputs[0]}" -type f | wc -l) kept, exit status $status"
    ((status == 0)) || tail -n 40 "$log" >&2
    return "$status"
}
