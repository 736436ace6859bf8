"""One event on its way to one endpoint, and every attempt at it."""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.db import models, transaction

from simulator import alarm
from simulator.clock import sped_up
from simulator.webhooks.manners import SENT_ONCE

if TYPE_CHECKING:
    from simulator.webhooks.posting import Answer, Posted

# Fintoc docs: /guides/resources/webhooks-walkthrough/webhooks-creating-guide.
FIRST_RETRY_SECONDS = 3
MAX_RETRIES = 17


class Delivery(models.Model):
    """Due until a 2xx arrives or the retries run out; then `due_at` is null.

    An event may go to an endpoint more than once, each time in a manner of its own.
    """

    event = models.ForeignKey("simulator.Event", on_delete=models.CASCADE)
    endpoint = models.ForeignKey("simulator.WebhookEndpoint", on_delete=models.CASCADE)
    due_at = models.DateTimeField(null=True, db_index=True)
    delivered_at = models.DateTimeField(null=True)
    attempts_made = models.PositiveSmallIntegerField(default=0)
    manner = models.CharField(max_length=20, blank=True)  # `webhooks/manners.py`; empty: as usual

    def __str__(self) -> str:
        return f"{self.event_id} to {self.endpoint_id}"

    @classmethod
    def start(
        cls,
        *,
        event: models.Model,
        endpoint: models.Model,
        due_at: datetime | None,
        manner: str = "",
    ) -> None:
        """Post `event` to `endpoint` at `due_at`, after this transaction; None: never."""
        cls.objects.create(event=event, endpoint=endpoint, due_at=due_at, manner=manner)
        alarm.ring_after_commit()

    @classmethod
    def drop_all(cls, *, event: models.Model) -> None:
        """What of `event` is still on its way never arrives."""
        waiting = cls.objects.filter(event=event, due_at__isnull=False)
        waiting.update(due_at=None, manner="dropped")

    @classmethod
    def give_up_all(cls, *, endpoint: models.Model) -> None:
        """Nothing that was planned for `endpoint` is tried again."""
        cls.objects.filter(endpoint=endpoint, due_at__isnull=False).update(due_at=None)

    @property
    def first_attempt_at(self) -> datetime | None:
        first = self.attempts.order_by("number").first()
        return first.started_at if first else None

    def record(
        self, *, request: "Posted", answer: "Answer", started_at: datetime, ended_at: datetime
    ) -> None:
        """Keep one attempt, and decide whether and when there is another."""
        with transaction.atomic():
            self.attempts_made += 1
            Attempt.keep(
                delivery=self,
                request=request,
                answer=answer,
                started_at=started_at,
                ended_at=ended_at,
            )
            if answer.is_success:
                self.delivered_at, self.due_at = ended_at, None
            elif self._is_the_last():
                self.due_at = None
            else:
                self.due_at = ended_at + self._pause()
            self.save(update_fields=["attempts_made", "delivered_at", "due_at"])
            alarm.ring_after_commit()

    def _is_the_last(self) -> bool:
        is_over = self.attempts_made > MAX_RETRIES or self.manner in SENT_ONCE
        return is_over or self.endpoint.is_disabled

    @property
    def last_attempt(self) -> "Attempt | None":
        return max(self.attempts.all(), key=lambda attempt: attempt.number, default=None)

    def _pause(self) -> timedelta:
        """3 s after the first failure, then twice as long each time."""
        return sped_up(FIRST_RETRY_SECONDS * 2 ** (self.attempts_made - 1))


class Attempt(models.Model):
    """One request to an endpoint and how it ended: a status, or an error when none came."""

    delivery = models.ForeignKey(Delivery, on_delete=models.CASCADE, related_name="attempts")
    number = models.PositiveSmallIntegerField()
    started_at = models.DateTimeField()
    duration_ms = models.PositiveIntegerField()
    status = models.PositiveSmallIntegerField(null=True)
    error = models.CharField(max_length=200, blank=True)
    url = models.CharField(max_length=500, blank=True)
    request_headers = models.JSONField(default=dict)
    request_body = models.TextField(blank=True)
    response_headers = models.JSONField(default=dict)
    response = models.TextField(blank=True)  # the beginning of it

    def __str__(self) -> str:
        return f"{self.number}: {self.status or self.error}"

    @classmethod
    def keep(
        cls,
        *,
        delivery: Delivery,
        request: "Posted",
        answer: "Answer",
        started_at: datetime,
        ended_at: datetime,
    ) -> None:
        cls.objects.create(
            delivery=delivery,
            number=delivery.attempts_made,
            started_at=started_at,
            duration_ms=round((ended_at - started_at).total_seconds() * 1000),
            status=answer.status,
            error=answer.error,
            response=answer.excerpt,
            response_headers=answer.headers,
            url=request.url,
            request_headers=request.headers,
            request_body=request.body.decode(),
        )
