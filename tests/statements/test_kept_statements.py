"""Statements that are composed once read and write exactly what Django's own do."""

import pytest
from django.db import DatabaseError, connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

import statements
from orders.models import Order, OrderEvent, Outbox, Payment
from tests import factories
from webhooks.models import WebhookEvent

pytestmark = pytest.mark.django_db

MODELS = (Order, Payment, OrderEvent, Outbox, WebhookEvent)


@pytest.fixture
def paid():
    """A paid order, with a row of every kind."""
    payment = factories.payment(factories.order())
    factories.signed_post(Client(), factories.paid_event(payment))
    payment.refresh_from_db()
    return payment


def values(row):
    return {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields}


@pytest.mark.parametrize("model", MODELS)
def test_rows_are_read_as_django_reads_them(paid, model):
    rows = statements.select(model, "ORDER BY id")

    assert rows
    assert [values(row) for row in rows] == [values(row) for row in model.objects.order_by("pk")]


def test_what_is_computed_comes_with_each_row(paid):
    computed = {"said": "%s", "events": "(SELECT 1 + 1)"}
    (order,) = statements.select(
        Order, "WHERE id = %s", "a value", paid.order_id, computed=computed
    )

    assert (vars(order)["said"], vars(order)["events"]) == ("a value", 2)
    assert values(order) == values(Order.objects.get())


def test_a_row_comes_with_the_one_that_its_key_leads_to(paid, django_assert_num_queries):
    order, by_token = paid.order, "WHERE orders_order.token = %s"
    with django_assert_num_queries(1):
        (payment,) = statements.select_with(Payment, "order", by_token, order.token)
        assert values(payment) == values(paid)
        assert values(payment.order) == values(order)
    assert statements.select_with(Payment, "order", by_token, "no such token") == []


def test_a_row_that_was_read_is_stored_already(paid):
    (order,) = statements.select(Order, "WHERE id = %s", paid.order_id)

    order.name = "Otro Nombre"
    order.save()

    assert Order.objects.get().name == "Otro Nombre"


@pytest.mark.parametrize("model", [OrderEvent, Outbox, WebhookEvent])
def test_rows_are_stored_as_django_stores_them(paid, model):
    before = [values(row) for row in model.objects.order_by("pk")]
    rows = [model(**{**each, "id": None}) for each in before]
    model.objects.all().delete()

    statements.insert(rows)

    after = [values(row) for row in model.objects.order_by("pk")]
    assert [{**row, "id": 0} for row in after] == [{**row, "id": 0} for row in before]


@pytest.mark.parametrize("model", MODELS)
def test_what_is_not_given_to_its_field_is_what_the_field_would_make_of_it(paid, model):
    fields = [field for field in model._meta.concrete_fields if not field.primary_key]
    as_it_is = [field for field in fields if isinstance(field, statements.AS_IT_IS)]

    for row in model.objects.all():
        for field in as_it_is:
            value = getattr(row, field.attname)
            assert field.get_db_prep_save(value, connection) == value


def test_only_what_changed_is_written(paid):
    before = vars(paid).copy()
    Payment.objects.update(last_fault="written meanwhile")
    paid.raw_status, paid.due_at = "something new", timezone.now()

    statements.update_changed(paid, since=before)

    stored = Payment.objects.get()
    assert (stored.raw_status, stored.due_at) == (paid.raw_status, paid.due_at)
    assert stored.last_fault == "written meanwhile"


def test_nothing_is_sent_for_a_row_that_did_not_change(paid):
    with CaptureQueriesContext(connection) as sent:
        statements.update_changed(paid, since=vars(paid).copy())

    assert len(sent) == 0


def test_a_row_that_is_gone_is_an_error(paid):
    Outbox.objects.all().delete()
    row = Outbox(pk=1, key="E1:1", attempts=1)

    with pytest.raises(DatabaseError):
        statements.update(row, "attempts")
