#!/bin/sh
# Makes sure that there is a Chromium for the journeys. Silent where there is one already.
set -eu
cd "$(dirname "$0")/../.."
VENV="${VENV:-.venv}"
LOG="$(mktemp)"
trap 'rm -f "$LOG"' EXIT

has_chromium() {
  "$VENV/bin/python" -m tests.journeys.chromium >"$LOG" 2>&1
}

as_root() {
  if [ "$(id -u)" = 0 ]; then "$@"; else sudo -n "$@"; fi
}

install_with_apt() {
  command -v apt-get >/dev/null || return 1
  as_root true 2>/dev/null || return 1
  # A caller that has just updated the lists need not wait for it again.
  test -n "${APT_IS_FRESH:-}" || as_root apt-get -qq update || return 1
  install_package chromium-headless-shell || install_package chromium
}

install_package() {
  as_root env DEBIAN_FRONTEND=noninteractive apt-get -qq install -y --no-install-recommends "$1"
}

if has_chromium; then exit 0; fi
echo "Installing Chromium for the browser journeys, once..."
install_with_apt >"$LOG" 2>&1 || "$VENV/bin/playwright" install chromium >>"$LOG" 2>&1 || true
if [ "${CI:-}" = true ]; then tail -n 20 "$LOG"; fi
if has_chromium; then exit 0; fi

if [ "${CI:-}" = true ]; then
  echo "There is no Chromium and none could be installed: the browser journeys cannot run." >&2
  exit 1
fi
echo "There is no Chromium and none could be installed: the browser journeys will be skipped."
