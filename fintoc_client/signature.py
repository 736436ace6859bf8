"""Sign and verify what Fintoc posts.

The header is `Fintoc-Signature: t=<unix seconds>,v1=<64 lower-case hex>`; the signed bytes are
`<t>.<raw body>` and the key is the endpoint's secret as it stands, `whsec_` included.
Fintoc documents it under /guides/resources/webhooks-walkthrough/webhooks-validating.
"""

import hashlib
import hmac
from collections.abc import Sequence

HEADER_LIMIT = 1024  # bytes; a real header is under 100
TIMESTAMP_DIGITS = 12


class InvalidSignature(Exception):
    """The bytes were not signed with one of our secrets just now. Its text is safe to log.

    `reason` is one of the words below, to count by.
    """

    MISSING, MALFORMED, UNTIMELY, WRONG = "missing", "malformed", "untimely", "wrong"

    def __init__(self, text: str, reason: str = MALFORMED) -> None:
        super().__init__(text)
        self.reason = reason


def verify(
    *,
    body: bytes,
    header: str | None,
    secrets: Sequence[str],
    now: float,
    tolerance: int = 300,
) -> None:
    """Return if `body` was signed with one of `secrets` within `tolerance` seconds of `now`.

    `now` is in Unix seconds; a time from the future is as wrong as one from the past. Several
    secrets and several `v1` are accepted, so that a secret can be rotated without losing an event.
    Raises InvalidSignature, and nothing else.
    """
    timestamp, candidates = _parse(header)
    if abs(now - int(timestamp)) > tolerance:
        raise InvalidSignature("its time is outside the tolerance", InvalidSignature.UNTIMELY)
    # Every pair is compared, so that how long it takes tells nothing about which one matched.
    matches = [
        hmac.compare_digest(_digest(body, secret, timestamp).encode(), candidate.encode())
        for secret in secrets
        if secret.strip()
        for candidate in candidates
    ]
    if not any(matches):
        text = "no configured secret made this signature"
        raise InvalidSignature(text, InvalidSignature.WRONG)


def sign(*, body: bytes, secret: str, timestamp: int) -> str:
    """Return the `Fintoc-Signature` header for `body` at `timestamp` (Unix seconds)."""
    return f"t={timestamp},v1={_digest(body, secret, str(timestamp))}"


def _parse(header: str | None) -> tuple[str, list[str]]:
    if not header:
        raise InvalidSignature("the header is missing", InvalidSignature.MISSING)
    if len(header) > HEADER_LIMIT or not header.isascii():
        raise InvalidSignature("the header is too long or not ASCII")
    if header.split() != [header]:  # or a second t could hide behind a blank
        raise InvalidSignature("the header has blanks")
    fields = [field.partition("=") for field in header.split(",")]
    timestamps = [value for name, _, value in fields if name == "t"]
    candidates = [value for name, _, value in fields if name == "v1" and value]
    if len(timestamps) != 1 or not candidates:
        raise InvalidSignature("the header needs exactly one t and at least one v1")
    timestamp = timestamps[0]
    if not timestamp.isdigit() or len(timestamp) > TIMESTAMP_DIGITS:
        raise InvalidSignature("t is not a Unix time")
    return timestamp, candidates


def _digest(body: bytes, secret: str, timestamp: str) -> str:
    key = secret.encode("utf-8", "surrogateescape")
    return hmac.new(key, timestamp.encode() + b"." + body, hashlib.sha256).hexdigest()
