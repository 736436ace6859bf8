"""The settings that would lose money, or believe anybody, refused before the first request.

No I/O here: what needs the network or the database is a probe of `manage.py doctor`.
"""

import re
import sys
from collections.abc import Callable, Iterable
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.checks import CheckMessage, Error, Warning, register, run_checks
from django.core.exceptions import ImproperlyConfigured
from django.utils.module_loading import import_string

from config.logs import redacted

# The status with which gunicorn gives up, instead of starting such a worker again and again.
CANNOT_START = 4
# What a request may say it is for; anything else Django answers with 400.
HOST = re.compile(r"[a-z0-9-]+(\.[a-z0-9-]+)*")
FINTOC_API = "https://api.fintoc.com"
PREFIXES = {
    "FINTOC_SECRET_KEY": ("sk_test_", "sk_live_"),
    "FINTOC_PUBLIC_KEY": ("pk_test_", "pk_live_"),
}


def refuse_to_start_misconfigured() -> None:
    """End the process with one line per mistake, for wsgi, which no command checks."""
    messages = run_checks()
    errors = [each for each in messages if each.is_serious() and not each.is_silenced()]
    if errors:
        lines = [f"{message.id}: {message.msg} {message.hint or ''}".strip() for message in errors]
        print("The shop does not start.", *lines, sep="\n", file=sys.stderr, flush=True)
        sys.exit(CANNOT_START)


@register("fintoc")
def check_keys(**_kwargs: Any) -> Iterable[CheckMessage]:
    """Both keys, of one mode, each where it belongs."""
    keys = {name: getattr(settings, name) for name in PREFIXES}
    missing = [name for name, key in keys.items() if not key]
    if len(missing) == len(keys):
        hint = "Run `make demo`, or copy .env.example to .env and put your test keys there."
        yield Error("There are no Fintoc keys.", hint=hint, id="fintoc.E001")
        return
    for name in missing:
        hint = "Take both keys of the same mode from Fintoc's dashboard, API Keys."
        yield Error(f"{name} is empty, the other key is not.", hint=hint, id="fintoc.E002")
    for name, key in keys.items():
        # Only visible ASCII can be sent in a header; `…` or a blank comes from copying a part.
        is_whole = key.isascii() and key.isprintable() and " " not in key
        if key and not (key.startswith(PREFIXES[name]) and is_whole):
            hint = f"It starts with {' or '.join(PREFIXES[name])} and has no blanks in it."
            yield Error(f"{name} is not such a key.", hint=hint, id="fintoc.E003")
    modes = {"live" if "_live_" in key else "test" for key in keys.values() if key}
    if len(modes) > 1:
        secret, public = (keys[name][:8] for name in PREFIXES)
        text = f"FINTOC_PUBLIC_KEY is {public} but FINTOC_SECRET_KEY is {secret}."
        yield Error(text, hint="Use two keys from the same mode.", id="fintoc.E004")


@register("fintoc")
def check_live(**_kwargs: Any) -> Iterable[CheckMessage]:
    """Live keys move real money: no debugging, no stand-in, no plain http."""
    if settings.FINTOC_MODE != "live":
        return
    if settings.DEBUG:
        yield Error("Live keys with DEBUG on.", hint="Set DEBUG to 0.", id="fintoc.E010")
    if settings.FINTOC_API_URL != FINTOC_API:
        hint = f"Remove FINTOC_API_URL; it is {FINTOC_API} by itself."
        yield Error("Live keys with another FINTOC_API_URL.", hint=hint, id="fintoc.E011")
    if not settings.SITE_IS_HTTPS:
        hint = "Serve the shop over https and set SITE_URL to that address."
        yield Error("Live keys without https.", hint=hint, id="fintoc.E012")


@register("fintoc")
def check_hearing(**_kwargs: Any) -> Iterable[CheckMessage]:
    """Without webhooks a shop learns of payments late; on a developer's machine it may."""
    is_tryout = settings.FINTOC_MODE == "test" and settings.SITE_IS_LOOPBACK
    message: Callable[..., CheckMessage] = Warning if is_tryout else Error
    level = "W" if is_tryout else "E"
    if not settings.FINTOC_WEBHOOK_SECRETS:
        hint = "Orders are then confirmed only by asking Fintoc. Register an endpoint with Fintoc."
        text = "FINTOC_WEBHOOK_SECRETS is empty: the webhook address answers 503."
        yield message(text, hint=hint, id=f"fintoc.{level}020")
    if not settings.SITE_IS_HTTPS:
        hint = "Fintoc sends events to https addresses only."
        yield message("SITE_URL is plain http.", hint=hint, id=f"fintoc.{level}021")
    if any(not secret for secret in settings.FINTOC_WEBHOOK_SECRETS):
        hint = "Remove the comma too many."
        yield Error("FINTOC_WEBHOOK_SECRETS has an empty item.", hint=hint, id="fintoc.E022")


@register("fintoc")
def check_shop(**_kwargs: Any) -> Iterable[CheckMessage]:
    """The rest of what a shop cannot sell with."""
    if settings.STORE_COUNTRY not in ("cl", "mx"):
        text = f"STORE_COUNTRY is {settings.STORE_COUNTRY!r}."
        yield Error(text, hint="It is cl or mx.", id="fintoc.E030")
    if settings.PAYMENT_FLOW not in ("widget", "redirect"):
        text = f"PAYMENT_FLOW is {settings.PAYMENT_FLOW!r}."
        yield Error(text, hint="It is widget or redirect.", id="fintoc.E031")
    if settings.PAYMENT_FLOW == "redirect" and not settings.CAN_REDIRECT:
        hint = "Fintoc returns shoppers to https addresses only: SITE_URL has to be one."
        yield Error("PAYMENT_FLOW=redirect without https.", hint=hint, id="fintoc.E037")
    if settings.DEMO and not settings.SITE_IS_LOOPBACK:
        hint = "The demo is for this machine only: it shows every mail to everybody."
        yield Error("DEMO with a SITE_URL that others can reach.", hint=hint, id="fintoc.E032")
    if not _has_secret_key():
        hint = 'python -c "import secrets; print(secrets.token_urlsafe(50))" makes one.'
        yield Error("SECRET_KEY is empty.", hint=hint, id="fintoc.E033")
    if not _is_site(settings.SITE_URL):
        text = f"SITE_URL is {redacted(settings.SITE_URL)!r}."
        yield Error(text, hint="It looks like https://shop.example.com.", id="fintoc.E034")
    if not _is_web_address(settings.FINTOC_API_URL):
        text = f"FINTOC_API_URL is {redacted(settings.FINTOC_API_URL)!r}."
        yield Error(text, hint=f"It is {FINTOC_API} by itself.", id="fintoc.E035")


@register("fintoc")
def check_hooks(**_kwargs: Any) -> Iterable[CheckMessage]:
    """What is to run after a payment is there to be run."""
    for path in settings.ORDER_PAID_HOOKS:
        try:
            wrong = "" if callable(import_string(path)) else "it is no function"
        except ImportError as error:
            wrong = str(error)
        if wrong:
            text = f"ORDER_PAID_HOOKS names {path!r}: {wrong}."
            yield Error(text, hint="It looks like myshop.hooks.make_invoice.", id="fintoc.E036")


def _has_secret_key() -> bool:
    try:
        return bool(settings.SECRET_KEY)
    except ImproperlyConfigured:  # how Django answers for an empty one
        return False


def _is_site(url: str) -> bool:
    """Whether it is a site's address and no more: a path would break every link we send."""
    if not _is_web_address(url) or any(urlsplit(url)[2:]):
        return False
    parts = urlsplit(url)
    host = parts.hostname or ""
    return ":" in host or bool(HOST.fullmatch(host))


def _is_web_address(url: str) -> bool:
    try:
        parts = urlsplit(url)
        has_place = bool(parts.hostname) and "@" not in parts.netloc and parts.port != 0
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and has_place
