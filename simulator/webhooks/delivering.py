"""Makes one attempt at a delivery and writes down what came of it."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from simulator import switches
from simulator.identifiers import new_webhook_secret
from simulator.models import Delivery
from simulator.webhooks.manners import DROPPED, FORGED, STALE, STALE_SECONDS
from simulator.webhooks.posting import Posted, post
from simulator.webhooks.signature import HEADER, sign


def attempt(delivery_id: int) -> None:
    """Sign, post, record. No transaction is open while the other side thinks."""
    delivery = _find(delivery_id)
    if delivery is None or delivery.due_at is None:  # given up since the worker looked
        return
    started_at = timezone.now()
    request = _request(delivery, started_at)
    answer = post(request)
    with transaction.atomic():
        delivery = _find(delivery_id)  # a reset may have removed it meanwhile
        if delivery is not None:
            delivery.record(
                request=request, answer=answer, started_at=started_at, ended_at=timezone.now()
            )


def _find(delivery_id: int) -> Delivery | None:
    found = Delivery.objects.select_related("event", "endpoint").filter(pk=delivery_id)
    return found.exclude(manner=DROPPED).first()


def _request(delivery: Delivery, now: datetime) -> Posted:
    body = delivery.event.body.encode()
    timestamp = int(_signed_at(delivery, now).timestamp())
    headers = {
        "Content-Type": "application/json",
        "User-Agent": "fintoc-simulator",
        HEADER: sign(body=body, secret=_secret(delivery), timestamp=timestamp),
    }
    return Posted(url=delivery.endpoint.url, headers=headers, body=body)


def _secret(delivery: Delivery) -> str:
    """A forger has one of the same shape."""
    return new_webhook_secret() if delivery.manner == FORGED else delivery.endpoint.secret


def _signed_at(delivery: Delivery, now: datetime) -> datetime:
    """Whether `t` is new at each attempt is not known: a switch.

    It should be: retries last days, and receivers refuse old stamps.
    """
    if delivery.manner == STALE:
        return now - timedelta(seconds=STALE_SECONDS)
    if switches.current().retries_signed_afresh:
        return now
    return delivery.first_attempt_at or now
