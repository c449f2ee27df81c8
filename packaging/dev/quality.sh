# Measures how good the answers are. Sourced by ./dev.
# shellcheck shell=bash

command_quality() {
    compile_quietly release sotto sotto-extract || exit 1
    exec python3 -B "$checkout/tests/quality/quality.py" --sotto "$checkout/build/release/app/sotto" "$@"
}
