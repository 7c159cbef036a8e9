#!/usr/bin/env bash
# Packs a program for its release: pack.sh PROGRAM TARGET FOLDER writes FOLDER/recto-TARGET.tar.gz.
set -euo pipefail

program=$1 target=$2 folder=$3
top=$(cd "$(dirname "$0")/../.." && pwd)
stage=$(mktemp -d)
trap 'rm -rf "$stage"' EXIT

cp "$program" "$top/README.md" "$top/LICENSE-APACHE" "$top/LICENSE-MIT" "$stage"
mkdir -p "$folder"
# Through a pipe, for tar takes the `D:` of a path for a host.
tar -C "$stage" -cf - . | gzip >"$folder/recto-$target.tar.gz"
