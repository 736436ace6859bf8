"""Cancel from the order's page: two clicks, after Fintoc was asked."""

import pytest

from tests import factories


@pytest.fixture
def order():
    return factories.order()


@pytest.fixture
def cancel(client):
    return lambda order: client.post(f"/orders/{order.token}/cancel/")


def test_the_page_offers_it_while_the_order_can_be_paid(order, page):
    assert f'action="/orders/{order.token}/cancel/"' in page(f"/orders/{order.token}/")


@pytest.mark.parametrize("word", ["pending", "requires_action", "succeeded", "in_progress"])
def test_the_page_does_not_offer_it_while_money_may_move(word, order, page):
    factories.payment(order, status=word)
    assert "/cancel/" not in page(f"/orders/{order.token}/")


def test_it_cancels_and_says_who_did_and_that_nothing_was_charged(order, cancel, page):
    answer = cancel(order)
    assert (answer.status_code, answer.url) == (303, f"/orders/{order.token}/")
    html = page(f"/orders/{order.token}/")
    assert "Pedido anulado" in html and "Lo anulaste antes de pagar." in html
    assert "No se te cobró." in html and "/payments/" not in html


def test_one_that_was_paid_meanwhile_shows_the_payment(order, cancel, fintoc, page):
    payment = factories.payment(order)
    fintoc.reports(payment, status="succeeded")
    assert cancel(order).status_code == 303
    assert "Pago recibido" in page(f"/orders/{order.token}/")


def test_without_an_answer_of_fintocs_it_stays_and_says_why(order, cancel):
    factories.payment(order)  # nobody prepared an answer about it
    answer = cancel(order)
    assert answer.status_code == 503
    assert "Ahora no podemos anular tu pedido" in answer.text
    order.refresh_from_db()
    assert order.canceled_at is None


def test_with_a_payment_running_elsewhere_it_stays_and_says_why(order, cancel, fintoc):
    payment = factories.payment(order)
    fintoc.reports(payment, status="in_progress")
    answer = cancel(order)
    assert answer.status_code == 409 and "Ya hay un pago en curso" in answer.text


def test_a_canceled_order_never_says_not_charged_about_a_payment_nobody_resolved(order, page):
    payment = factories.payment(order, status="failed", error_reason="unresolved_final_status")
    order.refresh_from_db()
    order.alerts.get().resolve(decision="closed", cause="owner", now=order.created_at)
    order.cancel(payments=[payment], cause="owner", now=order.created_at)
    html = page(f"/orders/{order.token}/")
    assert "Pedido anulado" in html and "No se te cobró" not in html


def test_a_get_leads_to_the_order_and_cancels_nothing(order, client):
    assert client.get(f"/orders/{order.token}/cancel/").url == f"/orders/{order.token}/"
    order.refresh_from_db()
    assert not order.is_canceled


def test_an_unknown_order_is_not_found(client):
    assert client.post("/orders/nobody-knows-this-one/cancel/").status_code == 404
