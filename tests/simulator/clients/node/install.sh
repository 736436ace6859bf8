#!/bin/sh
# Install Fintoc's client for Node here, as locked, if it is not there yet. Where it cannot be, its
# tests are skipped; only in CI is that a failure.
set -eu
cd "$(dirname "$0")"
STAMP=node_modules/installed.stamp

give_up() {
  echo "Fintoc's Node client is not tried: $1." >&2
  if [ "${CI:-}" = true ]; then exit 1; fi
  exit 0
}

if [ -f "$STAMP" ] && [ ! package-lock.json -nt "$STAMP" ]; then exit 0; fi
for command in node npm; do
  command -v "$command" >/dev/null || give_up "$command is missing (apt install nodejs npm)"
done
npm ci --loglevel=error || give_up "npm could not install it"
touch "$STAMP"
