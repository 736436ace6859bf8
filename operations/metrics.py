"""/metrics in Prometheus' text format, from the database: so it is the whole shop's, whichever of
its processes answers. `docs/deploying.md` says what to watch."""

import hmac
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import Count, Min, QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from operations import tallies
from operations.finding import BAD, OK, WARNING
from operations.health import RUNNING, asked
from operations.models import Tally
from orders.models import Alert, Outbox, Payment
from orders.status import UNFINISHED
from webhooks.models import Refusal, WebhookEvent

LEVELS = {OK: 0, WARNING: 1, BAD: 2}
AGES = (("1h", timedelta(hours=1)), ("1d", timedelta(days=1)), ("10d", timedelta(days=10)))
TEXT = "text/plain; version=0.0.4; charset=utf-8"

Sample = tuple[dict[str, str], float]


@require_safe
@never_cache
def metrics(request: HttpRequest) -> HttpResponse:
    """GET /metrics with `Authorization: Bearer <METRICS_TOKEN>`; there is none without a token."""
    if not settings.METRICS_TOKEN:
        return HttpResponse("METRICS_TOKEN is empty\n", status=404, content_type="text/plain")
    said = request.headers.get("Authorization", "").encode()
    if not hmac.compare_digest(said, f"Bearer {settings.METRICS_TOKEN}".encode()):
        return HttpResponse(
            "a token is needed\n", status=401, headers={"WWW-Authenticate": "Bearer"}
        )
    tallies.tallies.tell_if_due()
    return HttpResponse("".join(exposition(timezone.now())), content_type=TEXT)


def exposition(now: datetime) -> Iterator[str]:
    """Every figure, as text."""
    account = settings.FINTOC_ACCOUNT
    events = WebhookEvent.objects.filter(account=account)
    mails = Outbox.objects.filter(account=account, due_at__isnull=False)
    unprocessed = events.filter(due_at__isnull=False)
    yield from family("webhook_events_total", "counter", _by(events, "outcome"))
    yield from family("webhook_refused_total", "counter", _refused())
    oldest = _age(unprocessed, "received_at", now)
    yield from family("webhook_oldest_unprocessed_seconds", "gauge", [({}, oldest)])
    yield from family("mails_waiting", "gauge", [({}, mails.count())])
    yield from family(
        "mails_oldest_waiting_seconds", "gauge", [({}, _age(mails, "created_at", now))]
    )
    yield from family("payments", "gauge", _payments(account, now))
    yield from family("alerts_open", "gauge", _by(Alert.objects.open(), "kind"))
    yield from family("fintoc_calls_total", "counter", _tallied(tallies.CALLS, "outcome"))
    yield from _latency()
    yield from family("limited_total", "counter", _tallied(tallies.LIMITED, "route"))
    levels = [({"probe": probe.key}, LEVELS[asked(probe, now).level]) for probe in RUNNING]
    yield from family("probe_level", "gauge", levels)


def family(name: str, kind: str, samples: Iterable[Sample]) -> Iterator[str]:
    """One kind of figure, with a line per label."""
    yield f"# TYPE shop_{name} {kind}\n"
    for labels, value in samples:
        yield f"shop_{name}{_labels(labels)} {_number(value)}\n"


def _number(value: float) -> str:
    return str(int(value)) if value == int(value) else f"{value:.3f}"


def _labels(labels: dict[str, str]) -> str:
    pairs = [f'{name}="{_escaped(value)}"' for name, value in labels.items()]
    return "{" + ",".join(pairs) + "}" if pairs else ""


def _escaped(value: str) -> str:
    return value.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")


def _by(rows: QuerySet[WebhookEvent] | QuerySet[Alert], field: str) -> list[Sample]:
    counts = rows.order_by().values_list(field).annotate(Count("pk"))
    return [({field: value}, count) for value, count in sorted(counts)]


def _refused() -> list[Sample]:
    return [({"reason": row["reason"]}, row["number"]) for row in Refusal.by_reason()]


def _age(rows: QuerySet[WebhookEvent] | QuerySet[Outbox], field: str, now: datetime) -> float:
    oldest = rows.aggregate(at=Min(field))["at"]
    return 0 if oldest is None else max(0.0, (now - oldest).total_seconds())


def _payments(account: str, now: datetime) -> list[Sample]:
    """Unfinished ones by status and age: `le` is at most so old."""
    open_ = Payment.objects.filter(account=account, status__in=UNFINISHED).order_by()
    samples = []
    for age, period in AGES:
        rows = open_.filter(created_at__gte=now - period).values_list("status")
        samples += [({"status": s, "le": age}, n) for s, n in sorted(rows.annotate(Count("pk")))]
    everything = open_.values_list("status").annotate(Count("pk"))
    return samples + [({"status": s, "le": "+Inf"}, n) for s, n in sorted(everything)]


def _tallied(name: str, label: str) -> list[Sample]:
    rows = Tally.objects.filter(name=name).order_by("label")
    return [({label: row.label}, row.value) for row in rows]


def _latency() -> Iterator[str]:
    """A histogram of how long Fintoc's API took."""
    calls = sum(value for _labels, value in _tallied(tallies.CALLS, "outcome"))
    slower = {labels["le"]: value for labels, value in _tallied(tallies.SLOWER_THAN, "le")}
    seconds = sum(value for _labels, value in _tallied(tallies.SECONDS, ""))
    buckets = [({"le": str(step)}, calls - slower.get(str(step), 0)) for step in tallies.STEPS]
    name = "shop_fintoc_seconds"
    yield f"# TYPE {name} histogram\n"
    for labels, value in [*buckets, ({"le": "+Inf"}, calls)]:
        yield f"{name}_bucket{_labels(labels)} {_number(value)}\n"
    yield f"{name}_sum {_number(seconds)}\n{name}_count {_number(calls)}\n"
