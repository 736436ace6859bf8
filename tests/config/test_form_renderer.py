"""What the shop writes of a control is what Django writes of it."""

import pytest
from django import forms
from django.forms.renderers import DjangoTemplates
from django.test.html import parse_html
from django.utils.safestring import mark_safe
from django.utils.translation import gettext_lazy as _

from config.form_renderer import WRITERS, FormRenderer

GROUPED = [("", _("Elige")), ("<5>", 'Valparaíso "V"'), ("Sur", [("14", "Los Ríos"), (7, "Maule")])]

WAYS = [("home", "A <b>"), ("pickup", "B")]


class EveryControl(forms.Form):
    text = forms.CharField(max_length=20, help_text="h", widget=forms.TextInput({"list": "a&b"}))
    email = forms.EmailField(required=False)
    number = forms.IntegerField(min_value=0, disabled=True)
    hidden = forms.CharField(widget=forms.HiddenInput)
    check = forms.BooleanField()
    safe = forms.CharField(widget=forms.TextInput({"data-html": mark_safe("&amp;")}))
    dropped = forms.CharField(widget=forms.TextInput({"data-no": False, "data-yes": True}))
    select = forms.ChoiceField(choices=GROUPED)
    radio = forms.ChoiceField(choices=WAYS, widget=forms.RadioSelect)
    long = forms.CharField(widget=forms.Textarea)


SAID = {"text": "<b>\"'&", "email": "nobody", "number": "4", "select": "<5>", "radio": "home"}


@pytest.mark.parametrize("data", [None, {}, SAID])
@pytest.mark.parametrize("name", EveryControl.base_fields)
def test_a_control_is_written_as_django_writes_it(name, data):
    ours, theirs = (
        parts_of(EveryControl(data, renderer=renderer())[name])
        for renderer in (FormRenderer, DjangoTemplates)
    )
    assert list(map(parse_html, ours)) == list(map(parse_html, theirs))


def parts_of(field):
    """The whole control, and each choice of it by itself."""
    return [str(field), *(each.tag() for each in field if field.use_fieldset)]


def test_what_every_form_of_the_shop_is_made_of_needs_no_template(settings):
    assert settings.FORM_RENDERER == "config.form_renderer.FormRenderer"
    written = {each.field.widget.template_name for each in EveryControl()}
    assert set(WRITERS) - written == {"django/forms/widgets/radio_option.html"}
