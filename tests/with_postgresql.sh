#!/usr/bin/env bash
# Run a command with TEST_DATABASE_URL pointing to a private PostgreSQL, started now and removed
# after: `tests/with_postgresql.sh make units`. fsync is off here: no test pulls the plug. So is
# autovacuum: figures that count commits would count its own as ours.
set -euo pipefail

bin=$(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -V | tail -n 1)
bin=${bin:-$(dirname "$(command -v initdb || echo /nowhere/initdb)")}
if [ ! -x "$bin/initdb" ]; then
  echo "PostgreSQL is not installed (on Debian and Ubuntu: apt install postgresql)." >&2
  exit 1
fi

folder=$(mktemp -d)
port=$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')

# The server refuses to run as root, so root lends the folder to the user its package made.
as_server() { if [ "$(id -u)" = 0 ]; then setpriv --reuid=postgres --regid=postgres --clear-groups -- "$@"; else "$@"; fi; }
[ "$(id -u)" != 0 ] || chown postgres "$folder"

stop() { as_server "$bin/pg_ctl" -D "$folder/data" -m immediate -s stop || true; rm -rf "$folder"; }
trap stop EXIT
cd "$folder"
as_server "$bin/initdb" -D data -A trust -U shop --no-sync >/dev/null
as_server "$bin/pg_ctl" -D "$folder/data" -l "$folder/log" -s -w start \
  -o "-p $port -k $folder -c listen_addresses=127.0.0.1 -c fsync=off -c autovacuum=off"
cd - >/dev/null

TEST_DATABASE_URL="postgres://shop@127.0.0.1:$port/shop" "$@"
