"""Words to be translated stand where xgettext finds them: it does not look into f-strings."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PACKAGES = ("config", "catalog", "orders", "checkout", "webhooks", "backoffice", "operations")
MARKS = {
    *("_", "gettext", "gettext_lazy", "gettext_noop", "ngettext", "ngettext_lazy"),
    *("pgettext", "pgettext_lazy", "npgettext", "npgettext_lazy"),
}


def marked_in_f_strings(source):
    """The calls that ask for a translation from inside an f-string, as they are written."""
    f_strings = [node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.JoinedStr)]
    calls = [node for each in f_strings for node in ast.walk(each) if isinstance(node, ast.Call)]
    return [ast.unparse(call) for call in calls if called(call) in MARKS]


def called(call):
    return getattr(call.func, "attr", getattr(call.func, "id", ""))


@pytest.mark.parametrize("package", PACKAGES)
def test_no_words_to_be_translated_are_inside_an_f_string(package):
    found = {path: marked_in_f_strings(path.read_text()) for path in (ROOT / package).rglob("*.py")}

    assert found
    assert not {str(path): calls for path, calls in found.items() if calls}


@pytest.mark.parametrize(
    "source", ["f\"{_('Hola')}\"", "f\"a {_('Hola %s') % name} b\"", "f\"{t.gettext('Hola')}\""]
)
def test_such_words_would_be_found(source):
    assert len(marked_in_f_strings(source)) == 1
