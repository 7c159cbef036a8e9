#!/usr/bin/env bash
# Photographs the cards in docs/pictures anew, and with `desktop` the windows of Anki, too. Fonts for all scripts make them complete: on Debian fonts-noto-core,
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

[ "${1:-}" = desktop ] || exit 0
desktop=target/tmp/desktop
if [ ! -x $desktop/bin/anki ]; then
  python3 -m venv $desktop
  $desktop/bin/pip install --quiet --requirement tests/page/desktop/requirements.txt
fi
# Two releases: in the second one a question is new, one has another answer, one is gone.
recto="$PWD/target/debug/recto"
cp fixtures/interview.md "$out"
(
  cd "$out"
  "$recto" build interview.md --output first
  sed -i -e 's/set a timeout/set a short timeout/' -e '/^### Q2: Two Regions/,/^---/d' interview.md
  printf '\n### Q9: Why Us?\n**Scenario:** "Why do you want to work here?"\n\n**The Answer:** It is true.\n' >>interview.md
  "$recto" build interview.md --output second
) >&2
$desktop/bin/python tests/page/desktop/photograph.py \
  "$out/first/interview.apkg" "$out/second/interview.apkg" "$out/first/interview.csv" docs/pictures/anki
