"""The example hook writes one line per paid order, and it shows in the order's timeline."""

import csv

import pytest
from django.utils import timezone

from backoffice.invoicing import HEADER, write_line
from operations.worker import turn
from orders.emails import deliver
from orders.models import OrderEvent
from tests import factories

HOOK = "backoffice.invoicing.write_line"

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.BASE_DIR = tmp_path
    settings.ORDER_PAID_HOOKS = [HOOK]
    return tmp_path


def lines(folder):
    with (folder / "var" / "invoices.csv").open(newline="") as file:
        return list(csv.reader(file))


def test_a_paid_order_is_one_line_and_one_event(folder):
    order = factories.payment(factories.order(), status="succeeded").order
    while turn():
        pass
    header, line = lines(folder)
    assert tuple(header) == HEADER
    assert line[0] == order.number and line[4:] == ["CLP", "12990", "2074", "90123712"]
    assert order.events.filter(kind=OrderEvent.MAIL, value=f"hook:{HOOK}").count() == 1


def test_one_that_fails_is_tried_again_and_shows_in_its_order(folder, staff):
    (folder / "var").write_text("in the way")
    order = factories.payment(factories.order(), status="succeeded").order
    turn()
    row = order.outbox.get(kind=f"hook:{HOOK}")
    assert row.sent_at is None and row.due_at > row.created_at
    assert "FileExistsError" in row.error
    page = staff.get(f"/admin/orders/order/{order.pk}/change/").content.decode()
    assert "write_line" in page and "FileExistsError" in page and "Por salir" in page

    (folder / "var").unlink()
    order.outbox.filter(pk=row.pk).update(due_at=timezone.now())  # its pause is over
    turn()
    assert len(lines(folder)) == 2
    page = staff.get(f"/admin/orders/order/{order.pk}/change/").content.decode()
    assert "Correo: write_line" in page and "FileExistsError" not in page


def test_one_that_keeps_failing_waits_longer_each_time(folder):
    (folder / "var").write_text("in the way")
    order = factories.payment(factories.order(), status="succeeded").order
    row = order.outbox.get(kind=f"hook:{HOOK}")
    now, pauses = timezone.now(), []
    for _ in range(6):
        deliver(row, now=now)
        pauses.append(row.due_at - now)
        now = row.due_at
    assert pauses == sorted(pauses) and pauses[-1] > 10 * pauses[0]


@pytest.mark.parametrize("lead", ["=", "+", "-", "@", "\t", "\r", "\n", "\x00"])
def test_what_a_shopper_typed_is_no_formula_and_comes_back_as_it_was(lead, folder):
    payment = factories.payment(factories.order(), status="succeeded")
    payment.order.name = f'{lead}HYPERLINK("a,b";1)\r\nsecond line'
    write_line(payment.order)
    assert lines(folder)[1][2] == f"'{payment.order.name}"
