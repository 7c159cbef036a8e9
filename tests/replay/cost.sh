#!/usr/bin/env bash
# What the ledger costs: builds 100,000 generated cards without and with one, and prints the processor time of each.
#   tests/replay/cost.sh
set -euo pipefail
cd "$(dirname "$0")/../.."
cargo build --quiet --release
recto=$PWD/target/release/recto
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 - <<'PYTHON'
import random
random.seed(1)
words = """cache index thread queue socket kernel buffer page lock node shard replica token session proxy route header
packet schema query plan join key value heap stack branch commit merge deploy image volume secret pod probe metric alert
trace span log level error retry backoff timeout limit quota rate window batch stream topic offset group leader""".split()
some = lambda count: " ".join(random.choices(words, k=count))
for file in range(20):
    parts = (f"## Part {part + 1}: {some(2)}\n\n" + "".join(
        f"### Q{question + 1}: The {some(2)} {file}-{part}-{question}\n\n"
        f"**Scenario:** A {some(3)} of the {some(3)} fails when the {some(2)} is full. What do you do?\n\n"
        f"**Technical Answer:**\n\n* **First:** {some(12)} `{some(1)}`.\n* **Then:** {some(14)}.\n"
        f"* **The fix:**\n    1. {some(10)}.\n    2. {some(10)}.\n\n" for question in range(500)) for part in range(10))
    open(f"{file:02}.md", "w").write("".join(parts))
PYTHON
TIMEFORMAT='%U s'
"$recto" build . --name big > /dev/null
for round in 1 2 3; do
  printf 'without a ledger  '; time "$recto" build . --name big --no-ledger > /dev/null
  printf 'with a ledger     '; time "$recto" build . --name big > /dev/null
done
