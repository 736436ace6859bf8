"""Which tests CI runs once more on PostgreSQL."""

import pytest


def is_marked(request):
    return request.node.get_closest_marker("database") is not None


def test_whoever_asks_for_the_database_is_marked(db, request):
    assert is_marked(request)


@pytest.fixture
def a_shop(transactional_db):
    """As most tests ask for it: by another fixture."""


def test_whoever_asks_for_it_by_another_fixture_is_marked(a_shop, request):
    assert is_marked(request)


@pytest.mark.django_db
def test_whoever_says_so_in_a_mark_is_marked(request):
    assert is_marked(request)


def test_nobody_else_is(request):
    assert not is_marked(request)
