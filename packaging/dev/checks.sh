# The checks for every change, and their totals. Sourced by ./dev.
# Every step runs even if an earlier one failed, so that one call shows everything.
# shellcheck shell=bash

# Outside: runs the steps inside, then prints the totals. The last line is for programs: "N passed, N failed".
test_all() {
    local tally=$checkout/build/tally extent='' option
    for option in "$@"; do
        case $option in
            --long) extent=--long ;;
            --models) export SOTTO_REAL_MODELS=all ;;
            *) stop "unknown option '$option'; test has the options --long and --models." ;;
        esac
    done
    mkdir -p "$checkout/build"
    : >"$tally"
    ("$checkout/dev" test-here) || true
    [[ $extent == --long ]] && {
        ("$checkout/dev" test-long) || true
        ("$checkout/dev" test-older) || true
        ("$checkout/dev" test-arm64) || true
    }
    # A step without an end mark did not finish: that is a failure, too.
    local begun ended passed failed
    begun=$(grep -c '^begin' "$tally") || true
    ended=$(grep -c '^end' "$tally") || true
    passed=$(awk '/^count/ { n += $2 } END { print n + 0 }' "$tally")
    failed=$(awk '/^count/ { n += $3 } END { print n + 0 }' "$tally")
    ((begun > 0)) || failed=$((failed + 1))
    failed=$((failed + begun - ended))
    say ''
    grep '^failed' "$tally" | sed 's/^failed/FAILED:/' || true
    echo "$passed passed, $failed failed"
    ((failed == 0))
}

# step NAME FUNCTION…: prints a heading and the time, and counts the step as one test unless it counts itself.
step() {
    local name=$1 begin=$SECONDS
    shift
    echo "==> $name"
    mkdir -p "$checkout/build"
    echo "begin $name" >>"$checkout/build/tally"
    if "$@"; then
        count 1 0
    else
        count 0 1 "$name"
    fi
    echo "end $name" >>"$checkout/build/tally"
    echo "<== $name: $((SECONDS - begin)) s"
}

# count PASSED FAILED [WHAT FAILED]
count() {
    echo "count $1 $2" >>"$checkout/build/tally"
    [[ -z ${3:-} ]] || echo "failed $3" >>"$checkout/build/tally"
}

# run_ctest PRESET [CTEST OPTIONS…]: counts each test. True if CTest itself finished. A test that hangs is killed and
# counts as failed, so that the others still run.
run_ctest() {
    local preset=$1 log total bad
    shift
    log=$checkout/build/$preset/ctest.log
    (cd "$checkout/build/$preset" && in_a_session ctest --output-on-failure --timeout 1200 -j "$(nproc)" "$@") 2>&1 |
        tee "$log"
    read -r bad total < <(sed -n 's/.* \([0-9]*\) tests\? failed out of \([0-9]*\).*/\1 \2/p' "$log")
    [[ -n ${total:-} ]] || return 1
    count "$((total - bad))" "$bad"
    sed -n "s/^\t *[0-9]* - \(.*\) (.*)\( *[^ ]*\)\?$/failed $preset: \1/p" "$log" >>"$checkout/build/tally"
}

# A private display and message bus for the tests that open windows. fixed_addresses: see test_threads.
in_a_session() {
    if command -v xvfb-run >/dev/null && command -v dbus-run-session >/dev/null; then
        "${fixed_addresses[@]}" dbus-run-session -- xvfb-run -a "$@"
    else
        "${fixed_addresses[@]}" "$@"
    fi
}
fixed_addresses=()

# build_and_test PRESET [CTEST OPTIONS…]: builds and tests only_targets if a caller set them, else everything.
only_targets=()
build_and_test() {
    local preset=$1
    shift
    compile "$preset" -k 0 "${only_targets[@]}" >"$checkout/build/$preset.log" 2>&1 || {
        tail -n 60 "$checkout/build/$preset.log"
        return 1
    }
    run_ctest "$preset" "$@"
}

# test_address [CTEST OPTIONS…]. Leak detection uses ptrace, which proot needs itself.
test_address() {
    local leaks=1
    [[ ${SOTTO_ENTER:-} == proot ]] && leaks=0
    ASAN_OPTIONS=detect_leaks=$leaks:detect_stack_use_after_return=1:strict_string_checks=1 \
        LSAN_OPTIONS=suppressions=$checkout/packaging/sanitizers/leaks.supp:print_suppressions=0 \
        UBSAN_OPTIONS=print_stacktrace=1 \
        build_and_test asan "$@"
}

# test_threads PROGRAM…: Catch2 programs. The thread sanitizer needs address space randomization disabled; setarch does
# that where it is permitted.
test_threads() {
    local -a only_targets=("$@")
    setarch -R true 2>/dev/null && local -a fixed_addresses=(setarch -R)
    TSAN_OPTIONS=suppressions=$checkout/packaging/sanitizers/threads.supp:halt_on_error=1 \
        build_and_test tsan -R "^($(IFS='|' && echo "$*"))"
}

# The program without arguments, display and terminal must answer its example question.
answers_the_example() {
    local folder answer
    folder=$(mktemp -d)
    answer=$(cd "$folder" && env -u DISPLAY -u WAYLAND_DISPLAY XDG_DATA_HOME="$folder" \
        XDG_CACHE_HOME="$folder" XDG_CONFIG_HOME="$folder" XDG_STATE_HOME="$folder" \
        timeout 120 "$checkout/build/ci/app/sotto" </dev/null) || {
        rm -rf "$folder"
        return 1
    }
    rm -rf "$folder"
    printf '%s\n' "$answer"
    [[ -n $answer ]]
}

our_files() {
    (cd "$checkout" && git ls-files --cached --others --exclude-standard -- "$@")
}

command_format() {
    local -a mode=(-i)
    case ${1:-} in
        --check) mode=(--dry-run -Werror) ;;
        '') ;;
        *) stop "unknown option '$1'; format has the option --check." ;;
    esac
    (cd "$checkout" && our_files '*.cpp' '*.h' | xargs -r clang-format "${mode[@]}")
}

# clang-tidy takes several times as long as the compiler, so a clean file is skipped until it, one of the headers it
# includes, or the list of checks changes.
tidy() {
    local log=$checkout/build/tidy.log status=0
    compile asan sotto_build_values >"$log" 2>&1 || {
        cat "$log"
        return 1
    }
    mkdir -p "$cache/tidy"
    export -f tidy_file
    (cd "$checkout" && our_files 'app/*.cpp' 'core/*.cpp' 'inference/*.cpp' 'storage/*.cpp' 'tests/fuzz/*.cpp' |
        xargs -r -P "$(nproc)" -I {} bash -c 'tidy_file "$@"' _ {} "$cache/tidy") >"$log" 2>&1 || status=1
    grep -vE '^[0-9]+ (warnings?|errors?) |^Suppressed|^Use -header-filter' "$log" || true
    return "$status"
}

# tidy_file FILE FOLDER: runs in the root of the checkout. Skips files that are not part of the build.
tidy_file() {
    local key
    grep -qF "/$1\"" build/asan/compile_commands.json || return 0
    key=$(g++ -std=c++23 -I. -Ibuild/asan/app/generated -MM "$1" | tr -d '\\\n' | cut -d: -f2- | xargs cat .clang-tidy | sha256sum) || return 1
    [[ -e $2/${key%% *} ]] && return
    # Headers of other tests are not checked.
    local -a headers=()
    [[ $1 != tests/* ]] || headers=(-header-filter='/tests/fuzz/.*\.h$')
    clang-tidy -quiet -p build/asan "${headers[@]}" "$1" || return 1
    : >"$2/${key%% *}"
}

# Qt's target knows the import paths of the module.
lint_qml() {
    configure ci >"$checkout/build/ci-configure.log" 2>&1 || return
    ninja -C "$checkout/build/ci" -t query all_qmllint >/dev/null 2>&1 || return 0
    local log
    log=$(ninja -C "$checkout/build/ci" all_qmllint 2>&1) && ! grep -qi '^warning' <<<"$log" && return
    printf '%s\n' "$log"
    return 1
}

# All shell programs, each with the files that it sources.
lint_shell() {
    (cd "$checkout" && our_files | while read -r file; do
        IFS= read -r first 2>/dev/null <"$file" || continue
        if [[ $first =~ ^#!.*/(ba)?sh ]]; then printf '%s\0' "$file"; fi
    done | xargs -0 -r shellcheck --external-sources --check-sourced)
}

command_lint() {
    local status=0
    mkdir -p "$checkout/build"
    tidy || { echo "clang-tidy found something" && status=1; }
    lint_qml || { echo "qmllint found something" && status=1; }
    lint_shell || { echo "shellcheck found something" && status=1; }
    return "$status"
}

# Must take less than 20 minutes on two cores.
command_test_here() {
    fetch_test_models
    step 'warnings as errors, tests' build_and_test ci
    step 'the example question, without display and terminal' answers_the_example
    step 'address and undefined behaviour sanitizers' test_address -LE slow
    step 'thread sanitizer' test_threads core-tests
    step 'clang-format' command_format --check
    step 'qmllint' lint_qml
    step 'shellcheck' lint_shell
}

# Checks that take many minutes.
command_test_long() {
    step 'clang-tidy' tidy
    step 'thread sanitizer: inference, storage' test_threads inference-tests storage-tests
    step 'address and undefined behaviour sanitizers: slow tests' test_address -L slow
    step 'the library under 500 kills' "$checkout/build/ci/tests/storage/storage-tests" '[.long]'
    step 'keys and values under 1,000 kills, 10,000 flipped bits' "$checkout/build/ci/tests/app/sotto_kv_tests" '[.long]'
}

# XNNPACK and our kernels take other paths on processors with fewer instruction sets.
command_test_older() {
    [[ $(machine_architecture) == amd64 ]] || return 0
    step 'x86 with AVX2 at most, under qemu' on_processor Haswell-noTSX
    step 'x86 with SSE 4.2 at most, under qemu' on_processor Nehalem
}

on_processor() {
    compile ci inference-tests >"$checkout/build/ci.log" 2>&1 || {
        tail -n 60 "$checkout/build/ci.log"
        return 1
    }
    timeout 3600 qemu-x86_64 -cpu "$1" "$checkout/build/ci/tests/inference/inference-tests" '~[slow]'
}

# Slow tests take many minutes each under emulation, and do not depend on the processor.
command_test_arm64() {
    local -a only_targets=(core-tests inference-tests storage-tests)
    step 'arm64: warnings as errors, tests under qemu' build_and_test arm64 -R '^(core|inference|storage)' -LE slow
}
