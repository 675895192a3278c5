#!/usr/bin/env bash
# Writes requirements/*.txt: every version pinned with its hashes, for Linux, Python 3.11 and later. The files name no index
# and no path, so they install from whatever index pip is set up with.
#   scripts/lock.sh             keeps the pinned versions that still fit
#   scripts/lock.sh --upgrade   takes the newest versions that fit
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

readonly LOCKER=.venv-lock
if [[ ! -x $LOCKER/bin/uv ]] || ! cmp -s requirements/lock.txt "$LOCKER/done"; then
  rm -rf "$LOCKER"
  "${PYTHON:-python3}" -m venv "$LOCKER"
  "$LOCKER/bin/python" -m pip install -qq --disable-pip-version-check --require-hashes --requirement requirements/lock.txt
  cp requirements/lock.txt "$LOCKER/done"
fi

compile() {
  local target=$1
  shift
  "$LOCKER/bin/uv" pip compile --quiet --universal --python-version 3.11 --generate-hashes \
    --no-emit-index-url --no-emit-find-links --no-header --no-annotate "$@" --output-file "requirements/$target.txt"
  echo "requirements/$target.txt: $(grep -c '==' "requirements/$target.txt") gói / packages"
}

# setuptools links the command to the source tree (pip install --editable, without a network), so it is pinned with the rest.
compile run "$@" pyproject.toml requirements/run.in
compile dev "$@" pyproject.toml requirements/run.in requirements/dev.in --constraints requirements/run.txt
compile lock "$@" requirements/lock.in
