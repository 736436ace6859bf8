"""Checkout sessions over the API: what is created, shown, listed and refused."""

import re
from datetime import UTC, datetime, timedelta

import pytest

OLD = {"Fintoc-Version": "2023-11-15"}
PATH = "/v2/checkout_sessions"


def test_a_session_has_every_field_and_a_page_to_go_to(simulator):
    session = simulator.open_session(
        customer_email="name@example.com",
        metadata={"order": "CL-1"},
        line_items=[{"quantity": 1}],
        business_profile={"name": "Tienda de ejemplo"},
    )

    assert re.fullmatch(r"cs_[A-Za-z0-9]+", session["id"])
    assert session["redirect_url"] == f"{simulator.url}/checkout/{session['id']}"
    shown = {
        "object": "checkout_session",
        "amount": 2476,
        "currency": "CLP",
        "status": "created",
        "flow": "payment",
        "mode": "test",
        "customer": None,
        "customer_email": "name@example.com",
        "metadata": {"order": "CL-1"},
        "business_profile": {"name": "Tienda de ejemplo"},
        "line_items": [{"quantity": 1}],
        "success_url": "https://shop.example.com/paid",
        "cancel_url": "https://shop.example.com/back",
        "session_token": None,
        "payment_method": None,
        "payment_resource": None,
        "payment_method_types": ["bank_transfer"],
        "payment_method_options": {},
    }
    assert {name: session[name] for name in shown} == shown
    assert simulator.read_session(session) == session


def test_a_session_lives_a_day_unless_told_otherwise(simulator):
    session = simulator.open_session()
    moments = [datetime.fromisoformat(session[name]) for name in ("created_at", "expires_at")]
    soon = (datetime.now(UTC) + timedelta(minutes=20)).replace(microsecond=0)

    assert timedelta(hours=24) - (moments[1] - moments[0]) < timedelta(seconds=1)
    told = simulator.open_session(expires_at=soon.isoformat())["expires_at"]
    assert datetime.fromisoformat(told) == soon


@pytest.mark.parametrize("options", [{"ui_mode": "embedded"}, {"success_url": None}])
def test_without_return_addresses_it_has_a_token_for_the_widget(simulator, options):
    session = simulator.open_session(**{"cancel_url": None, "success_url": None, **options})

    assert session["redirect_url"] is None
    assert session["session_token"].startswith(f"{session['id']}_sec_")


@pytest.mark.parametrize("types", ["payment_methods", "payment_method_types"])
@pytest.mark.parametrize("method", ["payment_intent", "bank_transfer", "payment_initiation"])
def test_either_versions_names_are_taken_and_the_asked_ones_are_shown(simulator, types, method):
    body = {types: [method, "card"], "payment_method_options": {method: {"sender_account": {}}}}
    new = simulator.open_session(**body)
    old = simulator.open_session(version=1, headers=OLD, **body)

    assert new["payment_method_types"] == ["bank_transfer", "card"]
    assert new["payment_method_options"] == {"bank_transfer": {"sender_account": {}}}
    assert old["payment_methods"] == ["payment_intent", "card"]
    assert old["payment_method_options"] == {"payment_intent": {"sender_account": {}}}
    assert new.keys() - old.keys() == {"payment_method_types"}


def test_v2_needs_the_newest_version_and_v1_does_not(simulator):
    answer = simulator.call("POST", PATH, json={}, headers=OLD)
    assert (answer.status_code, answer.json()["error"]["code"]) == (403, "invalid_api_version")

    simulator.switch(api_version="2023-11-15")
    assert simulator.call("GET", PATH).status_code == 403
    assert simulator.call("GET", PATH, headers={"Fintoc-Version": "2026-02-01"}).json() == []
    assert simulator.open_session(version=1)["payment_methods"] == ["payment_intent"]


def test_a_customer_is_told_once_and_then_known_by_id(simulator):
    data = {"name": "Nombre", "tax_id": {"type": "cl_rut", "value": "111111111"}}
    customer = simulator.open_session(customer_data=data)["customer"]
    assert (customer["object"], customer["name"]) == ("customer", "Nombre")

    again = simulator.open_session(customer=customer["id"])
    assert again["customer"] == customer
    body = {"amount": 1, "currency": "CLP", "customer_data": data}
    assert simulator.call("POST", PATH, json=body).status_code == 409
    body = {"amount": 1, "currency": "CLP", "customer": "cus_unknown"}
    assert simulator.call("POST", PATH, json=body).status_code == 404


def test_the_list_is_paged_by_cursor_until_the_link_is_empty(simulator):
    made = [simulator.open_session(amount=number)["id"] for number in range(1, 64)]
    pages, url = [], f"{PATH}?status=created"
    while url:
        answer = simulator.call("GET", url)
        pages.append([session["id"] for session in answer.json()])
        link = answer.headers["Link"]
        assert "X-Total-Count" not in answer.headers
        found = re.fullmatch(r'<([^>]+)>; rel="next"', link)
        url = found and found[1]
        if url:
            assert url.startswith(f"{simulator.url}{PATH}?") and "status=created" in url

    assert link == ""
    assert [len(page) for page in pages] == [30, 30, 3]
    assert [one for page in pages for one in page] == made[::-1]


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ("starting_after=cs_unknown", "missing_cursor"),
        ("limit=0", "invalid_positive_integer"),
        ("status=paid", "invalid_enum"),
        ("since=x", "invalid_date"),
    ],
)
def test_a_list_that_cannot_be_is_refused(simulator, query, code):
    answer = simulator.call("GET", f"{PATH}?{query}")

    assert (answer.status_code, answer.json()["error"]["code"]) == (400, code)


def test_v1_has_no_list_and_neither_knows_a_strange_id(simulator):
    assert simulator.call("GET", "/v1/checkout_sessions").status_code == 405
    for version in (1, 2):
        path = f"/v{version}/checkout_sessions/cs_unknown"
        assert simulator.call("GET", path).status_code == 404
        assert simulator.call("POST", f"{path}/expire", json={}).status_code == 404


SOON = (datetime.now(UTC) + timedelta(minutes=9)).isoformat()


@pytest.mark.parametrize(
    ("change", "code", "param"),
    [
        ({"amount": 0}, "invalid_amount", "amount"),
        ({"currency": "USD"}, "invalid_currency", "currency"),
        ({"success_url": None}, "missing_parameter", "success_url"),
        ({"cancel_url": None}, "missing_parameter", "cancel_url"),
        ({"cancel_url": "javascript:alert(1)"}, "invalid_string", "cancel_url"),
        ({"flow": "setup"}, "invalid_enum", "flow"),
        ({"expires_at": SOON}, "invalid_expires_at", "expires_at"),
        ({"expires_at": "soon"}, "invalid_expires_at", "expires_at"),
        ({"expires_at": 5}, "invalid_expires_at", "expires_at"),
        ({"expires_at": "9999-12-31T23:59:59-12:00"}, "invalid_expires_at", "expires_at"),
        ({"payment_method_types": []}, "invalid_array", "payment_method_types"),
        ({"payment_method_types": ["gold"]}, "invalid_enum", "payment_method_types"),
        ({"payment_methods": [5]}, "invalid_enum", "payment_methods"),
        ({"payment_method_options": {"gold": {}}}, "invalid_enum", "payment_method_options"),
        ({"payment_method_options": {"card": 5}}, "invalid_hash", "card"),
        ({"line_items": {}}, "invalid_array", "line_items"),
        ({"line_items": [5]}, "invalid_array", "line_items"),
        ({"customer_data": 5}, "invalid_hash", "customer_data"),
        ({"metadata": {"k": None}}, "invalid_params", "metadata"),
    ],
)
def test_a_session_that_cannot_be_is_refused(simulator, change, code, param):
    body = {
        "amount": 1000,
        "currency": "CLP",
        "success_url": "https://shop.example.com/paid",
        "cancel_url": "https://shop.example.com/back",
        **change,
    }
    answer = simulator.call("POST", PATH, json=body)

    error = answer.json()["error"]
    assert (answer.status_code, error["code"], error["param"]) == (400, code, param)
    assert simulator.call("GET", PATH).json() == []


def test_plain_http_addresses_are_refused_when_the_switch_says_so(simulator):
    simulator.open_session(success_url="http://localhost:8000/paid")
    simulator.switch(https_only=True)
    body = {"success_url": "http://localhost:8000/paid", "cancel_url": "https://shop.example.com"}
    answer = simulator.call("POST", PATH, json={"amount": 1, "currency": "CLP", **body})

    assert (answer.status_code, answer.json()["error"]["param"]) == (400, "success_url")
