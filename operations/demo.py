"""What the demo runs with: ports, files and keys. `manage.py demo` does the running."""

import fcntl
import os
import secrets
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO
from urllib.parse import quote

from django.conf import settings

# Absolute, so that every process of the demo means the same folder.
VAR = Path(os.environ.get("DEMO_VAR") or Path(settings.BASE_DIR) / "var").absolute()


@dataclass(frozen=True, kw_only=True)
class DemoPlan:
    """The demo of one country on two ports."""

    country: str
    port: int
    simulator_port: int

    @property
    def site_url(self) -> str:
        return f"http://localhost:{self.port}"

    @property
    def name(self) -> str:
        return f"demo-{self.country}"

    @property
    def database(self) -> Path:
        return VAR / f"{self.name}.sqlite3"

    @property
    def simulator_database(self) -> Path:
        return VAR / f"{self.name}-simulator.sqlite3"

    @property
    def mails(self) -> Path:
        return VAR / f"{self.name}-mails"

    @property
    def webhook_url(self) -> str:
        return f"{self.site_url}/webhooks/fintoc/"

    @property
    def order_url(self) -> str:
        """Where the simulator's panel links to; `{order}` is in every payment's metadata."""
        return f"{self.site_url}/demo/orders/{{order}}/"

    def environment(self) -> dict[str, str]:
        """What every process of the demo gets, over whatever `.env` says."""
        return {
            "DEMO": "1",
            "DEBUG": "0",
            "DJANGO_SETTINGS_MODULE": "config.settings",
            "SECRET_KEY": demo_secret_key(),
            "SITE_URL": self.site_url,
            "STORE_COUNTRY": self.country,
            **example_identity(self.country),
            "DATABASE_URL": f"sqlite:///{quote(str(self.database))}",  # a folder may be called c++
            "EMAIL_URL": "consolemail://",
            "DEMO_MAILS": str(self.mails),
            "PAYMENT_FLOW": settings.PAYMENT_FLOW,
            "RETRY_MAIL_MINUTES": "0.25",
            **without_proxy(),
        }


def example_identity(country: str) -> dict[str, str]:
    """Who sells in the demo, where `.env` does not say: numbers for trying out, of nobody."""
    tax_id = {"cl": "11.111.111-1", "mx": "XAXX010101000"}[country]
    phone = {"cl": "+56 2 0000 0000", "mx": "+52 55 0000 0000"}[country]
    return {
        "STORE_TAX_ID": settings.STORE_TAX_ID or tax_id,
        "STORE_ADDRESS": settings.STORE_ADDRESS or "Calle de ejemplo 123",
        "STORE_PHONE": settings.STORE_PHONE or phone,
    }


def plan_from_environment() -> DemoPlan:
    """Read STORE_COUNTRY, DEMO_PORT and DEMO_SIMULATOR_PORT; raise ValueError for a bad one."""
    country = settings.STORE_COUNTRY
    if country not in ("cl", "mx"):
        raise ValueError(f"STORE_COUNTRY is {country!r}: it is cl or mx.")
    port, simulator_port = _port("DEMO_PORT", 8000), _port("DEMO_SIMULATOR_PORT", 8001)
    if port == simulator_port:
        raise ValueError("DEMO_PORT and DEMO_SIMULATOR_PORT have to be two ports.")
    return DemoPlan(country=country, port=port, simulator_port=simulator_port)


class AlreadyRunning(Exception):
    """A demo of this country is running on the same data."""


def lock(plan: DemoPlan) -> TextIO:
    """Keep the country's data to one demo while the file is open; raise AlreadyRunning."""
    VAR.mkdir(parents=True, exist_ok=True)
    file = (VAR / f"{plan.name}.lock").open("w")
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        file.close()
        raise AlreadyRunning(
            f"A demo of {plan.country} is running already, on the same data. Stop it first, or set "
            "DEMO_VAR to another folder."
        ) from None
    return file


def has_own_test_keys() -> bool:
    """Whether `.env` has test keys, so that the demo talks to Fintoc itself.

    One test key is enough: half a pair, or one mixed with a live key, is refused in words.
    """
    keys = (settings.FINTOC_SECRET_KEY, settings.FINTOC_PUBLIC_KEY)
    return any(key.startswith(("sk_test_", "pk_test_")) for key in keys)


def has_live_keys() -> bool:
    """Whether `.env` has live keys, which a demo leaves alone: it never moves real money."""
    keys = (settings.FINTOC_SECRET_KEY, settings.FINTOC_PUBLIC_KEY)
    return any("_live_" in key for key in keys)


def own_keys() -> dict[str, str]:
    """The `FINTOC_*` settings of `.env`, to pass on unchanged."""
    return {
        "FINTOC_SECRET_KEY": settings.FINTOC_SECRET_KEY,
        "FINTOC_PUBLIC_KEY": settings.FINTOC_PUBLIC_KEY,
        "FINTOC_WEBHOOK_SECRETS": ",".join(settings.FINTOC_WEBHOOK_SECRETS),
        "FINTOC_API_URL": settings.FINTOC_API_URL,
        "FINTOC_JS_URL": settings.FINTOC_JS_URL,
        "FINTOC_HOSTS": ",".join(settings.FINTOC_HOSTS),
        "FINTOC_STYLE_ATTRIBUTES": "1" if settings.FINTOC_STYLE_ATTRIBUTES else "0",
    }


def simulator_keys(announced: dict[str, str]) -> dict[str, str]:
    """The `FINTOC_*` settings for a simulator, from the line it prints when it is up."""
    url = announced["url"]
    return {
        "FINTOC_SECRET_KEY": announced["secret_key"],
        "FINTOC_PUBLIC_KEY": announced["public_key"],
        "FINTOC_WEBHOOK_SECRETS": announced["webhook_secret"],
        "FINTOC_WEBHOOK_TOLERANCE": "300",
        "FINTOC_API_URL": url,
        "FINTOC_JS_URL": f"{url}/js/v1/",
        "FINTOC_HOSTS": url,
        "FINTOC_STYLE_ATTRIBUTES": "0",
    }


def without_proxy() -> dict[str, str]:
    """What keeps the demo's calls to itself away from a proxy that the machine may be set to."""
    present = os.environ.get("no_proxy") or os.environ.get("NO_PROXY") or ""
    hosts = ",".join(filter(None, [present, "localhost", "127.0.0.1"]))
    return {"NO_PROXY": hosts, "no_proxy": hosts}


def demo_secret_key() -> str:
    """A key of this checkout's own, kept so that carts survive a restart."""
    file = VAR / "demo-secret-key"
    VAR.mkdir(parents=True, exist_ok=True)
    file.touch(mode=0o600)
    key = file.read_text()
    if not key:
        key = secrets.token_urlsafe(50)
        file.write_text(key)
    return key


def _port(variable: str, default: int) -> int:
    value = os.environ.get(variable) or str(default)
    is_number = value.isascii() and value.isdigit() and len(value) <= 5
    if not is_number or not 0 < int(value) < 65536:
        raise ValueError(f"{variable} is {value!r}: it is a port number such as {default}.")
    return int(value)
