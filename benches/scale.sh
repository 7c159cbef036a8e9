#!/usr/bin/env bash
# How the processor time and the memory of a build grow with the number of cards, beside the floor's, and how time grows:
# the exponent is 1 where twice the cards take twice the time.
#
#   benches/scale.sh [SHAPE [CARDS…]]      default: seed, 1000 10000 100000
#
# ONE_FILE=no leaves out the one document with all cards, whose parse takes six times its length.
#
# Needs GNU time. `recto` and the floor take turns, on the same documents.
set -euo pipefail
cd "$(dirname "$0")/.."
target=$(cargo metadata --format-version 1 --no-deps | sed 's/.*"target_directory":"\([^"]*\)".*/\1/')
cargo build --release --locked --quiet --package recto --package benches --bins
shape=${1:-seed}
shift || true
[ $# -gt 0 ] || set -- 1000 10000 100000
work=$(mktemp -d)
trap 'rm -r "$work"' EXIT

# Wall seconds, processor seconds and MB of a command.
measure() {
    /usr/bin/time --format '%e %U %S %M' --output "$work/time" "$@" >/dev/null 2>"$work/errors" || { cat "$work/errors" >&2; exit 2; }
    awk '{ print $1, $2 + $3, $4 / 1024 }' "$work/time"
}

printf '%8s %6s %8s  %8s %8s %8s  %8s %8s  %s\n' cards files MB 'wall s' 'cpu s' 'MB' 'floor s' 'ratio' exponent
last=
for cards; do
    several=
    [ "$cards" -le 1000 ] || several=$(((cards + 999) / 1000))
    one=1
    [ -z "$several" ] || [ "${ONE_FILE:-yes}" = yes ] || one=
    for files in $one $several; do
        folder=$work/$cards-$files
        "$target/release/workload" "$shape" "$cards" "$files" "$folder"
        size=$(cat "$folder"/*.md | wc -c)
        read -r wall cpu memory < <(measure "$target/release/recto" build "$folder" --no-ledger --max-markdown 4GB --name scale --output "$work/dist")
        read -r _ floor _ < <(measure "$target/release/floor" "$folder"/*.md "$work/floor.apkg")
        exponent=-
        if [ "$files" = 1 ] || [ -z "$one" ]; then
            [ -z "$last" ] || exponent=$(awk -v a="$last" -v b="$cards $cpu" 'BEGIN { split(a, x); split(b, y); printf "%.2f", log(y[2] / x[2]) / log(y[1] / x[1]) }')
            last="$cards $cpu"
        fi
        awk -v cards="$cards" -v files="$files" -v size="$size" -v wall="$wall" -v cpu="$cpu" -v memory="$memory" -v floor="$floor" -v exponent="$exponent" 'BEGIN {
            printf "%8d %6d %8.1f  %8.2f %8.2f %8.0f  %8.2f %8.2f  %s\n", cards, files, size / 1e6, wall, cpu, memory, floor, (floor > 0 ? cpu / floor : 0), exponent
        }'
        rm -r "$folder"
    done
done
