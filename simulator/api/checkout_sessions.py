"""/v1 and /v2/checkout_sessions: create, retrieve, expire; on /v2 also list.

Fintoc docs: /api/payments-api/checkout-sessions.
"""

from django.http import HttpRequest, JsonResponse
from django.utils import timezone

from simulator.api.body import read_json
from simulator.api.endpoint import endpoint
from simulator.api.errors import state_refusal
from simulator.api.filters import filtered
from simulator.api.finding import find
from simulator.api.paging import cursor_pages
from simulator.api.session_parameters import read_session
from simulator.api.version import version_of
from simulator.models import CheckoutSession
from simulator.resources.sessions import session_as_json
from simulator.session_expiry import expire_by_hand
from simulator.sessions import SessionRefused


def create(request: HttpRequest) -> JsonResponse:
    """201 with the address to send the shopper to. Raises ApiError."""
    now = timezone.now()
    session = CheckoutSession.open(
        created_at=now,
        page=request.build_absolute_uri("/checkout/"),
        **read_session(read_json(request), now=now),
    )
    return _answer(request, session, status=201)


def list_all(request: HttpRequest) -> JsonResponse:
    """Newest first. Raises ApiError."""
    version = version_of(request)
    sessions = CheckoutSession.objects.order_by("-pk")
    return cursor_pages(
        request,
        filtered(request, sessions, statuses=CheckoutSession.Status.values),
        as_json=lambda session: session_as_json(session, version=version),
    )


def retrieve(request: HttpRequest, session_id: str) -> JsonResponse:
    return _answer(request, _find(session_id))


def _find(session_id: str) -> CheckoutSession:
    return find(CheckoutSession.objects.all(), "checkout_session", session_id)


def expire(request: HttpRequest, session_id: str) -> JsonResponse:
    """201 with the session, which nobody has begun to pay. Raises ApiError."""
    _find(session_id)
    read_json(request)
    try:
        session = expire_by_hand(session_id=session_id)
    except SessionRefused as refused:
        raise state_refusal(str(refused)) from None
    return _answer(request, session, status=201)


def _answer(request: HttpRequest, session: CheckoutSession, *, status: int = 200) -> JsonResponse:
    return JsonResponse(session_as_json(session, version=version_of(request)), status=status)


collection_v1 = endpoint(POST=create)
collection_v2 = endpoint(GET=list_all, POST=create)
single = endpoint(GET=retrieve)
expiry = endpoint(POST=expire)
