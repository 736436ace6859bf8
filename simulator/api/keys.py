"""Who may call the API. Fintoc docs: /api/fintoc-api/authentication."""

import secrets
from functools import cache

from django.http import HttpRequest

from simulator.api.errors import unauthorized
from simulator.models import Account

LIVE_PREFIXES = (b"sk_live_", b"pk_live_")


def require_secret_key(request: HttpRequest) -> None:
    """The key comes bare, or after `Bearer`. Raises ApiError, never repeating the key."""
    refuse_live_keys(request)
    key = request.headers.get("Authorization", "").strip().removeprefix("Bearer ").strip()
    if not key:
        raise unauthorized("No API key: send your secret key in the Authorization header.")
    if key.startswith("pk_"):
        raise unauthorized("This is a public key. The API needs the secret key (sk_test_).")
    if not secrets.compare_digest(key.encode(), _secret_key()):
        raise unauthorized(
            f"Invalid API Key: {key[:5]}*****. The simulator's own keys are on its panel."
        )


def refuse_live_keys(request: HttpRequest) -> None:
    """Wherever in the request one is: nothing of it may be kept here. Raises ApiError."""
    authorization = request.headers.get("Authorization", "")
    idempotency_key = request.headers.get("Idempotency-Key", "")
    told = f"{authorization} {idempotency_key} {request.get_full_path()}".encode()
    if any(prefix in told or prefix in request.body for prefix in LIVE_PREFIXES):
        raise unauthorized(
            "This is a simulator and takes no live keys. Use the sk_test_ key it printed when it "
            "started; if this request was meant for Fintoc, check the address you call.",
            code="invalid_api_key_mode",
        )


@cache
def _secret_key() -> bytes:
    """A database keeps its keys, and a process its database."""
    return Account.the_one().secret_key.encode()
