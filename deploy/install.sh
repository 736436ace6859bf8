#!/bin/sh
# From a checkout in /srv/shop with its .env filled in to a running shop on Debian 12 or newer.
# Run as root, and again after each `git pull`: it does what is missing, and restarts the shop.
set -eu
cd "$(dirname "$0")/.."
test "$PWD" = /srv/shop || { echo "The units expect the checkout in /srv/shop." >&2; exit 1; }
test -f .env || { echo "Copy .env.example to .env and fill it in first." >&2; exit 1; }

apt-get update --quiet
apt-get install --yes --no-install-recommends caddy postgresql python3-venv
id shop >/dev/null 2>&1 || useradd --system --home-dir /srv/shop --shell /usr/sbin/nologin shop
# What an editor elsewhere leaves on lines: a mark at the start, blanks and \r at their ends.
LC_ALL=C sed -i -e '1s/^\xef\xbb\xbf//' -e 's/[[:space:]]*$//' -e '$a\' .env
chown root:shop .env
chmod 640 .env
install -d -o shop -g shop var # all that the worker may write, for a hook that keeps a file

# The shop's user is let in by its name on this machine, so there is no password to keep.
as_postgres() { setpriv --reuid=postgres --regid=postgres --init-groups -- "$@"; }
as_postgres psql -tAc "SELECT 1 FROM pg_roles WHERE rolname = 'shop'" | grep -q 1 ||
  as_postgres createuser shop
as_postgres psql -tAc "SELECT 1 FROM pg_database WHERE datname = 'shop'" | grep -q 1 ||
  as_postgres createdb --owner shop shop

test -x .venv/bin/python || python3 -m venv .venv
.venv/bin/pip install --quiet --require-hashes -r requirements.txt
manage() { .venv/bin/python manage.py "$@"; }
# The shop's own reading of .env, as `sed` has another one of quotes and slashes.
ask() { .venv/bin/python -c "from config import settings; print(settings.$1)"; }
put() { # only where nothing is set
  grep -q "^$1=" .env || echo "$1=" >>.env
  sed -i "s|^$1=\$|$1=$2|" .env
}
put SECRET_KEY "$(.venv/bin/python -c 'import secrets; print(secrets.token_urlsafe(50))')"
put DATABASE_URL postgres:///shop
if [ "$(ask FINTOC_WEBHOOK_SECRETS)" = "[]" ]; then
  secret="$(manage register_webhook)" # FINTOC_WEBHOOK_SECRETS=whsec_..., told this once
  put FINTOC_WEBHOOK_SECRETS "${secret#*=}"
fi
as_shop() { setpriv --reuid=shop --regid=shop --init-groups -- .venv/bin/python manage.py "$@"; }
as_shop migrate --noinput
STATIC_ROOT=/srv/shop/staticfiles manage collectstatic --noinput

site="$(ask SITE_URL)"
install -D -m 644 deploy/Caddyfile /etc/caddy/Caddyfile
install -d /etc/systemd/system/caddy.service.d
printf '[Service]\nEnvironment=SITE_ADDRESS=%s\n' "$site" >/etc/systemd/system/caddy.service.d/shop.conf
install -m 644 deploy/shop-web.socket deploy/shop-web.service deploy/shop-worker.service \
  /etc/systemd/system/
systemctl daemon-reload
systemctl enable --now shop-web.socket shop-web.service shop-worker.service caddy.service
systemctl restart shop-web.service shop-worker.service
systemctl reload-or-restart caddy.service
