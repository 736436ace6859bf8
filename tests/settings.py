"""The shop's own settings over a fixed environment: a developer's `.env` changes no test."""

import os

os.environ.update(
    ENV_FILE=os.devnull,
    SECRET_KEY="a-key-for-tests-only-0123456789-0123456789-0123456789",
    DEBUG="",
    DEMO="",
    SITE_URL="http://localhost:8000",
    EMAIL_URL="memorymail://",
    DATABASE_URL=os.environ.get("TEST_DATABASE_URL", "sqlite:///var/tests.sqlite3"),
    FINTOC_SECRET_KEY="sk_test_tests",
    FINTOC_PUBLIC_KEY="pk_test_tests",
    FINTOC_WEBHOOK_SECRETS="whsec_test_tests",
    FINTOC_API_URL="https://api.fintoc.example.com",
    FINTOC_JS_URL="https://js.fintoc.example.com/v1/",
    FINTOC_HOSTS="https://js.fintoc.example.com",
    FINTOC_STYLE_ATTRIBUTES="0",
    STORE_COUNTRY="cl",
    STORE_NAME="Tienda de ejemplo",
    PAYMENT_FLOW="widget",
)

from config.settings import *  # noqa: F403

STORAGES = {  # no collectstatic before a test
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
}
WHITENOISE_AUTOREFRESH = True
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
# A file and not memory: races between threads need the locks a real shop has.
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":  # noqa: F405
    # Named for the run, so that two runs in one checkout do not share it.
    NAME = f"tests-{os.getppid()}.sqlite3"
    DATABASES["default"]["TEST"] = {"NAME": str(BASE_DIR / "var" / NAME)}  # noqa: F405
    (BASE_DIR / "var").mkdir(exist_ok=True)  # noqa: F405
