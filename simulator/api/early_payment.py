"""An intent that is paid, and told to be, before the shop knows of it: the answer comes last."""

import json
import time
from contextlib import suppress

from django.http import HttpResponse

from simulator import switches
from simulator.models import Delivery
from simulator.moves import MoveRefused, decide

LONGEST_SECONDS = 5.0  # a shop waits that long for its answer
PAUSE_SECONDS = 0.02


def pay_before_answering(response: HttpResponse) -> None:
    """For as many new intents as `paid_before_answer_next` says; the answer does not change."""
    if response.status_code != 201 or not switches.current().paid_before_answer_next:
        return
    made = json.loads(response.content)
    if made["object"] != "payment_intent" or not switches.takes_one("paid_before_answer_next"):
        return
    with suppress(MoveRefused):  # the answer to an earlier request, told again
        decide(intent_id=made["id"], outcome="succeed")
    _wait_until_told(made["id"])


def _wait_until_told(intent_id: str) -> None:
    ends_at = time.monotonic() + LONGEST_SECONDS
    untold = Delivery.objects.filter(event__intent__fintoc_id=intent_id, attempts_made=0)
    while untold.filter(due_at__isnull=False).exists() and time.monotonic() < ends_at:
        time.sleep(PAUSE_SECONDS)
