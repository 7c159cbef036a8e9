#!/usr/bin/env bash
# Runs recto as the inputs say, and tells the workflow what came of it: annotations, a summary, outputs.
# Runs in the bash 3.2 of macOS, too, where an empty array is an unset one.
# shellcheck disable=SC2153 # the inputs, in capitals, come from action.yml
set -euo pipefail

notes=$RUNNER_TEMP/recto-notes.md
log=$RUNNER_TEMP/recto.log
cd "$WORKING_DIRECTORY"

# An annotation of this kind, of a text with several lines.
say() {
  local text=$2
  text=${text//'%'/%25}
  text=${text//$'\r'/}
  echo "::$1 title=recto::${text//$'\n'/%0A}"
}

warn() { say warning "$1"; }

fail() {
  say error "$1"
  exit "${2:-2}"
}

yes() {
  case $2 in
    true) ;;
    false) return 1 ;;
    *) fail "$1 is $2: say true or false" ;;
  esac
}

# The lines of an input, without empty ones, into the array `lines`.
split() {
  local line
  lines=()
  while IFS= read -r line; do
    line=${line%$'\r'}
    if [ -n "$line" ]; then lines+=("$line"); fi
  done <<<"$1"
}

output() {
  local end=end-$RANDOM$RANDOM$RANDOM
  printf '%s<<%s\n%s\n%s\n' "$1" "$end" "$2" "$end" >>"$GITHUB_OUTPUT"
}

# Prints a file whose text nobody here has chosen: a line that looks like a command of the workflow is none.
quote() {
  local end=end-$RANDOM$RANDOM$RANDOM
  printf '::stop-commands::%s\n' "$end"
  cat "$1"
  printf '\n::%s::\n' "$end"
}

# recto with the options that all commands share, the ones given, and the sources.
recto_on_sources() {
  local command=$1
  shift
  recto "$command" "$@" ${name[@]+"${name[@]}"} -- ${paths[@]+"${paths[@]}"}
}

# The package that learners have of this one: the one of its name, or, if there is one on each side, that.
counterpart() {
  if [ -e "$PREVIOUS/${1##*/}" ]; then
    echo "$PREVIOUS/${1##*/}"
  elif [ "${#old[@]}" = 1 ] && [ "${#new[@]}" = 1 ]; then
    echo "${old[0]}"
  fi
}

# What a learner who has $1 will notice of the rest, into the notes; in a line into `changes`.
compare() {
  if ! recto diff --format markdown "$@" 2>"$log" >>"$notes"; then
    # A deck that is none any more, or a package that cannot be read: whoever looks is told, and the rest goes on.
    warn "$(cat "$log")"
    return
  fi
  if [ -s "$log" ]; then warn "$(cat "$log")"; fi
  changes+=${changes:+$'\n'}$(recto diff "$@" 2>/dev/null | head -n 1)
}

check() {
  local options=() code=0 report=$RUNNER_TEMP/recto.sarif before
  if [ -n "$LEDGER" ]; then options+=(--ledger "$LEDGER"); fi
  if [ -n "$DENY" ]; then options+=(--deny "$DENY"); fi
  options+=(${more[@]+"${more[@]}"})
  case $FORMAT in
    sarif)
      recto_on_sources check ${options[@]+"${options[@]}"} --format sarif >"$report" 2>"$log" || code=$?
      output files "$report"
      ;;
    github) recto_on_sources check ${options[@]+"${options[@]}"} --format github 2>"$log" || code=$? ;;
    *)
      recto_on_sources check ${options[@]+"${options[@]}"} --format "$FORMAT" >"$report" 2>"$log" || code=$?
      quote "$report"
      ;;
  esac
  if [ "$code" -gt 1 ]; then fail "$(cat "$log")" "$code"; fi

  # A host shows a few annotations only: the summary has all findings.
  recto_on_sources check ${options[@]+"${options[@]}"} --format human >"$log" || true
  {
    echo "## Questions"
    echo
    tail -n 1 "$log"
    if [ "$(wc -l <"$log")" -gt 1 ]; then
      printf '\n<details><summary>Findings</summary>\n\n````````````text\n'
      head -c 500000 "$log"
      printf '\n````````````\n\n</details>\n'
    fi
  } >>"$GITHUB_STEP_SUMMARY"
  if [ "${#old[@]}" -gt 0 ]; then
    for before in "${old[@]}"; do
      if [ "${#old[@]}" -gt 1 ]; then printf '### %s\n\n' "$(basename "$before" .apkg)" >>"$notes"; fi
      compare "$before" ${paths[@]+"${paths[@]}"} ${name[@]+"${name[@]}"} ${subdecks[@]+"${subdecks[@]}"}
    done
    printf '\n## What learners will notice\n\n' >>"$GITHUB_STEP_SUMMARY"
    cat "$notes" >>"$GITHUB_STEP_SUMMARY"
    output notes "$notes"
  fi
  exit "$code"
}

build() {
  local options=(--output "$OUTPUT") code=0 package before file files=''
  if [ -n "$LEDGER" ]; then options+=(--ledger "$LEDGER"); fi
  if [ -n "$FORMATS" ]; then options+=(--formats "$FORMATS"); fi
  if [ -n "$CSV" ]; then options+=(--csv "$CSV"); fi
  if yes locked "$LOCKED"; then options+=(--locked); fi
  if yes sums "$SUMS"; then options+=(--sums); fi
  for before in ${old[@]+"${old[@]}"}; do options+=(--previous "$before"); done
  options+=(${subdecks[@]+"${subdecks[@]}"} ${more[@]+"${more[@]}"})
  recto_on_sources build "${options[@]}" >"$log" 2>&1 || code=$?
  quote "$log"
  if [ "$code" != 0 ]; then fail "$(cat "$log")" "$code"; fi

  new=()
  for file in "$OUTPUT"/*; do
    files+=${files:+$'\n'}$file
    case $file in *.apkg) new+=("$file") ;; esac
  done
  for package in ${new[@]+"${new[@]}"}; do
    if [ "${#new[@]}" -gt 1 ]; then printf '## %s\n\n' "$(basename "$package" .apkg)" >>"$notes"; fi
    before=$(counterpart "$package")
    if [ -n "$before" ]; then
      compare "$before" "$package"
    else
      echo "The first release:$(recto verify "$package" | sed -n 's/^.*,\( [0-9]* cards*\),.*$/\1/p')." >>"$notes"
    fi
    printf '\nOpen *%s* in Anki or AnkiDroid. Whoever has an earlier release keeps their progress.\n\n' \
      "$(basename "$package")" >>"$notes"
  done
  cat "$notes" >>"$GITHUB_STEP_SUMMARY"
  output files "$files"
  output notes "$notes"
}

old=() new=() name=() subdecks=() changes=''
if [ -d "${PREVIOUS:-}" ]; then
  for file in "$PREVIOUS"/*.apkg; do
    if [ -e "$file" ]; then old+=("$file"); fi
  done
elif [ -n "${PREVIOUS:-}" ]; then
  old=("$PREVIOUS")
fi
if [ -n "$NAME" ]; then name=(--name "$NAME"); fi
if yes subdecks "$SUBDECKS"; then subdecks=(--subdecks); fi
split "$PATHS"
paths=(${lines[@]+"${lines[@]}"})
split "$ARGUMENTS"
more=(${lines[@]+"${lines[@]}"})
: >"$notes"

trap 'output changes "$changes"' EXIT
case $MODE in
  check) check ;;
  build) build ;;
  *) fail "mode is $MODE: say check or build" ;;
esac
