#!/usr/bin/env bash
# Photographs the page in docs/pictures anew. Fonts for all scripts make it complete: on Debian fonts-noto-core,
# fonts-noto-cjk and fonts-noto-color-emoji.
set -euo pipefail
cd "$(dirname "$0")/../.."

cargo test --quiet --test preview nobody_is_shut_out >&2 # makes the virtual environment
folder=$(mktemp -d)
trap 'kill $recto; rm -rf "$folder"' EXIT
cp -R fixtures/cards/. fixtures/interview.md "$folder"
printf '# Caching\n\n## When is a cache worse than none?\n\n' >"$folder/unanswered.md"
printf '## What is a write-through cache?\n\nOne that writes to the store at once.\n' >>"$folder/unanswered.md"
top=$PWD
cargo build --quiet
(cd "$folder" && exec "$top/target/debug/recto" preview . --name Interview --no-open --port 7399) >&2 &
recto=$!
sleep 2
target/tmp/preview/bin/python tests/preview/driver.py photograph http://127.0.0.1:7399/ docs/pictures/preview
