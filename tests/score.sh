#!/usr/bin/env bash
# Scores recto's reading against a folder of documents with known cards:
#   tests/score.sh DIR [options of DIR/score.py, such as --list]
# DIR holds the documents in public/, what they hold in truth/, and the scorer score.py.
set -euo pipefail
corpus=$(cd "${1:?usage: tests/score.sh DIR}" && pwd)
shift
cd "$(dirname "$0")/.."
cards=$(mktemp)
trap 'rm -f "$cards"' EXIT
cargo run --quiet --release -- cards "$corpus/public" --format jsonl > "$cards"
python3 "$corpus/score.py" "$corpus/truth" "$cards" --root "$corpus" --strict "$@"
