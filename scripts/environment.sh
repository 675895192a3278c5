#!/usr/bin/env bash
# Makes the virtual environment .venv, or does nothing when it already is what the requirement files say.
#   scripts/environment.sh run          the product
#   scripts/environment.sh dev          the product, and what tests and checks need
#   scripts/environment.sh browser      a Chromium for the browser tests (after dev)
#   scripts/environment.sh postgresql   the programs of PostgreSQL, whose own server the tests start
#   scripts/environment.sh wrk          the generator of floods, for the tests of the door
# Exit code 2: something is missing on this machine; one line says how to install it.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

readonly VENV=.venv
readonly PYTHON=${PYTHON:-python3}

# A person who is not root types sudo.
as_root() { if [[ $(id -u) -eq 0 ]]; then echo "$1"; else echo "${1//apt-get/sudo apt-get}"; fi; }
INSTALL_PYTHON=$(as_root 'apt-get update && apt-get install -y python3-venv')
INSTALL_CHROMIUM=$(as_root 'apt-get update && apt-get install -y chromium fonts-dejavu-core libatomic1')
INSTALL_POSTGRESQL=$(as_root 'apt-get update && apt-get install -y postgresql')
INSTALL_WRK=$(as_root 'apt-get update && apt-get install -y wrk')
readonly INSTALL_PYTHON INSTALL_CHROMIUM INSTALL_POSTGRESQL INSTALL_WRK

missing() {
  printf '%s\n' "$@" >&2
  exit 2
}

# Prints which interpreter this is; says so when there is none that will do.
interpreter() {
  if ! "$PYTHON" -c 'import sys; print(sys.version, sys.base_prefix); sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
    missing "Cần Python từ 3.11 / Python 3.11 or later is needed:  $INSTALL_PYTHON   (make PYTHON=python3.12 …: chọn bản khác / another one)"
  fi
}

create() {
  if ! "$PYTHON" -c 'import ensurepip, venv' 2>/dev/null; then
    missing "Cần python3-venv / python3-venv is needed:  $INSTALL_PYTHON"
  fi
  echo "→ Tạo môi trường $VENV / making the environment $VENV"
  rm -rf "$VENV"
  "$PYTHON" -m venv "$VENV"
}

is_done() { [[ -f $VENV/done-$1 && $(<"$VENV/done-$1") == "$2" ]]; }

mark_done() { printf '%s\n' "$2" >"$VENV/done-$1"; }

install() {
  local level=$1 python key project_key
  python=$(interpreter)
  # All is made anew when the interpreter, the place of the checkout or a pinned version changes, so that nothing is left
  # over from before: what runs here is what the requirement files say.
  key=$({ echo "$python"; pwd -P; cat requirements/run.txt requirements/dev.txt; } | sha256sum)
  if ! is_done base "$key"; then
    create
    mark_done base "$key"
  fi
  if ! is_done "$level" "$key" && ! { [[ $level == run ]] && is_done dev "$key"; }; then
    echo "→ Cài các gói trong requirements/$level.txt / installing the packages of requirements/$level.txt"
    "$VENV/bin/python" -m pip install -qq --disable-pip-version-check --require-hashes --requirement "requirements/$level.txt"
    mark_done "$level" "$key"
  fi
  project_key=$(sha256sum pyproject.toml)
  if ! is_done project "$project_key"; then
    echo "→ Nối lệnh thiduaso với mã nguồn này / linking the command thiduaso to this source tree"
    "$VENV/bin/python" -m pip install -qq --disable-pip-version-check --no-index --no-deps --no-build-isolation --editable .
    mark_done project "$project_key"
  fi
}

# The same places are tried, in the same order, by the fixture `chromium` of tests/conftest.py.
find_chromium() {
  local name
  for name in ${THIDUASO_CHROMIUM:+"$THIDUASO_CHROMIUM"} chromium google-chrome; do
    if command -v "$name" >/dev/null && "$name" --version >/dev/null 2>&1; then return 0; fi
  done
  return 1
}

# Playwright brings its own Node.js, which wants libatomic: a bare Debian has none.
browser_ready() { find_chromium && "$VENV/bin/playwright" --version >/dev/null 2>&1; }

browser() {
  if browser_ready; then return 0; fi
  # Ubuntu's package of this name only fetches a snap, which a container cannot run: there the line is for the person.
  if [[ $(id -u) -eq 0 ]] && grep -q '^ID=debian' /etc/os-release 2>/dev/null; then
    echo "→ Cài Chromium cho kiểm thử trình duyệt / installing Chromium for the browser tests"
    export DEBIAN_FRONTEND=noninteractive
    apt-get update -qq && apt-get install -y -qq --no-install-recommends chromium fonts-dejavu-core libatomic1 >/dev/null
    if browser_ready; then return 0; fi
  fi
  missing "Cần Chromium cho kiểm thử trình duyệt / Chromium is needed for the browser tests:  $INSTALL_CHROMIUM   (Ubuntu: sudo apt-get install -y libatomic1 && sudo snap install chromium)"
}

# The same places are tried, in the same order, by `find_programs` of tests/postgresql.py.
find_postgresql() {
  local initdb
  for initdb in ${THIDUASO_POSTGRESQL:+"$THIDUASO_POSTGRESQL/initdb"} "$(command -v initdb)" /usr/lib/postgresql/*/bin/initdb; do
    if [[ -x $initdb ]]; then return 0; fi
  done
  return 1
}

postgresql() {
  if find_postgresql; then return 0; fi
  if [[ $(id -u) -eq 0 ]] && command -v apt-get >/dev/null; then
    echo "→ Cài PostgreSQL cho kiểm thử / installing PostgreSQL for the tests"
    export DEBIAN_FRONTEND=noninteractive
    apt-get update -qq && apt-get install -y -qq --no-install-recommends postgresql >/dev/null
    if find_postgresql; then return 0; fi
  fi
  missing "Cần PostgreSQL cho kiểm thử / PostgreSQL is needed for the tests:  $INSTALL_POSTGRESQL"
}

wrk() {
  if type -P wrk >/dev/null; then return 0; fi # not this function
  if [[ $(id -u) -eq 0 ]] && command -v apt-get >/dev/null; then
    echo "→ Cài wrk cho kiểm thử / installing wrk for the tests"
    export DEBIAN_FRONTEND=noninteractive
    apt-get update -qq && apt-get install -y -qq --no-install-recommends wrk >/dev/null
    hash -r
    if type -P wrk >/dev/null; then return 0; fi
  fi
  missing "Cần wrk cho kiểm thử / wrk is needed for the tests:  $INSTALL_WRK"
}

case ${1:-} in
  run | dev) install "$1" ;;
  browser) browser ;;
  postgresql) postgresql ;;
  wrk) wrk ;;
  *) missing "usage: scripts/environment.sh run|dev|browser|postgresql|wrk" ;;
esac
