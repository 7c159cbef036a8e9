#!/usr/bin/env bash
# Puts recto on the path of the steps that follow: the program that was released from the action's own commit, or, where
# there is none, one built from it. Runs in the bash 3.2 of macOS, too.
set -euo pipefail

home=$RUNNER_TEMP/recto
version=$(sed -n 's/^version = "\(.*\)"$/\1/p' "$GITHUB_ACTION_PATH/Cargo.toml" | head -n 1)
releases=$GITHUB_SERVER_URL/${ACTION_REPOSITORY:-}/releases/download/v$version
program=$home/bin/recto

target() {
  case $RUNNER_OS-$RUNNER_ARCH in
    Linux-X64) echo x86_64-unknown-linux-musl ;;
    Linux-ARM64) echo aarch64-unknown-linux-musl ;;
    macOS-X64) echo x86_64-apple-darwin ;;
    macOS-ARM64) echo aarch64-apple-darwin ;;
    Windows-X64) echo x86_64-pc-windows-msvc ;;
    Windows-ARM64) echo aarch64-pc-windows-msvc ;;
    *) return 1 ;;
  esac
}

fetch() {
  curl --fail --silent --show-error --location --retry 3 --output "$1" "$releases/$1"
}

sum() {
  if command -v sha256sum >/dev/null; then sha256sum "$1"; else shasum -a 256 "$1"; fi | cut -d ' ' -f 1
}

# Whether a file is what the release says it is. Another one is no reason to build, but to stop.
check() {
  local wanted
  wanted=$(awk -v name="$1" '$2 == name { print $1 }' SHA256SUMS)
  if [ "$(sum "$1")" != "$wanted" ]; then
    echo "::error title=recto::$releases/$1 is not the file that its SHA256SUMS names"
    exit 1
  fi
}

# A tag names its release, v1 and v1.2 the newest one of theirs. A commit has a release if it was made of that very commit.
is_released() {
  case $ACTION_REF in
    "v$version") ;;
    v[0-9]*) case v$version in "$ACTION_REF".*) ;; *) return 1 ;; esac ;;
    *)
      [[ $ACTION_REF =~ ^[0-9a-f]{40}$ ]] || return 1
      fetch COMMIT && check COMMIT && [ "$(cat COMMIT)" = "$ACTION_REF" ]
      ;;
  esac
}

download() {
  local archive
  [ -n "${ACTION_REPOSITORY:-}" ] && [ -n "${ACTION_REF:-}" ] || return 1
  archive=recto-$(target).tar.gz || return 1
  # Relative names, for tar takes `D:` for a host.
  mkdir -p "$home/bin" && cd "$home" || return 1
  fetch SHA256SUMS && is_released && fetch "$archive" || return 1
  check "$archive"
  tar -xzf "$archive" -C bin
}

if download; then
  echo "recto $version, as released from $ACTION_REPOSITORY"
elif command -v cargo >/dev/null; then
  echo "::notice title=recto::No released program for ${ACTION_REF:-this commit} on $RUNNER_OS $RUNNER_ARCH: building it"
  cargo install --quiet --locked --path "$GITHUB_ACTION_PATH" --root "$home"
else
  echo "::error title=recto::No released program for ${ACTION_REF:-this commit} on $RUNNER_OS $RUNNER_ARCH, and no cargo to build it with. Install Rust in a step before this one."
  exit 1
fi

echo "$home/bin" >>"$GITHUB_PATH"
echo "version=$("$program" --version | cut -d ' ' -f 2)" >>"$GITHUB_OUTPUT"
