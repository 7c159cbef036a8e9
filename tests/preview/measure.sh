#!/usr/bin/env bash
# Prints, for a project of 1,000 cards and with a release build, the seconds from each of eight saves to the new text on
# the page; for one of 10,000 cards, the seconds of three loads, of three ways to the last card, and of three searches.
set -euo pipefail
cd "$(dirname "$0")/../.."

cargo build --quiet --release >&2
cargo test --quiet --test preview nobody_is_shut_out >&2 # makes the virtual environment
folder=$(mktemp -d)
recto=
trap 'kill $recto; rm -rf "$folder"' EXIT

. tests/preview/questions.sh

measure() { # COMMAND CARDS
    mkdir "$folder/$2"
    questions "$2" >"$folder/$2/many.md"
    echo 'name = "Many"' >"$folder/$2/recto.toml"
    target/release/recto preview "$folder/$2/many.md" --no-open --port 7398 >&2 &
    recto=$!
    sleep 3
    shift 2
    target/tmp/preview/bin/python tests/preview/driver.py "$@"
    echo
    kill $recto
    wait $recto || true
}

measure follow 1000 follow http://127.0.0.1:7398/ "$folder/1000/many.md"
measure large 10000 large http://127.0.0.1:7398/ 10000
