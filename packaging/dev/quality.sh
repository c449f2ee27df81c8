# Measures how good the answers are, and how much is read of documents. Sourced by ./dev.
# shellcheck shell=bash

# The build profile for "./dev quality ARGS": only the comparison of documents needs other programs.
quality_profile() {
    [[ " $* " == *" --only documents "* ]] && echo documents
    return 0
}

command_quality() {
    if [[ -n $(quality_profile "$@") ]]; then
        local given=()
        while (($# > 0)); do
            if [[ $1 == --only ]]; then
                [[ ${2:-} == documents ]] || stop "documents are measured on their own, without '--only ${2:-}'."
                shift
            else
                given+=("$1")
            fi
            shift
        done
        compile_quietly release sotto-extract || exit 1
        exec python3 -B "$checkout/tests/documents/documents.py" "${given[@]}"
    fi
    compile_quietly release sotto sotto-extract || exit 1
    exec python3 -B "$checkout/tests/quality/quality.py" --sotto "$checkout/build/release/app/sotto" "$@"
}
