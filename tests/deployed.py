"""The settings of a deployed shop, for `check --deploy`: https, PostgreSQL, test keys."""

import os
import secrets

os.environ.update(
    ENV_FILE=os.devnull,
    SECRET_KEY=secrets.token_urlsafe(50),
    DEBUG="",
    DEMO="",
    SITE_URL="https://shop.example.com",
    DATABASE_URL="postgres://shop:shop@db/shop",
    FINTOC_SECRET_KEY="sk_test_check",
    FINTOC_PUBLIC_KEY="pk_test_check",
    FINTOC_WEBHOOK_SECRETS="whsec_test_check",
)

from config.settings import *  # noqa: F403
