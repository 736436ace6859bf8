#!/bin/sh
# Install Lighthouse here, as locked, if it is not there yet.
set -eu
cd "$(dirname "$0")"
STAMP=node_modules/installed.stamp

if [ -f "$STAMP" ] && [ ! package-lock.json -nt "$STAMP" ]; then exit 0; fi
for command in node npm; do
  command -v "$command" >/dev/null || {
    echo "Lighthouse needs $command (apt install nodejs npm)." >&2
    exit 1
  }
done
npm ci --omit=optional --loglevel=error
touch "$STAMP"
