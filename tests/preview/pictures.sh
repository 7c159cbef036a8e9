#!/usr/bin/env bash
# Photographs the page in docs/pictures anew. Fonts for all scripts make it complete: on Debian fonts-noto-core,
# fonts-noto-cjk and fonts-noto-color-emoji.
set -euo pipefail
cd "$(dirname "$0")/../.."
top=$PWD
. tests/preview/questions.sh

cargo test --quiet --test preview nobody_is_shut_out >&2 # makes the virtual environment
cargo build --quiet
folder=$(mktemp -d)
trap 'kill $(jobs -p); rm -rf "$folder"' EXIT
mkdir "$folder/interview" "$folder/many"
cp -R fixtures/cards/. fixtures/interview.md "$folder/interview"
printf '# Caching\n\n## When is a cache worse than none?\n\n' >"$folder/interview/unanswered.md"
printf '## What is a write-through cache?\n\nOne that writes to the store at once.\n' >>"$folder/interview/unanswered.md"
questions 10000 >"$folder/many/many.md"

serve() { # PORT FOLDER NAME
    (cd "$2" && exec "$top/target/debug/recto" preview . --name "$3" --no-open --port "$1") >&2 &
    until (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null; do sleep 1; done
}
serve 7399 "$folder/interview" Interview
serve 7397 "$folder/many" Many
target/tmp/preview/bin/python tests/preview/driver.py photograph http://127.0.0.1:7399/ docs/pictures/preview \
    "$folder/interview/unanswered.md" http://127.0.0.1:7397/
