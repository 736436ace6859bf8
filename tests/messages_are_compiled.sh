#!/bin/sh
# Fails if the English words are not complete, not compiled, or not those that the code uses, or if
# Mexico's are not compiled (which words it needs: tests/checkout/test_mexican_spanish.py).
# Works on a copy: it never changes the files it judges. `make messages` mends what it finds.
set -eu
cd "$(dirname "$0")/.."
VENV="$(realpath "${VENV:-.venv}")"
PO=locale/en/LC_MESSAGES/django.po
MO=locale/en/LC_MESSAGES/django.mo
COPY="$(mktemp -d)"
trap 'rm -rf "$COPY"' EXIT

fail() {
  printf '%s\n' "$1" >&2
  exit 1
}

require() {
  if command -v "$1" >/dev/null; then return 0; fi
  if [ "${CI:-}" = true ]; then fail "$1 is missing: install gettext."; fi
  echo "The translations were not checked: $1 is missing (it comes with gettext)."
  exit 0
}

ids() { # the words to be translated, without the translations
  msgattrib --no-obsolete --no-wrap --no-location --sort-output --clear-fuzzy --empty "$1" |
    grep -E '^(msgctxt|msgid|msgid_plural|")' | grep -v '^"[A-Za-z-]*: .*\\n"$'
}

require msgfmt
test -f "$PO" || fail "$PO is missing."
test -f "$MO" || fail "$MO is missing."
msgfmt --check --output-file=/dev/null "$PO"
for unfinished in untranslated only-fuzzy; do
  found="$(msgattrib --no-obsolete --no-wrap "--$unfinished" "$PO" | grep '^msgid ' || true)"
  test -z "$found" || fail "$PO has entries that are ${unfinished#only-}:
$found"
done

# Compared by content: versions of msgfmt lay the same words out differently.
for po in "$PO" locale/es_MX/LC_MESSAGES/django.po; do
  mo="${po%.po}.mo"
  msgfmt --check --output-file="$COPY/fresh.mo" "$po"
  for each in "$mo" "$COPY/fresh.mo"; do
    msgunfmt --no-wrap --sort-output "$each" >"$COPY/$(basename "$each").words"
  done
  diff "$COPY/django.mo.words" "$COPY/fresh.mo.words" || fail "$mo is not what $po compiles to."
done

require xgettext
git ls-files -z --cached --others --exclude-standard -- '*.py' '*.html' '*.txt' '*.po' Makefile |
  xargs -0 ls -d 2>/dev/null | tar -c -T - | tar -x -C "$COPY"
# Its own virtual environment is the real one, taken as it is.
MAKEFLAGS='' make --silent -C "$COPY" --old-file="$VENV/dev.stamp" messages VENV="$VENV" \
  >"$COPY/log" 2>&1 || fail "make messages fails: $(cat "$COPY/log")"
ids "$PO" >"$COPY/here"
ids "$COPY/$PO" >"$COPY/collected"
diff "$COPY/here" "$COPY/collected" ||
  fail "$PO does not have the words that the code uses (< has to go, > has to come)."
