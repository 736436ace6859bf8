"""Refusals in Fintoc's envelope. Fintoc docs: /api/fintoc-api/errors/errors-object."""

from django.http import JsonResponse

from simulator import switches

DOC_URL = "https://docs.fintoc.com/api/fintoc-api/errors/errors-object"


class ApiError(Exception):
    """A refusal. Which `type` and `code` go with which fault is in part a guess: see the docs."""

    def __init__(
        self,
        code: str,
        message: str,
        *,
        status: int = 400,
        param: str | None = None,
        type: str = "invalid_request_error",
    ) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.status = status
        self.param = param
        self.type = type

    def as_response(self) -> JsonResponse:
        error = {
            "type": self.type,
            "code": self.code,
            "message": self.message,
            "param": self.param,
            "doc_url": DOC_URL,
        }
        return JsonResponse({"error": error}, status=self.status)


def unauthorized(message: str, *, code: str = "invalid_api_key") -> ApiError:
    return ApiError(code, message, status=401, type="authentication_error")


def no_such(kind: str, fintoc_id: str, *, param: str | None = None) -> ApiError:
    return ApiError("missing_resource", f"No such {kind}: {fintoc_id}", status=404, param=param)


def state_refusal(
    message: str, *, param: str | None = None, code: str = "operation_not_allowed"
) -> ApiError:
    """What is asked for is not possible in this state. Fintoc's status for it is not known."""
    status = int(switches.current().state_refusal_status)
    return ApiError(code, message, status=status, param=param)


def method_not_allowed(method: str, allowed: list[str]) -> ApiError:
    message = f"{method} is not allowed here; use {' or '.join(allowed)}."
    return ApiError("operation_not_allowed", message, status=405)


def length_required() -> ApiError:
    message = "The simulator reads no body in chunks: send it with a Content-Length."
    return ApiError("length_required", message, status=411)


OWN_FAULT = "The simulator met a fault of its own; its terminal shows it."


def internal_error(message: str = OWN_FAULT) -> ApiError:
    return ApiError("internal_server_error", message, status=500, type="api_error")
