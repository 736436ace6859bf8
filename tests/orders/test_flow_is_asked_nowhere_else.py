"""Which flow a payment has is asked in three places; everything else is the same for both."""

import ast
import re
from pathlib import Path

import pytest

PACKAGES = ["backoffice", "catalog", "checkout", "orders", "operations", "webhooks"]
MAY_ASK = {
    "orders/opening.py",  # makes an intent or a session
    "orders/results.py",  # hears of either
    "checkout/views/payment.py",  # the payment page: a window, or a link
    "checkout/order_page.py",  # says above the pay button what will open: a window, or a page
    "templates/checkout/pay_button.html",  # asks for a flow by the name in its form
}
NAMES = {"flow", "asked_flow", "PAYMENT_FLOW", "REDIRECT", "WIDGET"}
WORDS = {"redirect", "widget"}
FILTERS = {"filter", "exclude", "get", "Q", "When"}
ASKING = re.compile(r"{% (?:if|elif|for|with|firstof) [^%]*\b(\w*flow\w*|redirect_url)\b")


def asked(code):
    """The lines of Python that decide something by the flow."""
    return sorted({node.lineno for test in decisions_in(ast.parse(code)) for node in named(test)})


def decisions_in(tree):
    for node in ast.walk(tree):
        if isinstance(node, ast.If | ast.IfExp | ast.While | ast.Assert):
            yield node.test
        elif isinstance(node, ast.Compare | ast.BoolOp):
            yield node
        elif isinstance(node, ast.comprehension):
            yield from node.ifs
        elif isinstance(node, ast.Match):
            yield node.subject
        elif isinstance(node, ast.Call):
            name = getattr(node.func, "attr", getattr(node.func, "id", ""))
            if name in FILTERS:
                yield from (each for each in node.keywords if (each.arg or "").startswith("flow"))


def named(test):
    for node in ast.walk(test):
        name = getattr(node, "attr", getattr(node, "id", None))
        is_page = name == "redirect_url" and not isinstance(
            test, ast.BoolOp
        )  # or what else leads on
        is_word = isinstance(node, ast.Constant) and node.value in WORDS
        is_filter = node is test and isinstance(node, ast.keyword)
        if name in NAMES or is_page or is_word or is_filter:
            yield node if not is_filter else node.value


def sources():
    for package in PACKAGES:
        for path in sorted(Path(package).rglob("*.py")):
            if "migrations" not in path.parts:
                yield path
    yield from sorted(Path("templates").rglob("*.html"))
    yield from sorted(Path("templates").rglob("*.txt"))


def lines_that_ask(path):
    if path.suffix == ".py":
        return asked(path.read_text())
    lines = path.read_text().splitlines()
    return [number for number, line in enumerate(lines, start=1) if ASKING.search(line)]


def test_only_opening_results_and_the_pages_that_lead_to_the_bank_ask():
    found = {str(path): lines_that_ask(path) for path in sources()}

    assert {path: lines for path, lines in found.items() if lines and path not in MAY_ASK} == {}
    assert found["orders/opening.py"]  # the search finds what there is to find


@pytest.mark.parametrize(
    "code",
    [
        "if payment.flow == 'x': pass",
        "x = 1 if settings.PAYMENT_FLOW else 2",
        "Payment.objects.filter(flow='redirect')",
        "[p for p in payments if p.redirect_url]",
        "match payment.flow:\n    case _: pass",
        "y = a == 'widget'",
        "z = flow or other",
    ],
)
def test_the_search_finds_every_way_to_ask(code):
    assert asked(code) == [1]


@pytest.mark.parametrize(
    "code", ["payment = make(flow=WIDGET)", "shown = ('PAYMENT_FLOW',)", "page = x.redirect_url"]
)
def test_writing_or_showing_it_is_not_asking(code):
    assert asked(code) == []
