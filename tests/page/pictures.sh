#!/usr/bin/env bash
# Photographs the cards in docs/pictures anew. Fonts for all scripts make them complete: on Debian fonts-noto-core,
# fonts-noto-cjk and fonts-noto-color-emoji.
set -euo pipefail
cd "$(dirname "$0")/../.."

cargo test --quiet --test page >&2 # makes the virtual environment, and shows that the cards are fit to be seen
out=$(mktemp -d)
trap 'rm -rf "$out"' EXIT
python=target/tmp/page/bin/python

cargo run --quiet -- build fixtures/interview.md --formats apkg --no-ledger -o "$out" >&2
$python tests/page/driver.py photograph "$out/interview.apkg" docs/pictures/interview "Stampede"
cargo run --quiet -- build fixtures/cards --name cards --formats apkg --no-ledger -o "$out" >&2
$python tests/page/driver.py photograph "$out/cards.apkg" docs/pictures/everything "What can a card hold"
