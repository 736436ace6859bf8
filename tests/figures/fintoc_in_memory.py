"""A Fintoc in this process, with FintocClient's own methods: what it has is the truth."""

import json
from copy import deepcopy
from datetime import datetime, timedelta
from itertools import count

from django.utils import timezone

from fintoc_client.errors import NotFound, OutcomeUnknown
from fintoc_client.objects import Page, read_payment_intent
from tests import factories

# What a payment intent can become, by what it is. A bank may report money after a failure.
MOVES = {
    "created": [
        *["in_progress", "requires_action", "pending", "succeeded", "failed", "rejected"],
        "expired",
    ],
    "in_progress": ["requires_action", "pending", "succeeded", "failed", "rejected", "expired"],
    "requires_action": ["pending", "succeeded", "failed", "rejected"],
    "pending": ["succeeded", "failed", "rejected"],
    "expired": ["succeeded"],
    "failed": ["succeeded"],
    "rejected": [],
    "succeeded": [],
}
ENDS = {"succeeded", "failed", "rejected", "expired"}
# Nobody pays an untouched intent a day later, and a bank takes ten days at most.
MOVES_WITHIN = {"created": timedelta(days=1), "expired": timedelta(days=10)}
ACCOUNT_NUMBER = "422159212"  # of the payer: nobody may keep or log it


class FintocInMemory:
    """`intents` by id; `outgoing` are the events that nobody has delivered or dropped yet."""

    seconds_ahead = None  # its clock is ours

    def __init__(self):
        self.intents, self.keys = {}, {}
        self.outgoing = []
        self.insisted_on = []  # those it sends again and again: nobody asks about what has ended
        self.numbers = count(1)
        self.is_away = False  # nothing comes through
        self.loses_the_next_answer = False  # the next create is done, and nobody hears of it
        self.asked = []  # the ids that were asked about
        self.since = ""  # from when on the list goes that is being read

    # --- The shop's side, as of FintocClient ---

    def create_payment_intent(self, *, body, idempotency_key, deadline=8.0):
        self._come_through()
        intent_id = self.keys.setdefault(idempotency_key, f"pi_{len(self.keys)}_{id(self)}")
        if intent_id not in self.intents:
            facts = {"id": intent_id, "mode": "test", "status": "created"}
            moment = timezone.now().isoformat()
            self.intents[intent_id] = {**json.loads(body), **facts, "created_at": moment}
        if self.loses_the_next_answer:
            self.loses_the_next_answer = False
            raise OutcomeUnknown("no answer")
        token = f"{intent_id}_sec_tests"
        return read_payment_intent({**self.intents[intent_id], "widget_token": token})

    def retrieve_payment_intent(self, intent_id, *, deadline=8.0):
        self._come_through()
        self.asked.append(intent_id)
        if intent_id not in self.intents:
            raise NotFound(status=404, type="", code="missing_resource", param="", message="")
        return read_payment_intent(self.intents[intent_id])

    def payment_intents_page(self, *, url="", since="", until="", deadline=8.0):
        """In pages of two, newest first; `url` is the number of the page's first one."""
        self._come_through()
        listed = [
            each for each in self.intents.values() if each["created_at"] >= (since or self.since)
        ]
        self.since = since or self.since
        start = int(url or 0)
        page = [read_payment_intent(each) for each in listed[::-1][start : start + 2]]
        return Page(items=page, next_url=str(start + 2) if start + 2 < len(listed) else "")

    def _come_through(self):
        if self.is_away:
            raise OutcomeUnknown("Fintoc is away")

    # --- The bank's side ---

    def movable(self):
        return [
            intent for intent in self.intents.values() if MOVES[intent["status"]] and _young(intent)
        ]

    def move(self, intent, lot):
        """Let a payment go on, to one of the words it may go to, and say so."""
        words = MOVES[intent["status"]]
        before, intent["status"] = intent["status"], words[lot % len(words)]
        intent["sender_account"] = {"number": ACCOUNT_NUMBER, "institution_id": "cl_banco"}
        if intent["status"] == "failed":
            intent["error_reason"] = "insufficient_funds"
        if intent["status"] != "in_progress":  # which has no event of its own
            event = self.event_about(intent)
            self.outgoing.append(event)
            if before in ENDS:
                self.insisted_on.append(event)

    def event_about(self, intent, **changes):
        data = deepcopy({**intent, **changes})
        number = f"evt_{next(self.numbers)}_{id(self)}"
        return factories.event(data, id=number, type=f"payment_intent.{data['status']}")


def _young(intent):
    age = timezone.now() - datetime.fromisoformat(intent["created_at"])
    return age < MOVES_WITHIN.get(intent["status"], timedelta(days=10))
