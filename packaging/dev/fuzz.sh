# Fuzzing of all parsers of foreign files. Sourced by ./dev.
# shellcheck shell=bash

# fuzz [--seconds N | --runs N] [TARGET…]: each target for a minute, or as given. Inputs with new coverage are kept in
# build/fuzz/corpus and used again; an input that causes a failure is saved in build/fuzz/found.
command_fuzz() {
    local limit=-max_total_time=60 found='' target
    local -a targets
    while [[ ${1:-} == --* ]]; do
        [[ ${2:-} =~ ^[1-9][0-9]*$ ]] || stop "fuzz: '$1' needs a number."
        case $1 in
            --seconds) limit=-max_total_time=$2 ;;
            --runs) limit=-runs=$2 ;;
            *) stop "unknown option '$1'; fuzz has --seconds and --runs." ;;
        esac
        shift 2
    done
    mapfile -t targets < <(fuzz_targets)
    for target in "$@"; do
        [[ " ${targets[*]} " == *" $target "* ]] || stop "fuzz: unknown target '$target'; the targets are ${targets[*]}."
    done
    (($# > 0)) && targets=("$@")
    compile_quietly fuzz fuzz-seeds "${targets[@]/#/fuzz-}" || exit 1
    mkdir -p "$checkout/build/fuzz/found"
    "$checkout/build/fuzz/tests/fuzz/fuzz-seeds" "$checkout/build/fuzz/seeds" "${targets[@]}"
    fuzz_row target inputs inputs/s kept MiB result
    for target in "${targets[@]}"; do
        fuzz_one "$target" "$limit" || found+=" $target"
    done
    [[ -z $found ]] && return
    say "Failures in$found. To reproduce: ./dev shell --with fuzz build/fuzz/tests/fuzz/fuzz-TARGET FILE"
    say "When it is fixed, add FILE to tests/fuzz/findings/TARGET: ./dev test will run it."
    return 1
}

fuzz_targets() {
    (cd "$checkout/tests/fuzz/targets" && find . -name '*_target.cpp' -printf '%f\n' | sort | sed 's/_target\.cpp$//')
}

fuzz_row() { printf '%-16s %10s %9s %7s %6s  %s\n' "$@"; }

# The folder of hostile test data for a target, if there is one.
fuzz_hostile() {
    local folder=$checkout/../shared/data/hostile
    case $1 in
        config | manifest | tokenizer_json) folder+=/json ;;
        torch) folder+=/zip ;;
        chat_text) folder+=/strings ;;
        pdf | zip) return ;; # part of fuzz_documents
        *) folder+=/$1 ;;
    esac
    [[ ! -d $folder ]] || echo "$folder"
}

# The shared test documents in the format of a target, if any: -seed_inputs=FILE,…
fuzz_documents() {
    local -a kinds=() files=()
    local kind
    case $1 in
        text) kinds=(txt csv) ;;
        markdown) kinds=(md) ;;
        html) kinds=(html htm xhtml html.bin) ;;
        fb2) kinds=(fb2 xml) ;;
        docx | epub | odt | pdf | pptx | rtf | xlsx | zip) kinds=("$1") ;;
    esac
    for kind in "${kinds[@]}"; do
        mapfile -t -O "${#files[@]}" files < <(find "$checkout/../shared/data/docs" \
            "$checkout/../shared/data/hostile" -name "*.$kind" ! -name '*,*' 2>/dev/null | sort)
    done
    ((${#files[@]} == 0)) || (IFS=, && echo "-seed_inputs=${files[*]}")
}

# fuzz_one TARGET LIMIT: prints its row of the table. False if an input failed, was slow (10 s of processor time) or used
# too much memory. Leak detection uses ptrace, which proot needs itself.
fuzz_one() {
    local target=$1 limit=$2 folder=$checkout/build/fuzz log result=clean leaks=1 status=0
    local -a inputs=("$folder/corpus/$target" "$folder/seeds/$target")
    mapfile -t -O 2 inputs < <(fuzz_hostile "$target" && fuzz_documents "$target")
    [[ ${SOTTO_ENTER:-} == proot ]] && leaks=0
    mkdir -p "${inputs[0]}"
    log=$folder/$target.log
    ASAN_OPTIONS=detect_leaks=$leaks:malloc_context_size=8:quarantine_size_mb=32 UBSAN_OPTIONS=print_stacktrace=1 \
        "$folder/tests/fuzz/fuzz-$target" "$limit" -max_len=32768 -timeout=300 -rss_limit_mb=1024 -reload=0 \
        -print_final_stats=1 -artifact_prefix="$folder/found/$target-" "${inputs[@]}" >"$log" 2>&1 || status=$?
    if ((status != 0)); then
        result=$(sed -n 's/.*Test unit written to //p' "$log" | head -n 1)
        result="FOUND: ${result:-see $log}"
    fi
    fuzz_row "$target" "$(fuzz_figure number_of_executed_units)" "$(fuzz_figure average_exec_per_sec)" \
        "$(find "${inputs[0]}" -type f | wc -l)" "$(fuzz_figure peak_rss_mb)" "$result"
    return "$status"
}

# A statistic of libFuzzer in $log.
fuzz_figure() { sed -n "s/^stat::$1: *//p" "$log"; }
