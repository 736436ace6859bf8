"""Where events are posted: one endpoint for now, with its own secret."""

from django.db import models

from simulator.identifiers import new_endpoint_id, new_webhook_secret


class WebhookEndpoint(models.Model):
    """Fintoc docs: /guides/resources/webhooks-walkthrough/webhooks-creating-guide."""

    fintoc_id = models.CharField(max_length=40, unique=True, default=new_endpoint_id)
    url = models.CharField(max_length=500, blank=True)  # empty: nobody is listening
    secret = models.CharField(max_length=80, default=new_webhook_secret)
    created_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return self.url or "(no address)"

    @classmethod
    def the_one(cls) -> "WebhookEndpoint":
        """The endpoint, made the first time it is asked for."""
        endpoint, _ = cls.objects.get_or_create(pk=1)
        return endpoint

    @classmethod
    def listening_to(cls, event_type: str) -> "list[WebhookEndpoint]":
        """Every endpoint that is to hear of such an event."""
        return list(cls.objects.exclude(url=""))

    def move_to(self, *, url: str) -> None:
        """Post to another address from now on; the secret stays."""
        self.url = url
        self.save(update_fields=["url"])
