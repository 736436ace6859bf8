"""Signs a delivery as Fintoc does.

Fintoc docs: /guides/resources/webhooks-walkthrough/webhooks-validating.
"""

import hashlib
import hmac

HEADER = "Fintoc-Signature"


def sign(*, body: bytes, secret: str, timestamp: int) -> str:
    """The header's value: `t=<unix seconds>,v1=<HMAC-SHA256 of "<t>.<body>" in hex>`.

    The key is the secret as it stands, prefix included.
    """
    signed = str(timestamp).encode() + b"." + body
    digest = hmac.new(secret.encode(), signed, hashlib.sha256).hexdigest()
    return f"t={timestamp},v1={digest}"
