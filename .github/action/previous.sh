#!/usr/bin/env bash
# Says where the packages lie that learners have. A first release has none, which is no error.
set -euo pipefail

folder=$RUNNER_TEMP/recto-previous

api() {
  local accept=$1 address=$2
  shift 2
  # The token goes through standard input, where no list of processes shows it.
  printf 'header = "Authorization: Bearer %s"\n' "$TOKEN" |
    curl --config - --fail --silent --show-error --location --retry 3 --header "Accept: $accept" "$@" "$address"
}

# Tag, name and address of each package in the newest release but the one that is being made.
packages() {
  api application/vnd.github+json "$GITHUB_API_URL/repos/$GITHUB_REPOSITORY/releases?per_page=100" |
    jq --raw-output --arg now "${GITHUB_REF_NAME:-}" '
      map(select((.draft or .prerelease | not) and .tag_name != $now))
      | map(.tag_name as $tag | .published_at as $time | {$time, packages: [.assets[]
          | select(.name | endswith(".apkg")) | [$tag, .name, .url]]})
      | map(select(.packages != [])) | sort_by(.time) | last // {packages: []}
      | .packages[] | @tsv' | tr -d '\r'
}

release() {
  local found tag name address
  found=$(packages)
  if [ -z "$found" ]; then
    echo "No release of $GITHUB_REPOSITORY has a package yet"
    return
  fi
  rm -rf "$folder"
  mkdir -p "$folder"
  while IFS=$'\t' read -r tag name address; do
    echo "$name of $tag"
    api application/octet-stream "$address" --output "$folder/${name##*/}"
  done <<<"$found"
  echo "path=$folder" >>"$GITHUB_OUTPUT"
}

case $PREVIOUS in
  '') ;;
  release) release ;;
  *)
    cd "$WORKING_DIRECTORY"
    if [ ! -e "$PREVIOUS" ]; then
      echo "::error title=recto::There is no $PREVIOUS. previous is a package, a folder with packages, or the word release."
      exit 2
    fi
    case $PREVIOUS in
      /* | [A-Za-z]:*) echo "path=$PREVIOUS" >>"$GITHUB_OUTPUT" ;;
      *) echo "path=$PWD/$PREVIOUS" >>"$GITHUB_OUTPUT" ;;
    esac
    ;;
esac
