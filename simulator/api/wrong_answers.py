"""Answers that a client has to survive, by their names in `fault_names`."""

from collections.abc import Callable

from django.http import HttpResponse, HttpResponseRedirect, JsonResponse

from simulator.api.errors import ApiError, internal_error, unauthorized
from simulator.line import Line

Give = Callable[[HttpResponse, Callable[[], Line]], HttpResponse]
SECONDS_PER_BYTE = 1.0
FLOOD_BYTES, FLOOD_PIECE = 100 * 1024 * 1024, 64 * 1024
ON_REQUEST = "The simulator was asked for this fault."
PAGE = "<!doctype html><title>Not the API</title><h1>Somebody else answers here</h1>"
START = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"


def give_wrong_answer(
    fault: str, *, right: HttpResponse, take_line: Callable[[], Line]
) -> HttpResponse:
    """What is returned reaches nobody where the fault is one of the connection."""
    return FAULTS[fault](right, take_line)


def _answer(content: str, *, status: int = 200, type: str = "application/json") -> Give:
    return lambda right, take_line: HttpResponse(content, status=status, content_type=type)


def _refusal(error: ApiError) -> Give:
    return lambda right, take_line: error.as_response()


def _in_a_list(right: HttpResponse, take_line: Callable[[], Line]) -> HttpResponse:
    return HttpResponse(b"[" + right.content + b"]", content_type="application/json")


def _redirect(right: HttpResponse, take_line: Callable[[], Line]) -> HttpResponse:
    return HttpResponseRedirect("/elsewhere")


def _on_the_line(behave: Callable[[Line, bytes], None]) -> Give:
    def give(right: HttpResponse, take_line: Callable[[], Line]) -> HttpResponse:
        line = take_line()
        behave(line, right.content)
        line.hang_up()
        return HttpResponse()

    return give


def _with_length(content: bytes) -> bytes:
    return START + f"Content-Length: {len(content)}\r\n\r\n".encode()


def _truncate(line: Line, content: bytes) -> None:
    line.send(_with_length(content) + content[: len(content) // 2])


def _drip_headers(line: Line, content: bytes) -> None:
    line.drip(_with_length(content), seconds=SECONDS_PER_BYTE)


def _drip_body(line: Line, content: bytes) -> None:
    line.send(_with_length(content))
    line.drip(content, seconds=SECONDS_PER_BYTE)


def _flood(line: Line, content: bytes) -> None:
    line.send(START + f"Content-Length: {FLOOD_BYTES}\r\n\r\n[".encode())
    for _ in range(FLOOD_BYTES // FLOOD_PIECE):
        line.send(b" " * FLOOD_PIECE)


FAULTS: dict[str, Give] = {
    "refused": _refusal(ApiError("invalid_params", ON_REQUEST)),
    "unauthorized": _refusal(unauthorized(ON_REQUEST)),
    "rate_limited": _refusal(ApiError("rate_limit_exceeded", ON_REQUEST, status=429)),
    "error": _refusal(internal_error(ON_REQUEST)),
    "error_without_envelope": lambda right, line: JsonResponse({"oops": ON_REQUEST}, status=500),
    "html_502": _answer(PAGE, status=502, type="text/html"),
    "html_200": _answer(PAGE, type="text/html"),
    "empty_200": _answer(""),
    "list_200": _in_a_list,
    "null_200": _answer("null"),
    "truncated": _on_the_line(_truncate),
    "deep_json": _answer("[" * 100_000 + "]" * 100_000),
    "redirect": _redirect,
    "reset": _on_the_line(lambda line, content: line.reset()),
    "silence": _on_the_line(lambda line, content: line.keep_silent()),
    "dripped_headers": _on_the_line(_drip_headers),
    "dripped_body": _on_the_line(_drip_body),
    "flood": _on_the_line(_flood),
}
