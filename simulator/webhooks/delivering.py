"""Makes one attempt at a delivery and writes down what came of it."""

from django.db import transaction
from django.utils import timezone

from simulator import switches
from simulator.models import Delivery
from simulator.webhooks.posting import post
from simulator.webhooks.signature import HEADER, sign


def attempt(delivery_id: int) -> None:
    """Sign afresh, post, record. No transaction is open while the other side thinks.

    Whether Fintoc's `t` is new at each attempt is not known: a switch. It has to be, as retries
    last days and receivers refuse old stamps.
    """
    delivery = _find(delivery_id)
    if delivery is None:
        return
    started_at = timezone.now()
    body = delivery.event.body.encode()
    secret = delivery.endpoint.secret
    signed_at = delivery.first_attempt_at or started_at
    if switches.current().retries_signed_afresh:
        signed_at = started_at
    signature = sign(body=body, secret=secret, timestamp=int(signed_at.timestamp()))
    answer = post(url=delivery.endpoint.url, body=body, signature={HEADER: signature})
    with transaction.atomic():
        delivery = _find(delivery_id)  # a reset may have removed it meanwhile
        if delivery is not None:
            delivery.record(answer=answer, started_at=started_at, ended_at=timezone.now())


def _find(delivery_id: int) -> Delivery | None:
    return Delivery.objects.select_related("event", "endpoint").filter(pk=delivery_id).first()
