#!/usr/bin/env bash
# All tests, in three calls: those that start nothing run beside each other; the real program, floods, kills and soaks have the
# machine for themselves; Playwright's sync API leaves an event loop running that breaks later async tests in its process.
# Words in ARGS go to every call; a call that they leave without tests is then no failure.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

chosen=()
eval "chosen=(${ARGS:-})" # so that ARGS="-k 'one or two'" stays two words
status=0

call() {
  local code=0
  .venv/bin/python -m pytest "$@" ${chosen[@]+"${chosen[@]}"} || code=$?
  if ((code == 5 && ${#chosen[@]} > 0)); then code=0; fi
  if ((code > status)); then status=$code; fi
}

scripts/environment.sh postgresql || exit 2
echo "→ Kiểm thử từng phần, song song / tests side by side"
call -m "not browser" --ignore=tests/e2e --numprocesses=auto --dist=worksteal
echo "→ Kiểm thử cả chương trình / tests of the whole program"
call -m "not browser" tests/e2e
echo "→ Kiểm thử bằng Chromium / tests in Chromium"
scripts/environment.sh browser || exit 2
call -m browser
exit "$status"
