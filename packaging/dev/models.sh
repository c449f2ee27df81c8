# Models: the catalogue, fetching, and the one that answers at ./dev run. Sourced by ./dev, inside the environment.
# shellcheck shell=bash

model_options=() # of sotto, for the models of another folder

command_models() {
    fetch_models "$@"
}

fetch_models() {
    SOTTO_MODELS=$cache/models python3 -B "$checkout/packaging/dev/models.py" "$@"
}

# ensure_model [NAME]: has a real model imported before the program starts. What cannot be had is said in one
# sentence, and the starter answers.
ensure_model() {
    local wanted=$1 file
    if [[ -z $wanted ]]; then
        has_model '' && return 0
        wanted=$(fetch_models best) || {
            say "The starter model answers."
            return 0
        }
    fi
    has_model "$wanted" && use_model "$wanted" && return 0
    fetch_models describe "$wanted" || exit 1
    trap : INT # Ctrl-C ends the fetching or the import, not this script
    if ! file=$(fetch_models get "$wanted") || ! import_model "$file" "$wanted"; then
        without_model "The next call tries again."
    fi
    trap - INT
}

import_model() {
    say "Importing $2…"
    "$checkout/build/dev/app/sotto" "${model_options[@]}" models import "$1" --name "$2" >/dev/null && use_model "$2"
}

# fetch_test_models: the files that the tests with real models read; these tests skip where one cannot be had.
fetch_test_models() {
    local name
    [[ ${SOTTO_REAL_MODELS:-} != all ]] || SOTTO_REAL_MODELS=$(fetch_models files)
    export SOTTO_REAL_MODELS=${SOTTO_REAL_MODELS:-smollm2-135m} SOTTO_MODELS=$cache/models
    for name in $SOTTO_REAL_MODELS; do
        fetch_models get "$name" >/dev/null || say "The tests with $name are left out."
    done
}

# without_model [SENTENCE]: says what answers instead: a model that was imported before, else the starter.
without_model() {
    if has_model ''; then
        say "The model that was used before answers.${1:+ $1}"
    else
        say "The starter model answers; it is very small and often wrong.${1:+ $1}"
    fi
}

# has_model NAME: whether it is imported; '' asks for any but the starter.
has_model() {
    "$checkout/build/dev/app/sotto" "${model_options[@]}" models list --json 2>/dev/null | python3 -c '
import json, sys
names = {model["name"] for model in json.load(sys.stdin)} - {"starter"}
sys.exit(not (sys.argv[1] in names if sys.argv[1] else names))' "$1"
}

use_model() {
    "$checkout/build/dev/app/sotto" "${model_options[@]}" models use "$1" >/dev/null
}
