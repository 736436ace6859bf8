"""What of a login that failed counts together with others: see ADR 7."""

from datetime import timedelta

from axes.helpers import get_client_username
from axes.models import AccessBase, AccessLog
from django.http import HttpRequest
from django.utils import timezone

from operations.addresses import client_address

REMEMBERED = timedelta(days=90)
HERE, ANYWHERE = ["username", "ip_address"], "username"


def counted_together(
    request_or_attempt: HttpRequest | AccessBase, credentials: dict[str, str] | None = None
) -> list[list[str] | str]:
    """A person's failures at one address; and at all of them, unless this one is known as theirs.

    So a password cannot be tried from many addresses, and whoever does that keeps nobody out who
    comes from where they came before.
    """
    if isinstance(request_or_attempt, HttpRequest):
        username = get_client_username(request_or_attempt, credentials)
        address = client_address(request_or_attempt)
    else:
        username, address = request_or_attempt.username, request_or_attempt.ip_address
    return [HERE] if _is_known(username, address) else [HERE, ANYWHERE]


def _is_known(username: str | None, address: str | None) -> bool:
    since = timezone.now() - REMEMBERED
    logins = AccessLog.objects.filter(attempt_time__gte=since)
    return bool(logins.filter(username=username, ip_address=address).exists())
