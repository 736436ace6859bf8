"""The page that Fintoc hosts, asked for by a shopper whose bank window does not open."""

import json

import pytest
import responses
from django.utils import timezone

from orders.account import fintoc
from orders.opening import open_payment
from tests import factories

pytestmark = pytest.mark.django_db

NOW = timezone.now()


@pytest.fixture
def order():
    return factories.order(now=NOW)


@pytest.fixture
def api():
    """A Fintoc that makes the session it is asked for."""
    with responses.RequestsMock(assert_all_requests_are_fired=False) as mock:
        mock.add_callback("POST", factories.SESSIONS, callback=_session)
        yield mock


def _session(request):
    page = "https://checkout.fintoc.example.com/cs_1"
    facts = {"id": "cs_1", "status": "created", "mode": "test", "redirect_url": page}
    return 201, {}, json.dumps({**json.loads(request.body), **facts})


def opened(order, **options):
    return open_payment(order_id=order.pk, client=fintoc(), now=NOW, **options)


@pytest.fixture
def widget(order, settings, api):
    """A payment in the window, which is what the shop uses by itself."""
    settings.PAYMENT_FLOW = "widget"
    settings.CAN_REDIRECT = True
    payment = factories.payment(order, now=NOW)
    url = f"{factories.INTENTS}/{payment.intent_id}"
    payment.told = lambda **fields: api.add("GET", url, json=factories.intent(payment, **fields))
    return payment


def test_the_page_replaces_a_window_that_nobody_could_open(order, api, widget):
    widget.told()
    opening = opened(order, asked_flow="redirect")
    widget.refresh_from_db()
    assert not widget.is_current and opening.payment.redirect_url


def test_a_window_that_was_opened_after_all_is_not_replaced(order, api, widget):
    widget.told(status="in_progress")
    assert opened(order, asked_flow="redirect").payment == widget


def test_the_page_once_asked_for_is_gone_on_with(order, api, widget):
    widget.told()
    page = opened(order, asked_flow="redirect").payment
    api.get(f"{factories.SESSIONS}/cs_1", json=factories.session(page))
    assert opened(order).payment == page


@pytest.mark.parametrize("asked_flow", ["redirect", "card", "widget", ""])
def test_the_page_cannot_be_asked_for_where_fintoc_could_not_return(
    order, api, widget, settings, asked_flow
):
    settings.CAN_REDIRECT = False
    widget.told()
    assert opened(order, asked_flow=asked_flow).payment == widget
