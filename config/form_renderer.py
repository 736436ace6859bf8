"""The controls that the shop's forms are made of, written without a template for each.

Django includes one template per control, per option and per list of attributes: of the page that
asks for an address, with its sixteen regions, that was half. What is written is the same, which
`tests/config/test_form_renderer.py` holds; every other template is Django's own.
"""

from collections.abc import Callable, Mapping
from typing import Any

from django.forms.renderers import DjangoTemplates
from django.http import HttpRequest
from django.utils.html import conditional_escape
from django.utils.safestring import mark_safe

Control = Mapping[str, Any]


class FormRenderer(DjangoTemplates):
    """Django's own, but for `WRITERS`."""

    def render(
        self, template_name: str, context: dict[str, Any], request: HttpRequest | None = None
    ) -> str:
        control = context.get("widget", {})
        if template_name in WRITERS and not control.get("wrap_label"):
            return mark_safe(WRITERS[template_name](control))  # noqa: S308 (each value is escaped)
        return super().render(template_name, context, request)


def _input(control: Control) -> str:
    kind, name, value = control["type"], conditional_escape(control["name"]), control["value"]
    said = "" if value is None else f' value="{conditional_escape(value)}"'
    return f'<input type="{kind}" name="{name}"{said}{_attributes(control)}>'


def _select(control: Control) -> str:
    groups = "".join(_group(name, options) for name, options, _index in control["optgroups"])
    name = conditional_escape(control["name"])
    return f'<select name="{name}"{_attributes(control)}>{groups}</select>'


def _group(name: str | None, options: list[Control]) -> str:
    written = "".join(map(_option, options))
    return f'<optgroup label="{conditional_escape(name)}">{written}</optgroup>' if name else written


def _option(control: Control) -> str:
    value, label = conditional_escape(control["value"]), conditional_escape(control["label"])
    return f'<option value="{value}"{_attributes(control)}>{label}</option>'


def _attributes(control: Control) -> str:
    written = []
    for name, value in control["attrs"].items():
        if value is True:
            written.append(f" {name}")
        elif value is not False:
            written.append(f' {name}="{conditional_escape(value)}"')
    return "".join(written)


INPUTS = ("text", "email", "number", "hidden", "checkbox", "radio_option")
WRITERS: dict[str, Callable[[Control], str]] = {
    **{f"django/forms/widgets/{name}.html": _input for name in INPUTS},
    "django/forms/widgets/select.html": _select,
}
