"""The go-live checklist: what a shop's owner reads before selling."""

import pytest
import responses

from tests.backoffice.conftest import logged_in

pytestmark = pytest.mark.django_db
PATH = "/admin/go-live/"


def test_shows_what_is_missing_with_its_mend_and_asks_nobody(owner, monkeypatch):
    monkeypatch.setattr("operations.set_up._is_durable", lambda: True)  # wherever the tests run
    with responses.RequestsMock():  # whoever asks Fintoc here fails
        page = owner.get(PATH).content.decode()

    for part in ("Datos legales", "STORE_TAX_ID", "PostgreSQL", "respaldo", "Trabajador"):
        assert part in page
    assert "API de Fintoc y reloj" not in page


def test_asks_fintoc_when_told_to(owner, monkeypatch):
    with responses.RequestsMock(assert_all_requests_are_fired=False) as fintoc:
        page = owner.post(PATH).content.decode()
        asked = {call.request.url for call in fintoc.calls}

    assert "API de Fintoc y reloj" in page and "Fintoc no responde" in page
    assert "https://api.fintoc.example.com/v1/payment_intents" in asked


def test_is_linked_from_the_home_page_for_owners_alone(owner, staff):
    assert PATH in owner.get("/admin/").content.decode()
    assert PATH not in staff.get("/admin/").content.decode()


@pytest.mark.parametrize("role", ["staff", ""])
def test_is_for_owners(role):
    assert logged_in(role).get(PATH).status_code == 403


def test_is_for_those_who_logged_in(client):
    assert client.get(PATH).status_code == 302


def test_is_in_english_for_whoever_reads_english(owner):
    page = owner.get(PATH, headers={"Accept-Language": "en"}).content.decode()

    assert "Before you sell" in page and "Antes de vender" not in page
