"""Ten times the orders are no more work for any page of the back office."""

import pytest
from django.conf import settings

from backoffice import look_ups
from orders.models import Order
from tests.bench.back_office import grown, measure
from tests.bench.many_orders import fill
from tests.bench.work import counted

SMALL, LARGE, APART = 1_500, 15_000, 60  # orders, and minutes between two of them
SLACK = 60  # a higher index

pytestmark = pytest.mark.django_db(transaction=True)  # what ANALYZE learns outlives a rollback


@pytest.fixture(autouse=True)
def smaller_steps(monkeypatch):
    """What is bounded in a shop of ten thousand orders is bounded here in one of a thousand."""
    monkeypatch.setattr(look_ups, "FEW", 50)
    monkeypatch.setattr(look_ups, "NEWEST", 1_000)


def test_no_page_of_the_back_office_does_more_in_a_shop_ten_times_as_large():
    small, large = (measure(number, rounds=0, minutes=APART) for number in (SMALL, LARGE))

    assert grown(small, large, slack=SLACK) == []
    assert {name: cost.statements for name, cost in large.items() if cost.statements > 15} == {
        "home": large["home"].statements
    }


def test_a_statement_that_reads_the_table_is_noticed():
    """The negative control."""
    units = []
    for number in (SMALL, LARGE):
        fill(number, account=settings.FINTOC_ACCOUNT)
        with counted() as work:
            list(Order.objects.filter(carrier="nobody").order_by("-pk")[:25])
        units.append(work.units)

    assert units[1] > units[0] * 3 + SLACK
