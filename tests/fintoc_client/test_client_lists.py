"""Lists of payment intents: followed to their end, and never to another host."""

import pytest
from responses import matchers

from fintoc_client.client import PAGES_LIMIT
from fintoc_client.errors import OutcomeUnknown
from tests.fintoc_client.answers import INTENTS, intent


def page(api, *intents, link=None, params=None):
    headers = {} if link is None else {"Link": link}
    match = [] if params is None else [matchers.query_param_matcher(params)]
    api.get(INTENTS, json=list(intents), headers=headers, match=match)


def test_a_list_follows_the_links_to_its_end(api, client):
    last, first = f'<{INTENTS}?page=2>; rel="last"', f'<{INTENTS}?page=1>; rel="first"'
    page(
        api,
        intent("pi_1"),
        intent("pi_2"),
        link=f'{first}, <{INTENTS}?page=2&since=2026-11-22>; rel="next", {last}',
        params={"since": "2026-11-22"},
    )
    page(api, intent("pi_3"), link=f"{first}, {last}", params={"page": "2", "since": "2026-11-22"})

    found = client.list_payment_intents(since="2026-11-22")

    assert [each.id for each in found] == ["pi_1", "pi_2", "pi_3"]


def test_a_list_sends_the_filters_that_are_set(api, client):
    page(api, params={"since": "2026-11-01", "until": "2026-11-22"})

    assert list(client.list_payment_intents(since="2026-11-01", until="2026-11-22")) == []


@pytest.mark.parametrize("link", ["", ";;;", "<>", '<>; rel="next"', "nothing at all"])
def test_a_list_without_a_next_page_ends(link, api, client):
    page(api, intent(), link=link)

    assert len(list(client.list_payment_intents())) == 1


def test_a_relative_link_is_followed(api, client):
    page(api, intent("pi_1"), link='<?page=2>; rel="next"', params={})
    page(api, intent("pi_2"), params={"page": "2"})

    assert [each.id for each in client.list_payment_intents()] == ["pi_1", "pi_2"]


@pytest.mark.parametrize(
    "address",
    [
        "https://evil.example.com/v1/payment_intents?page=2",
        "//evil.example.com/v1/payment_intents",
        "http://api.fintoc.example.com/v1/payment_intents",
        "https://api.fintoc.example.com:444/v1/payment_intents",
        "https://api.fintoc.example.com@evil.example.com/",
        "https://api.fintoc.example.com.evil.example.com/",
        "https://api.fintoc.example.com\\@evil.example.com/",
        "file:///etc/passwd",
        "https://[/",
    ],
)
def test_the_key_never_goes_to_another_host(address, api, client):
    page(api, intent("pi_1"), link=f'<{address}>; rel="next"')

    with pytest.raises(OutcomeUnknown):
        list(client.list_payment_intents())

    assert len(api.calls) == 1


def test_a_list_without_end_is_never_taken_for_a_whole_one(api, client):
    page(api, intent(), link=f'<{INTENTS}>; rel="next"')

    with pytest.raises(OutcomeUnknown):
        list(client.list_payment_intents())

    assert len(api.calls) == PAGES_LIMIT


@pytest.mark.parametrize("document", [{}, {"data": []}, None, [None], ["pi_1"], [{"id": "pi_1"}]])
def test_a_list_that_is_no_list_of_intents_is_not_believed(document, api, client):
    api.get(INTENTS, json=document)

    with pytest.raises(OutcomeUnknown):
        list(client.list_payment_intents())
