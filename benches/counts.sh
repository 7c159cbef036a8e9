#!/usr/bin/env bash
# Instructions that a build spends on fixed workloads, beside those in counts.tsv: noise cannot fool them.
#
#   benches/counts.sh            compare; fails where there are more than 3 in a hundred more
#   benches/counts.sh --save     write them down
#
# Needs valgrind. One thread, and the program that the tests use, for a release build takes minutes to make. Another
# compiler or another machine's C library counts a little otherwise.
set -euo pipefail
cd "$(dirname "$0")/.."
target=${CARGO_TARGET_DIR:-target}
cargo build --locked --quiet --package recto --package benches --bins
work=$(mktemp -d)
trap 'rm -r "$work"' EXIT

# Instructions of one build of the folder $1.
count() {
    RAYON_NUM_THREADS=1 valgrind --tool=callgrind --callgrind-out-file="$work/out" \
        "$target/debug/recto" build "$1" --no-ledger --name counts --output "$work/dist" >"$work/log" 2>&1 ||
        { cat "$work/log" >&2; exit 2; }
    sed -n 's/^.*Collected : \([0-9]*\).*/\1/p' "$work/log"
}

failed=0
now=$(
    for shape in seed mixed code pictures plain; do
        for cards in 20 200; do
            "$target/debug/workload" "$shape" "$cards" 1 "$work/$shape-$cards"
            printf '%s\t%s\t%s\n' "$shape" "$cards" "$(count "$work/$shape-$cards")"
        done
    done
)
if [ "${1:-}" = --save ]; then
    printf '%s\n' "$now" >benches/counts.tsv
    exit
fi
while IFS=$'\t' read -r shape cards instructions; do
    before=$(awk -v shape="$shape" -v cards="$cards" '$1 == shape && $2 == cards { print $3 }' benches/counts.tsv)
    awk -v shape="$shape" -v cards="$cards" -v now="$instructions" -v before="${before:-0}" 'BEGIN {
        change = before ? 100 * (now - before) / before : 0
        printf "%-9s %5d cards  %8.1f M instructions  %+5.1f %%\n", shape, cards, now / 1e6, change
        exit change > 3 || !before
    }' || failed=1
done <<<"$now"
exit $failed
