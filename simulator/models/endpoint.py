"""Where events are posted."""

from typing import Any

from django.db import models, transaction

from simulator.identifiers import new_endpoint_id, new_webhook_secret
from simulator.models.delivery import Delivery


class WebhookEndpoint(models.Model):
    """Fintoc docs: /guides/resources/webhooks-walkthrough/webhooks-creating-guide."""

    fintoc_id = models.CharField(max_length=40, unique=True, default=new_endpoint_id)
    url = models.CharField(max_length=500, blank=True)  # empty: nobody is listening
    description = models.TextField(blank=True)
    enabled_events = models.JSONField(default=list)  # none named: every event there is
    is_disabled = models.BooleanField(default=False)
    secret = models.CharField(max_length=80, default=new_webhook_secret)
    created_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return self.url or "(no address)"

    @classmethod
    def the_one(cls) -> "WebhookEndpoint":
        """The command line's endpoint, whose secret is in the first line printed."""
        endpoint, _ = cls.objects.get_or_create(pk=1)
        return endpoint

    @classmethod
    def open(cls, **fields: Any) -> "WebhookEndpoint":
        """A further endpoint, with a secret of its own."""
        cls.the_one()  # keeps its place
        return cls.objects.create(**fields)

    @classmethod
    def listening_to(cls, event_type: str) -> "list[WebhookEndpoint]":
        """Every endpoint that is to hear of such an event."""
        endpoints = cls.objects.exclude(url="").filter(is_disabled=False).order_by("pk")
        return [
            endpoint
            for endpoint in endpoints
            if not endpoint.enabled_events or event_type in endpoint.enabled_events
        ]

    def move_to(self, *, url: str) -> None:
        """Post to another address from now on; the secret stays."""
        self.change(url=url, is_disabled=False)

    def change(self, **fields: Any) -> None:
        """Set the fields named; the secret stays. Once disabled, nothing planned is posted."""
        with transaction.atomic():
            for name, value in fields.items():
                setattr(self, name, value)
            self.save(update_fields=list(fields))
            if self.is_disabled:
                Delivery.give_up_all(endpoint=self)

    def close(self) -> None:
        """Gone, with its deliveries. The command line's leaves only its place and its secret."""
        if self.pk == self.the_one().pk:
            self.delivery_set.all().delete()
            self.change(url="", enabled_events=[], description="", is_disabled=False)
        else:
            self.delete()
