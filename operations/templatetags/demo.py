"""What the demo's ribbon tells."""

from pathlib import Path

from django import template
from django.conf import settings

from operations.demo_pages import how_many

register = template.Library()


@register.simple_tag
def sent_mails() -> int:
    """How many mails the demo has sent."""
    return how_many(Path(settings.EMAIL_FILE_PATH))
