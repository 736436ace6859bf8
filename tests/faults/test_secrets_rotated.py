"""The webhook secret is replaced, with two deploys, while Fintoc delivers."""

import pytest

from tests.faults import events
from tests.faults.deliverer import Deliverer
from tests.faults.processes import until
from tests.faults.scale import scaled

pytestmark = pytest.mark.unhurried

OLD, NEW = "whsec_test_old", "whsec_test_new"
DELIVERIES, LATE = scaled(1_000, 200), scaled(100, 10)
RATE = 40.0  # a second
# What the shop knows, and what Fintoc signs with meanwhile, one after the other.
AS_DOCUMENTED = [
    ((OLD,), [(OLD,)]),
    ((OLD, NEW), [(OLD,), (OLD, NEW), (NEW, OLD), (NEW,)]),
    ((NEW,), [(NEW,)]),
]
WITHOUT_BOTH = [((OLD,), [(OLD,), (NEW,)]), ((NEW,), [(NEW,)])]


def deliver_while(shop, rotation, *, insists=True):
    """Deliver through all of a rotation, and return what was answered."""
    told = events.again(events.of_payments(shop, shop.place(5)), DELIVERIES)
    parts = sum(len(signed) for _known, signed in rotation)
    deliverer, web = Deliverer([shop.port], OLD, rate=RATE), None
    deliverer.insists = insists
    for known, signed in rotation:
        if web is not None:
            web.end()
        web = shop.start_web(FINTOC_WEBHOOK_SECRETS=",".join(known))
        for signers in signed:
            deliverer.signers = signers
            if not deliverer.running:
                deliverer.begin(told)
            left = max(0, deliverer.left - DELIVERIES // parts)
            until(lambda left=left: deliverer.left <= left, seconds=120, what="a part", pause=0.02)
    deliverer.finish(seconds=300)
    return deliverer


def test_no_delivery_is_refused_while_a_secret_is_rotated(postgresql_shop, record):
    shop = postgresql_shop
    deliverer = deliver_while(shop, AS_DOCUMENTED)
    late = Deliverer([shop.port], OLD)
    late.insists = False
    late.deliver(events.again(shop.fintoc.events(), LATE))

    record(
        "webhook secret rotated",
        injected=f"{DELIVERIES:,} deliveries over two deploys, signed with the old secret, with "
        "both in either order, with the new one",
        survived=f"{len(deliverer.acknowledged):,} acknowledged",
        figure=f"{deliverer.answers[400]} refused in the window, {late.answers[400]} of {LATE} "
        "with the old one alone after it",
        asked="0 refused in the window, all with the old one after it",
        is_met=len(deliverer.acknowledged) == DELIVERIES
        and not deliverer.answers[400]
        and late.answers == {400: LATE},
        letters="A3",
    )


def test_a_shop_that_never_knows_both_is_found_out(postgresql_shop):
    """The negative control: what Fintoc signs with the new secret before the deploy is refused."""
    deliverer = deliver_while(postgresql_shop, WITHOUT_BOTH, insists=False)

    assert deliverer.answers[400] > 0
