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
from django.utils.safestring import SafeString, mark_safe

Control = Mapping[str, Any]


class FormRenderer(DjangoTemplates):
    """Django's own, but for `WRITERS`."""

    def render(
        self, template_name: str, context: dict[str, Any], request: HttpRequest | None = None
    ) -> str:
        control = context.get("widget", {})
        if template_name in WRITERS and not control.get("wrap_label"):
            return mark_safe(WRITERS[template_name](control))  # noqa: S308 (escaped in `_written`)
        return super().render(template_name, context, request)


def _input(control: Control) -> str:
    kind, name, value = control["type"], _written(control["name"]), control["value"]
    said = "" if value is None else f' value="{_written(value)}"'
    return f'<input type="{kind}" name="{name}"{said}{_attributes(control)}>'


def _select(control: Control) -> str:
    groups = "".join(_group(name, options) for name, options, _index in control["optgroups"])
    return f'<select name="{_written(control["name"])}"{_attributes(control)}>{groups}</select>'


def _group(name: str | None, options: list[Control]) -> str:
    written = "".join(map(_option, options))
    return f'<optgroup label="{_written(name)}">{written}</optgroup>' if name else written


def _option(control: Control) -> str:
    value, label = _written(control["value"]), _written(control["label"])
    return f'<option value="{value}"{_attributes(control)}>{label}</option>'


def _attributes(control: Control) -> str:
    written = []
    for name, value in control["attrs"].items():
        if value is True:
            written.append(f" {name}")
        elif value is not False:
            written.append(f' {name}="{_written(value)}"')
    return "".join(written)


def _written(value: Any) -> SafeString:
    return conditional_escape(str(value) if not isinstance(value, str) else value)


INPUTS = ("text", "email", "number", "hidden", "checkbox", "radio_option")
WRITERS: dict[str, Callable[[Control], str]] = {
    **{f"django/forms/widgets/{name}.html": _input for name in INPUTS},
    "django/forms/widgets/select.html": _select,
}
