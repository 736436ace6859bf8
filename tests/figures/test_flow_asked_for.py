"""Which flow it is, window or page, is asked in few places: what comes after does not differ."""

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
SHOP = ("fintoc_client", "orders", "webhooks", "checkout", "backoffice", "operations", "catalog")
MAY_ASK = {"orders/opening.py", "orders/results.py", "checkout/views/payment.py"}
NAMES = r"\b(flow|asked_flow|PAYMENT_FLOW|REDIRECT|WIDGET)\b"
ASKS = re.compile(rf"{NAMES}.*(==|!=| in | is )|(==|!=| in | is ).*{NAMES}|\b(if|while) .*{NAMES}")


def lines_that_ask(text):
    code = (line.partition("#")[0] for line in text.splitlines())
    return [line for line in code if ASKS.search(line) and not line.lstrip().startswith('"""')]


def asking_files():
    files = [file for package in SHOP for file in (ROOT / package).rglob("*.py")]
    assert len(files) > 50
    return {str(file.relative_to(ROOT)) for file in files if lines_that_ask(file.read_text())}


def test_no_line_asks_outside_of_where_a_payment_is_opened_told_of_and_shown():
    assert asking_files() <= MAY_ASK


def test_a_line_that_asks_is_seen():
    """The control: these would be found, and the opening is."""
    for line in ("if payment.flow == REDIRECT:", "x = settings.PAYMENT_FLOW in FLOWS", "if flow:"):
        assert lines_that_ask(line)
    assert not lines_that_ask('payment = Payment(flow=REDIRECT)  # if flow == "redirect"')
    assert "orders/opening.py" in asking_files()
