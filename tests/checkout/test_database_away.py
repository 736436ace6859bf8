"""A database that is away, locked or full is a 503 that says come again, and no fault of ours."""

import pytest
from django.db import IntegrityError, InterfaceError, OperationalError
from django.test import Client

from catalog.models import ProductQuerySet


def page_while(monkeypatch, error):
    def fail(_queryset):
        raise error

    monkeypatch.setattr(ProductQuerySet, "on_sale", fail)
    return Client(raise_request_exception=False).get("/")


@pytest.mark.parametrize("error", [OperationalError("database is locked"), InterfaceError("gone")])
def test_a_page_says_come_again(error, monkeypatch, db):
    page = page_while(monkeypatch, error)

    assert (page.status_code, page["Retry-After"]) == (503, "5")


def test_a_fault_of_ours_stays_one(monkeypatch, db):
    page = page_while(monkeypatch, IntegrityError("twice"))

    assert page.status_code == 500 and "Retry-After" not in page
