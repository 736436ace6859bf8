"""Time what a shop does all day, in this process, on whatever its database holds.

`python -m tests.bench.growth_probe <repeats>`; the last line printed is JSON, milliseconds by name.
"""

import json
import sys
import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from itertools import count

import django


def main() -> None:
    django.setup()
    repeats = int(sys.argv[1])
    done = {name: _timed(operation, repeats) for name, operation in _operations()}
    print(json.dumps(done))


def _timed(operation: Callable[[], object], repeats: int) -> list[float]:
    operation()  # the first one fills caches
    times = []
    for _each in range(repeats):
        began_at = time.perf_counter()
        operation()
        times.append((time.perf_counter() - began_at) * 1000)
    return times


def _operations() -> Iterator[tuple[str, Callable[[], object]]]:
    from django.contrib.auth.models import User
    from django.test import Client
    from django.utils import timezone

    from operations.claim import claim
    from orders.models import Order, Outbox, Payment
    from tests.bench.events import fintoc_event
    from tests.factories import signed_post

    visitor, owner = Client(SERVER_NAME="localhost"), Client(SERVER_NAME="localhost")
    owner.force_login(User.objects.create_superuser(f"owner-{time.time()}"))
    numbers = count()
    paid = Order.objects.filter(status="succeeded").latest("pk")
    middle = Order.objects.filter(number__startswith="CL-P").order_by("number")[0]

    def ok(response: object) -> None:
        assert response.status_code == 200, response  # type: ignore[attr-defined]

    def listed(**asked: str) -> Callable[[], None]:
        return lambda: ok(owner.get("/admin/orders/order/", asked))

    yield "payment by its intent", lambda: Payment.objects.get(intent_id="pi_00000007")
    yield "webhook, new", lambda: ok(signed_post(visitor, fintoc_event(next(numbers))))
    yield "webhook, repeated", lambda: ok(signed_post(visitor, fintoc_event(0)))
    yield "order page", lambda: ok(visitor.get(f"/orders/{paid.token}/"))
    yield "status.json", lambda: ok(visitor.get(f"/orders/{paid.token}/status.json"))
    yield "back office: newest orders", listed()
    yield "back office: last page", listed(**_last_page(owner))
    yield "back office: failed orders", listed(status="failed")
    yield "back office: search by number", listed(q=middle.number)
    yield "back office: search by email", listed(q=middle.email)
    yield (
        "worker: claim 5 mails",
        lambda: claim(
            Outbox.objects.all(), limit=5, lease=timedelta(minutes=2), now=timezone.now()
        ),
    )


def _last_page(owner: object) -> dict[str, str]:
    """The back office turns pages by the last id seen, so the last page has an address."""
    from orders.models import Order

    return {"before": str(Order.objects.order_by("pk")[20].pk)}


if __name__ == "__main__":
    main()
