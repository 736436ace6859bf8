import pytest
from django.template.loader import render_to_string
from django.test import Client, override_settings


def test_an_unknown_address_leads_back_to_the_shop(client, db):
    response = client.get("/nada/")

    assert response.status_code == 404
    assert 'href="/"' in response.content.decode()


def test_a_stale_form_is_explained(db):
    response = Client(enforce_csrf_checks=True).post("/language/", {"language": "en"})

    assert response.status_code == 403
    assert "Vuelve atrás, recarga la página" in response.content.decode()


def test_the_page_for_our_own_failures_needs_no_context():
    assert "Si ya autorizaste un pago, no lo repitas" in render_to_string("500.html")


@pytest.mark.parametrize("reference", ["abc-123"])
def test_a_failure_shows_its_reference_when_there_is_one(reference):
    assert reference in render_to_string("500.html", {"reference": reference})


@override_settings(
    STORAGES={"staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"}}
)
def test_the_page_for_our_own_failures_does_not_need_the_file_manifest():
    assert "css/store.css" in render_to_string("500.html")
