import json
from datetime import datetime

import pytest

from tests import factories


@pytest.fixture
def status(client):
    def get(order):
        return client.get(f"/orders/{order.token}/status.json")

    return get


def test_it_has_four_facts(status):
    order = factories.order()

    response = status(order)

    assert response["Content-Type"] == "application/json"
    answer = response.json()
    assert set(answer) == {"status", "payment_status", "is_final", "changed_at"}
    assert (answer["status"], answer["payment_status"], answer["is_final"]) == (
        "created",
        None,
        False,
    )
    assert datetime.fromisoformat(answer["changed_at"]) == order.changed_at


@pytest.mark.parametrize(
    ("payment_status", "order_status", "is_final"),
    [
        ("created", "created", False),
        ("in_progress", "created", False),
        ("pending", "pending", False),
        ("expired", "created", False),
        ("failed", "failed", True),
        ("rejected", "rejected", True),
        ("succeeded", "succeeded", True),
    ],
)
def test_it_tells_the_newest_payments_status(status, payment_status, order_status, is_final):
    payment = factories.payment(factories.order(), status=payment_status)

    answer = status(payment.order).json()

    assert answer["payment_status"] == payment_status
    assert (answer["status"], answer["is_final"]) == (order_status, is_final)


def test_the_page_and_the_answer_write_the_same_moment(status, client):
    order = factories.payment(factories.order(), status="pending").order

    changed_at = status(order).json()["changed_at"]

    html = client.get(f"/orders/{order.token}/").content.decode()
    assert f'data-changed-at="{changed_at}"' in html


def test_it_takes_one_query(status, django_assert_num_queries):
    order = factories.payment(factories.order(), status="pending").order

    with django_assert_num_queries(1):
        status(order)


def test_it_is_never_stored(status):
    assert "no-store" in status(factories.order())["Cache-Control"]


def test_an_unknown_order_is_not_found(client):
    assert client.get("/orders/no-such-order/status.json").status_code == 404


def test_it_only_reads(status, fintoc, client):
    order = factories.payment(factories.order(), status="in_progress").order

    status(order)

    assert fintoc.calls == []
    assert client.post(f"/orders/{order.token}/status.json").status_code == 405


def test_it_tells_nothing_that_is_not_asked(status):
    order = factories.payment(factories.order(), status="succeeded").order

    answer = json.dumps(status(order).json())

    assert order.email not in answer
    assert order.number not in answer
