"""Something that happened, frozen as the bytes every delivery of it carries."""

from django.db import models

from simulator.identifiers import new_event_id


class Event(models.Model):
    """Fintoc docs: /api/main-resources/events-reference/events-object."""

    fintoc_id = models.CharField(max_length=40, unique=True, default=new_event_id)
    intent = models.ForeignKey(
        "simulator.PaymentIntent", on_delete=models.CASCADE, related_name="events"
    )
    type = models.CharField(max_length=60)
    body = models.TextField()
    created_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.type} {self.fintoc_id}"

    def freeze(self, *, body: str) -> None:
        """Save with the body that every attempt will carry, to the byte."""
        self.body = body
        self.save()
