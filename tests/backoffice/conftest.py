"""Who works in the shop, and what happened over the weekend."""

import pytest
from django.contrib.auth.models import Group, User
from django.test import Client

from tests import factories


def logged_in(role):
    """A browser of somebody in the group `role`; "" is somebody who may log in and no more."""
    user = User.objects.create(username=role or "nobody", is_staff=True)
    user.groups.set(Group.objects.filter(name=role))
    browser = Client()
    browser.force_login(user)
    return browser


@pytest.fixture
def owner(db):
    return logged_in("owner")


@pytest.fixture
def staff(db):
    return logged_in("staff")


@pytest.fixture
def order(db):
    """An order that was paid."""
    return factories.payment(factories.order(), status="succeeded").order
