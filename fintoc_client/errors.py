"""What can come back from Fintoc instead of an answer, named by what it means for the money."""


class FintocError(Exception):
    """Fintoc could not be asked, or said no. `str()` is safe to log and to show to developers."""


class Refused(FintocError):
    """Fintoc definitely refused: nothing was created. 400, 402, 404, 422.

    `type`, `code` and `param` are Fintoc's own words (docs: /api/fintoc-api/errors/errors-object).
    """

    def __init__(self, *, status: int, type: str, code: str, param: str, message: str) -> None:
        super().__init__(f"Fintoc refused ({status} {code or type}): {message or 'no message'}")
        self.status = status
        self.type = type
        self.code = code
        self.param = param


class NotFound(Refused):
    """There is no such object for this key (404)."""


class Unauthorized(FintocError):
    """Fintoc refuses the shop itself: a wrong key, a product not enabled, an IP list. 401, 403."""


class OutcomeUnknown(FintocError):
    """No clear answer: the request may or may not have taken effect. 408, 409, 5xx, silence, noise.

    `fingerprint` tells stored answers apart: the same one twice under one idempotency key means
    that Fintoc replays it. It is empty when nothing arrived. `key_is_spent`: Fintoc has another
    request under this key, so it will never answer this one.
    """

    def __init__(self, reason: str, *, fingerprint: str = "", key_is_spent: bool = False) -> None:
        super().__init__(reason)
        self.fingerprint = fingerprint
        self.key_is_spent = key_is_spent


class RateLimited(OutcomeUnknown):
    """Too many requests (429). Fintoc may store even this answer under the idempotency key."""
