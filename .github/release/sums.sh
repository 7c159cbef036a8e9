#!/usr/bin/env bash
# Completes the files of a release: sums.sh COMMIT FOLDER says which commit they were made of, and writes their sums.
set -euo pipefail

cd "$2"
echo "$1" >COMMIT
sha256sum -- COMMIT *.tar.gz >SHA256SUMS
