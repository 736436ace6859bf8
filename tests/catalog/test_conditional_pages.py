"""Pages that anyone may see are asked for again for nothing, as long as nothing in them changed."""

import pytest
from django.test import Client

from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def mug():
    return factories.product(stock=50)


@pytest.fixture(params=["the list", "a product"])
def address(request, mug):
    return "/" if request.param == "the list" else f"/products/{mug.slug}/"


def again(browser, seen, address, **headers):
    """Ask once more, as a browser does that kept the page."""
    return browser.get(address, headers={"If-None-Match": seen.headers["ETag"], **headers})


def test_the_same_page_is_not_sent_again(client, address):
    seen = client.get(address)

    answer = again(client, seen, address)

    assert (answer.status_code, answer.content) == (304, b"")
    assert answer.headers["ETag"] == seen.headers["ETag"]


def test_a_browser_keeps_it_for_itself_and_asks_each_time(client, address):
    seen = client.get(address)

    assert set(seen.headers["Cache-Control"].split(", ")) == {"private", "no-cache"}
    assert {"Cookie", "Accept-Language"} <= set(seen.headers["Vary"].split(", "))


@pytest.mark.parametrize("change", [{"price": 9_990}, {"stock": 1}, {"name_es": "Otra taza"}])
def test_a_change_of_what_it_shows_is_sent(client, mug, address, change):
    if address == "/" and "stock" in change:
        change = {"stock": 0}  # the list says only when there is none left
    seen = client.get(address)
    for name, value in change.items():
        setattr(mug, name, value)
    mug.save()

    assert again(client, seen, address).status_code == 200


def test_another_language_is_sent(client, address):
    seen = client.get(address, headers={"Accept-Language": "es"})

    assert again(client, seen, address, **{"Accept-Language": "en"}).status_code == 200


def test_a_fuller_cart_is_sent(client, mug, address):
    seen = client.get(address)
    client.post("/cart/add/", {"product": mug.slug, "quantity": 2})
    client.get("/cart/")  # which has told that it was added

    assert again(client, seen, address).status_code == 200


def test_the_forms_of_a_page_that_was_kept_still_work(mug):
    browser = Client(enforce_csrf_checks=True)
    address = f"/products/{mug.slug}/"
    kept = browser.get(address)
    token = kept.content.split(b'name="csrfmiddlewaretoken" value="')[1].split(b'"')[0].decode()
    assert again(browser, kept, address).status_code == 304

    facts = {"product": mug.slug, "quantity": 1, "csrfmiddlewaretoken": token}
    assert browser.post("/cart/add/", facts).status_code == 303


def test_another_browsers_tag_is_no_good_for_its_forms(mug):
    address = f"/products/{mug.slug}/"
    seen = Client().get(address)

    assert again(Client(), seen, address).status_code == 200


def test_what_is_not_there_has_no_tag(client):
    answer = client.get("/products/nothing-such/")

    assert answer.status_code == 404 and "ETag" not in answer.headers
