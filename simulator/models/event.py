"""Something that happened, frozen as the bytes every delivery of it carries."""

import json
from typing import Any

from django.db import models

from simulator.identifiers import new_event_id


class Event(models.Model):
    """About an intent, a session, a refund, or nothing that exists: a test.

    Fintoc docs: /api/main-resources/events-reference/events-object.
    """

    fintoc_id = models.CharField(max_length=40, unique=True, default=new_event_id)
    intent = models.ForeignKey(
        "simulator.PaymentIntent", on_delete=models.CASCADE, related_name="events", null=True
    )
    session = models.ForeignKey("simulator.CheckoutSession", on_delete=models.CASCADE, null=True)
    refund = models.ForeignKey("simulator.Refund", on_delete=models.CASCADE, null=True)
    type = models.CharField(max_length=60)
    body = models.TextField()
    created_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.type} {self.fintoc_id}"

    def freeze(self, *, body: str) -> None:
        """Save with the body that every attempt will carry, to the byte."""
        self.body = body
        self.save()

    @property
    def as_json(self) -> dict[str, Any]:
        event: dict[str, Any] = json.loads(self.body)
        return event

    @property
    def resource_id(self) -> str:
        """The id of what it is about, whether or not it exists."""
        return str(self.as_json["data"]["id"])
