"""The simulator's settings. All fixed, but for what the command line passes in the environment."""

import os
import secrets
from pathlib import Path

HERE = Path(__file__).resolve().parent

HOST = os.environ.get("SIMULATOR_HOST", "127.0.0.1")
DATABASE = os.environ.get("SIMULATOR_DATABASE", ":memory:")
# Where a shop shows an order, in the words of a payment's metadata.
ORDER_URL = os.environ.get("SIMULATOR_ORDER_URL", "")
SPEED = float(os.environ.get("SIMULATOR_SPEED", "1"))  # simulated waits are divided by this
# A database that is thrown away at the end need not wait for the disk.
SYNCHRONOUS = os.environ.get("SIMULATOR_SYNCHRONOUS", "NORMAL")

SECRET_KEY = secrets.token_urlsafe(32)  # signs nothing that outlives the process
DEBUG = False
LOOPBACK_HOSTS = ["localhost", "127.0.0.1", "[::1]"]
if HOST.endswith(".localhost"):  # the one that it was given: others could be made to lead here
    LOOPBACK_HOSTS.append(HOST)
ALLOWED_HOSTS = [*LOOPBACK_HOSTS, f"[{HOST}]" if ":" in HOST else HOST]
ROOT_URLCONF = "simulator.urls"
INSTALLED_APPS = ["simulator"]
MIDDLEWARE = ["simulator.headers.security_headers"]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
USE_TZ = True
TIME_ZONE = "UTC"
USE_I18N = False
TEMPLATES = [{"BACKEND": "django.template.backends.django.DjangoTemplates", "APP_DIRS": True}]

DATABASES = {
    "default": {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": DATABASE,
        "OPTIONS": {
            # Threads share the file: a transaction takes the write lock when it begins, so what it
            # reads cannot change under it, and it waits for another writer instead of failing.
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": f"PRAGMA journal_mode=WAL; PRAGMA synchronous={SYNCHRONOUS}",
        },
    }
}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "simulator: %(message)s"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "loggers": {
        "django": {"handlers": ["stderr"], "level": "WARNING", "propagate": False},
        "django.request": {"level": "ERROR"},  # a refusal already has its line from the server
        "django.security": {"level": "CRITICAL"},  # likewise
        "simulator": {"handlers": ["stderr"], "level": "INFO", "propagate": False},
    },
}
