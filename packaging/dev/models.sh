# Models: the catalogue, fetching, and the one that answers at ./dev run. Sourced by ./dev, inside the environment.
# shellcheck shell=bash

command_models() {
    fetch_models "$@"
}

fetch_models() {
    SOTTO_MODELS=$cache/models python3 -B "$checkout/packaging/dev/models.py" "$@"
}

# ensure_model [NAME|none]: has a real model imported before the program starts. What cannot be had is said in one
# sentence, and the starter answers.
ensure_model() {
    local wanted=$1 file
    [[ $wanted != none ]] || return 0
    if [[ -z $wanted ]]; then
        has_model '' && return 0
        wanted=$(fetch_models best) || {
            say "The starter model answers."
            return 0
        }
    fi
    has_model "$wanted" && use_model "$wanted" && return 0
    fetch_models describe "$wanted" || exit 1
    trap : INT # Ctrl-C ends the fetching, not this script
    file=$(fetch_models get "$wanted") || file=''
    trap - INT
    if [[ -z $file ]]; then
        without_model "The next call tries again."
        return 0
    fi
    say "Importing $wanted…"
    if "$checkout/build/dev/app/sotto" models import "$file" --name "$wanted" --weights int8 >/dev/null && use_model "$wanted"; then
        return 0
    fi
    without_model
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
    "$checkout/build/dev/app/sotto" models list --json 2>/dev/null | python3 -c '
import json, sys
names = {model["name"] for model in json.load(sys.stdin)} - {"starter"}
sys.exit(not (sys.argv[1] in names if sys.argv[1] else names))' "$1"
}

use_model() {
    "$checkout/build/dev/app/sotto" models use "$1" >/dev/null
}
