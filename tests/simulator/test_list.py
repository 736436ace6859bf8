import re
from datetime import UTC, datetime, timedelta

import pytest

PATH = "/v1/payment_intents"


def links(answer):
    return {rel: url for url, rel in re.findall(r'<([^>]+)>; rel="(\w+)"', answer.headers["Link"])}


def test_the_newest_come_first_thirty_at_a_time_until_the_links_end(simulator):
    made = [simulator.create(amount=number)["id"] for number in range(1, 65)]
    answer = simulator.call("GET", f"{PATH}?status=created")

    assert list(links(answer)) == ["first", "next", "last"]
    assert answer.headers["X-Total-Count"] == "64"
    seen = [len(answer.json())]
    ids = [intent["id"] for intent in answer.json()]
    while "next" in links(answer):
        assert links(answer)["next"].startswith(f"{simulator.url}{PATH}?")
        assert "status=created" in links(answer)["next"]
        answer = simulator.call("GET", links(answer)["next"])
        seen.append(len(answer.json()))
        ids += [intent["id"] for intent in answer.json()]
    assert seen == [30, 30, 4]
    assert ids == made[::-1]
    assert list(links(answer)) == ["first", "prev", "last"]


def test_per_page_and_a_page_past_the_end(simulator):
    for _ in range(3):
        simulator.create()

    assert len(simulator.call("GET", f"{PATH}?per_page=2&page=2").json()) == 1
    assert simulator.call("GET", f"{PATH}?per_page=2&page=999999999").json() == []


def test_an_empty_list_is_an_empty_array(simulator):
    answer = simulator.call("GET", PATH)

    assert answer.json() == []
    assert list(links(answer)) == ["first", "last"]


def test_the_status_filters(simulator):
    simulator.create()
    failed = simulator.create()
    simulator.decide(failed, "fail")

    found = simulator.call("GET", f"{PATH}?status=failed").json()
    assert [intent["id"] for intent in found] == [failed["id"]]


def test_since_and_until_filter_by_day_and_by_moment(simulator):
    old, new = simulator.create(), simulator.create()
    simulator.decide(old, "age", seconds=3 * 24 * 3600)
    today = datetime.now(UTC)
    yesterday = today - timedelta(days=1)

    def ids(**query):
        found = simulator.call("GET", PATH, params=query).json()
        return {intent["id"] for intent in found}

    assert ids(since=f"{yesterday:%Y-%m-%d}") == {new["id"]}
    assert ids(until=f"{today:%Y-%m-%d}") == {old["id"], new["id"]}
    assert ids(until=yesterday.isoformat()) == {old["id"]}
    assert ids(since=f"{yesterday:%Y-%m-%dT%H:%M:%SZ}") == {new["id"]}


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ("page=0", "invalid_positive_integer"),
        ("page=x", "invalid_positive_integer"),
        ("per_page=-1", "invalid_positive_integer"),
        ("per_page=99999999999", "invalid_positive_integer"),
        ("status=paid", "invalid_enum"),
        ("since=yesterday", "invalid_date"),
        ("until=2026-13-01", "invalid_date"),
        ("until=9999-12-31", None),
        ("since=0001-01-01T00:00:00%2B14:00", "invalid_date"),
    ],
)
def test_filters_that_mean_nothing_are_refused(simulator, query, code):
    answer = simulator.call("GET", f"{PATH}?{query}")

    if code is None:
        assert answer.status_code == 200
    else:
        assert (answer.status_code, answer.json()["error"]["code"]) == (400, code)
