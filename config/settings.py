"""Every setting of the shop. What differs between machines comes from the environment, first.

`.env.example` explains each variable; `config/checks.py` refuses the combinations that lose money.
"""

import os
from datetime import timedelta
from pathlib import Path
from urllib.parse import quote

from config.environment import address, env, is_loopback, items, number, parsed, read_file, text

BASE_DIR = Path(__file__).resolve().parent.parent

# --- From the environment -------------------------------------------------------------------

read_file(os.environ.get("ENV_FILE", ""), default=BASE_DIR / ".env")

SECRET_KEY = text("SECRET_KEY")
DEBUG = env.bool("DEBUG", default=False)
DEMO = env.bool("DEMO", default=False)  # set by `manage.py demo` alone
usual = "line" if DEBUG or DEMO else "json"
LOG_FORMAT = "line" if (text("LOG_FORMAT") or usual) == "line" else "json"
METRICS_TOKEN = text("METRICS_TOKEN")  # without one there is no /metrics
SITE = address("SITE_URL", "http://localhost:8000")
SITE_URL = SITE.geturl()
DEFAULT_FROM_EMAIL = text("DEFAULT_FROM_EMAIL", "Tienda de ejemplo <pedidos@example.com>")
MERCHANT_EMAIL = text("MERCHANT_EMAIL", "tienda@example.com")

FINTOC_SECRET_KEY = text("FINTOC_SECRET_KEY")
FINTOC_PUBLIC_KEY = text("FINTOC_PUBLIC_KEY")
FINTOC_WEBHOOK_SECRETS = items("FINTOC_WEBHOOK_SECRETS")
FINTOC_WEBHOOK_TOLERANCE = int(number("FINTOC_WEBHOOK_TOLERANCE", 300))  # seconds, past and future
API = address("FINTOC_API_URL", "https://api.fintoc.com")
FINTOC_API_URL = API.geturl()
FINTOC_JS_URL = text("FINTOC_JS_URL", "https://js.fintoc.com/v1/")
# Fintoc publishes no list of hosts for a CSP; these are the ones its packages name.
FINTOC_HOSTS = items(
    "FINTOC_HOSTS",
    "https://js.fintoc.com,https://wizard.fintoc.com,"
    "https://webview.fintoc.com,https://assets.fintoc.com",
)
# Whether Fintoc's script may size its window with style attributes on the payment page (ADR 3).
FINTOC_STYLE_ATTRIBUTES = env.bool("FINTOC_STYLE_ATTRIBUTES", default=True)

STORE_NAME = text("STORE_NAME", "Tienda de ejemplo")
STORE_COUNTRY = text("STORE_COUNTRY", "cl")
STORE_LEGAL_NAME = text("STORE_LEGAL_NAME", "Tienda de ejemplo")
STORE_TAX_ID = text("STORE_TAX_ID")
STORE_ADDRESS = text("STORE_ADDRESS")
STORE_PHONE = text("STORE_PHONE")
STORE_EMAIL = text("STORE_EMAIL", "hola@example.com")

ORDER_PAID_HOOKS = items("ORDER_PAID_HOOKS")
ORDER_HOLD_MINUTES = number("ORDER_HOLD_MINUTES", 30)
ORDER_PAYABLE_HOURS = number("ORDER_PAYABLE_HOURS", 48)
PAYMENT_FLOW = text("PAYMENT_FLOW", "widget")
RETRY_MAIL_MINUTES = number("RETRY_MAIL_MINUTES", 20)

# --- Derived --------------------------------------------------------------------------------

SITE_IS_HTTPS = SITE.scheme == "https"
SITE_IS_LOOPBACK = is_loopback(SITE.hostname)
# Fintoc returns shoppers to https addresses only; a stand-in on this machine does not mind.
CAN_REDIRECT = SITE_IS_HTTPS or is_loopback(API.hostname)

# Which Fintoc account rows belong to: `test@api.fintoc.com`, `live@api.fintoc.com`, ...
FINTOC_MODE = "live" if FINTOC_SECRET_KEY.startswith("sk_live_") else "test"
FINTOC_ACCOUNT = f"{FINTOC_MODE}@{API.netloc}"

# --- Django ---------------------------------------------------------------------------------

INSTALLED_APPS = [
    "config",
    "catalog",
    "orders",
    "checkout",
    "webhooks",
    "operations",
    "backoffice",
    "axes",
    "backoffice.apps.BackOfficeAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
]

MIDDLEWARE = [
    # First: on files, redirects and refusals, too.
    "config.security.ContentSecurityPolicyMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "config.request_log.RequestLogMiddleware",
    "operations.inside.InsideMiddleware",  # before anything that looks at Host
    "django.contrib.sessions.middleware.SessionMiddleware",
    "config.languages.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "operations.limiting.LimitMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "checkout.context_processors.store",
            ],
        },
    },
]

FORM_RENDERER = "config.form_renderer.FormRenderer"

if not text("DATABASE_URL"):
    (BASE_DIR / "var").mkdir(exist_ok=True)
    os.environ["DATABASE_URL"] = f"sqlite:///{quote(str(BASE_DIR))}/var/shop.sqlite3"
DATABASES = {"default": parsed("DATABASE_URL", env.db, "ENGINE", "")}
DATABASES["default"]["CONN_MAX_AGE"] = 60  # seconds; opening one is most of a short request
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    DATABASES["default"]["OPTIONS"] = {
        # IMMEDIATE makes every transaction wait its turn instead of failing half-way, and FULL puts
        # each commit on the disk before a webhook is acknowledged (NORMAL does not).
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;",
    }
else:
    if DATABASES["default"]["ENGINE"] == "django.db.backends.postgresql":
        DATABASES["default"]["ENGINE"] = "config.postgresql"
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
    DATABASES["default"].setdefault("OPTIONS", {}).update(
        connect_timeout=5,  # seconds; the default is to wait for ever
        # What a connection sent five times is prepared by the server, and then only carried out.
        server_side_binding=True,
        prepare_threshold=5,
        options="-c lock_timeout=5s -c statement_timeout=10s"
        " -c idle_in_transaction_session_timeout=15s",
    )
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

CACHES = {"default": {"BACKEND": "django.core.cache.backends.dummy.DummyCache"}}

LANGUAGE_CODE = {"mx": "es-mx"}.get(STORE_COUNTRY, "es")
# Each in its own words. `es` is what the templates are written in: neutral, and Chile's.
LANGUAGES = [("es", "Español (Chile)"), ("es-mx", "Español (México)"), ("en", "English")]
LOCALE_PATHS = [BASE_DIR / "locale"]
TIME_ZONE = {"mx": "America/Mexico_City"}.get(STORE_COUNTRY, "America/Santiago")
USE_TZ = True

EMAIL_TIMEOUT = 10  # seconds; Django's own default is to wait for ever
vars().update(parsed("EMAIL_URL", env.email_url, "EMAIL_BACKEND", "consolemail://"))
if DEMO:  # kept as files, for /demo/emails/ to show
    EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    EMAIL_FILE_PATH = text("DEMO_MAILS", str(BASE_DIR / "var" / "demo-mails"))

STATIC_URL = "static/"
STATIC_ROOT = text("STATIC_ROOT", str(BASE_DIR / "staticfiles"))
STATICFILES_DIRS = [BASE_DIR / "static"]
WHITENOISE_USE_FINDERS = True  # whatever is not collected is served from where it lies
WHITENOISE_AUTOREFRESH = DEBUG or DEMO
STORAGES = {
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG or DEMO
        else "config.static.StaticFilesStorage"
    },
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
}

# --- Security -------------------------------------------------------------------------------

SITE_HOST = SITE.hostname or ""
ALLOWED_HOSTS = [f"[{SITE_HOST}]" if ":" in SITE_HOST else SITE_HOST]  # as requests name it
if SITE_IS_LOOPBACK:
    ALLOWED_HOSTS += ["localhost", "127.0.0.1"]
CSRF_TRUSTED_ORIGINS = [SITE_URL]
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_SSL_REDIRECT = SITE_IS_HTTPS
# A redirect loses an event, and who asks from inside knows no https (`operations/inside.py`).
SECURE_REDIRECT_EXEMPT = [r"^webhooks/", r"^healthz$", r"^readyz$", r"^metrics$"]
SECURE_HSTS_SECONDS = 31_536_000 if SITE_IS_HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = SITE_IS_HTTPS
SESSION_ENGINE = "config.sessions"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = SITE_IS_HTTPS
CSRF_COOKIE_HTTPONLY = LANGUAGE_COOKIE_HTTPONLY = True  # no script of ours reads them
LANGUAGE_COOKIE_SAMESITE = "Lax"
if SITE_IS_HTTPS:  # browsers take such names from this very host alone, over https
    SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = "__Host-session", "__Host-csrf"
    LANGUAGE_COOKIE_NAME = "__Host-language"
# `no-referrer` would send `Origin: null` and break every form.
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin-allow-popups"  # a bank may open a window
X_FRAME_OPTIONS = "DENY"
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator"},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]

# Five wrong passwords of one user from one address, or from addresses that are not known as theirs,
# and nobody gets in as that user from there for a quarter of an hour: twenty an hour at most.
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",  # first: it refuses before a password is looked at
    "django.contrib.auth.backends.ModelBackend",
]
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = timedelta(minutes=15)
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False  # or anybody could keep staff out for good
AXES_LOCKOUT_PARAMETERS = "backoffice.lockout.counted_together"
AXES_RESET_ON_SUCCESS = True
AXES_LOCKOUT_TEMPLATE = "admin/locked.html"
AXES_CLIENT_IP_CALLABLE = "operations.addresses.client_address"
AXES_ENABLE_ADMIN = False
AXES_VERBOSE = False

SECURE_CSP = {
    "default-src": ["'none'"],
    "script-src": ["'self'"],
    "style-src": ["'self'"],
    "img-src": ["'self'", "data:"],
    "connect-src": ["'self'"],
    "form-action": ["'self'"],
    "base-uri": ["'none'"],
    "frame-ancestors": ["'none'"],
}
# Only the payment page may run Fintoc's script and show its frame.
PAYMENT_PAGE_CSP = {
    **SECURE_CSP,
    "script-src": ["'self'", *FINTOC_HOSTS],
    "frame-src": FINTOC_HOSTS,
    "img-src": ["'self'", "data:", *FINTOC_HOSTS],
}
if FINTOC_STYLE_ATTRIBUTES:
    PAYMENT_PAGE_CSP["style-src-attr"] = ["'unsafe-inline'"]

if DEMO:  # on one machine, plain http and no webhook secret are as they should be
    SILENCED_SYSTEM_CHECKS = ["fintoc.W020", "fintoc.W021"]

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"route": {"()": "config.logs.RouteNotPath"}},
    "formatters": {
        "line": {"()": "config.logs.LineFormatter"},
        "json": {"()": "config.logs.JsonFormatter"},
    },
    "handlers": {
        "console": {
            "class": "logging.StreamHandler",
            "formatter": LOG_FORMAT,
            "filters": ["route"],
        },
        "counting": {"class": "operations.tallies.CountingHandler"},
    },
    "root": {"handlers": ["console", "counting"], "level": "INFO"},
    "loggers": {
        "axes": {"level": "WARNING"},  # it would log every login
        "gunicorn.error": {"propagate": True},  # what it says of its processes
    },
}
