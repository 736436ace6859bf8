"""The timeline on the order's page: what its events say, when it happened, and what comes next."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from checkout.timeline import TELLING, timeline
from orders.models import Order
from tests import factories

MINUTE = timedelta(minutes=1)


@pytest.fixture
def began():
    return timezone.now() - timedelta(hours=1)


def steps(order, *, is_sold=False):
    events = order.events.filter(kind__in=TELLING).order_by("pk")
    return [
        (str(step.words), step.at, step.mark)
        for step in timeline(order, list(events), is_sold=is_sold)
    ]


def words(order, **options):
    return [said for said, _at, _mark in steps(order, **options)]


def moved(order, *fulfillments, now):
    for word in fulfillments:
        Order.objects.get(pk=order.pk).move_to(word, cause="t", now=now)
    order.refresh_from_db()


@pytest.mark.django_db
def test_a_payment_that_waited_at_the_bank_has_both_moments(began):
    payment = factories.payment(factories.order(now=began), status="pending", now=began + MINUTE)
    assert steps(payment.order)[-1] == ("Tu banco confirma el pago", began + MINUTE, "now")

    order = factories.reported(payment, status="succeeded", now=began + 9 * MINUTE).order

    assert steps(order, is_sold=True) == [
        ("Pedido hecho", began, "done"),
        ("Tu banco confirma el pago", began + MINUTE, "done"),
        ("Pago recibido", began + 9 * MINUTE, "done"),
        ("Lo preparamos", None, "now"),
    ]


@pytest.mark.django_db
def test_a_failure_is_dated_when_it_failed_and_not_when_it_was_tried(began):
    payment = factories.payment(factories.order(now=began), now=began)

    failed = factories.reported(
        payment, status="failed", error_reason="bank_not_available", now=began + 4 * MINUTE
    )

    assert steps(failed.order)[1:] == [
        ("Tu banco no está respondiendo", began + 4 * MINUTE, ""),
    ]


@pytest.mark.django_db
def test_every_failure_stays_told_after_the_payment_that_worked(began):
    first = factories.payment(factories.order(now=began), status="rejected", now=began)
    first.retire(now=began)
    order = factories.payment(first.order, status="succeeded", now=began + MINUTE).order

    assert words(order) == ["Pedido hecho", "El pago fue rechazado", "Pago recibido"]


@pytest.mark.django_db
def test_the_way_to_the_shopper_is_dated(began):
    order = factories.payment(factories.order(now=began), status="succeeded", now=began).order
    moved(order, "preparing", now=began + MINUTE)
    moved(order, "shipped", now=began + 2 * MINUTE)

    assert steps(order, is_sold=True)[2:] == [
        ("Lo preparamos", began + MINUTE, "done"),
        ("En camino", began + 2 * MINUTE, "now"),
    ]

    moved(order, "shipped", "delivered", now=began + 3 * MINUTE)  # a corrected tracking number

    assert words(order, is_sold=True)[2:] == ["Lo preparamos", "En camino", "Entregado"]


@pytest.mark.django_db
def test_what_was_marked_by_mistake_is_not_told(began):
    order = factories.payment(factories.order(now=began), status="succeeded", now=began).order
    moved(order, "preparing", "unfulfilled", now=began + MINUTE)

    assert steps(order, is_sold=True)[2:] == [("Lo preparamos", None, "now")]


@pytest.mark.django_db
def test_the_page_shows_each_step_with_its_moment(client):
    order = factories.payment(factories.order(), status="succeeded").order

    html = client.get(f"/orders/{order.token}/").content.decode()

    list_of_steps = re.search(r'<ol class="time">(.*?)</ol>', html, re.DOTALL)[1]
    assert list_of_steps.count("<li") == 3
    assert list_of_steps.count("<time") == 2
