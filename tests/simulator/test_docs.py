"""docs/simulator.md has every address, switch, field and test file there is, and no other."""

import re
from pathlib import Path

import pytest

from simulator.switches import FIELDS
from simulator.webhooks.types import DOUBTFUL, SENT

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "docs" / "simulator.md").read_text()
ANYTHING = re.compile(r"<[^>]+>")


def documented_addresses():
    return {ANYTHING.sub("<>", path) for path in re.findall(r"(?:GET|POST) (/v\d/[^\s`?]+)", PAGE)}


def addresses():
    urls = (ROOT / "simulator" / "urls.py").read_text()
    return {"/" + ANYTHING.sub("<>", path) for path in re.findall(r'path\("(v\d/[^"]+)"', urls)}


def rows(section):
    text = PAGE.split(f"\n## {section}\n")[1].split("\n## ")[0]
    return re.findall(r"^\| `(\w+)` \|([^|]+)\|", text, flags=re.MULTILINE)


def test_every_address_of_the_api_is_documented():
    assert addresses() == documented_addresses()


def test_every_switch_is_documented_with_its_first_position():
    documented = {
        name: re.search(r"`([^`]+)`", positions)[1] for name, positions in rows("Switches")
    }

    assert documented == {
        name: str(field.default).lower() if field.default in (True, False) else str(field.default)
        for name, field in FIELDS.items()
    }


def test_every_test_file_that_it_names_exists():
    named = set(re.findall(r"`(test_\w+\.py)`", PAGE))

    assert named
    assert [name for name in sorted(named) if not (Path(__file__).parent / name).exists()] == []


def test_every_event_is_documented():
    table = PAGE.split("\n## Webhooks\n")[1]
    for type in (*SENT, *DOUBTFUL):
        kind, status = type.split(".")
        assert f"`{kind}." in table and f".{status}`" in table


@pytest.mark.parametrize("object_", ["payment intent", "checkout session", "refund"])
def test_every_field_is_documented(simulator, object_):
    made = {
        "payment intent": simulator.create,
        "checkout session": simulator.open_session,
        "refund": lambda: simulator.refund(simulator.paid()).json(),
    }[object_]()
    row = next(line for line in PAGE.splitlines() if line.startswith(f"| {object_} |"))

    missing = [name for name in made if f"`{name}`" not in row]
    assert missing == []
