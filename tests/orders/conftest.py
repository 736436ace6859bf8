"""A payment that came in, and a Fintoc that answers what a test tells it to."""

import pytest
import responses

from tests import factories


@pytest.fixture
def payment(db):
    """A payment of $12.990 that came in."""
    return factories.payment(factories.order(), status="succeeded")


@pytest.fixture
def api():
    """Fintoc, which answers nothing that was not told."""
    with responses.RequestsMock(assert_all_requests_are_fired=False) as api:
        yield api
