"""The shared form markup: errors are said twice, in words, tied to their fields."""

import pytest
from django import forms
from django.template.loader import render_to_string


class DetailsForm(forms.Form):
    email = forms.EmailField(help_text="Te enviaremos la confirmación.")
    phone = forms.CharField(required=False)
    delivery = forms.ChoiceField(
        widget=forms.RadioSelect, choices=[("home", "A domicilio"), ("pickup", "Retiro")]
    )
    terms = forms.BooleanField(label="Acepto los términos")


@pytest.fixture
def bad_form():
    return DetailsForm({"email": "cliente@"})


def field_html(form, name):
    return render_to_string("includes/field.html", {"field": form[name]})


def test_hint_and_error_are_tied_to_the_control(bad_form):
    html = field_html(bad_form, "email")

    assert 'aria-describedby="id_email_helptext id_email_error"' in html
    assert 'id="id_email_helptext"' in html
    assert 'id="id_email_error"' in html
    assert 'aria-invalid="true"' in html


def test_an_error_begins_with_the_word(bad_form):
    assert '<span class="vh">Error: </span>' in field_html(bad_form, "email")


def test_a_field_without_errors_shows_none():
    html = field_html(DetailsForm(), "email")

    assert "err" not in html
    assert "aria-invalid" not in html


def test_only_what_may_be_left_blank_says_so():
    assert "(opcional)" in field_html(DetailsForm(), "phone")
    assert "(opcional)" not in field_html(DetailsForm(), "email")


def test_choices_are_a_fieldset_tied_to_its_error(bad_form):
    html = field_html(bad_form, "delivery")

    assert '<fieldset class="field err" aria-describedby="id_delivery_error">' in html
    assert html.count('class="choice"') == 2


def test_a_tick_box_stands_before_its_label(bad_form):
    html = field_html(bad_form, "terms")

    assert html.index("<input") < html.index("Acepto los términos")


def test_the_summary_links_to_every_field_in_error_and_takes_the_focus(bad_form):
    html = render_to_string("includes/error_summary.html", {"form": bad_form})

    assert 'role="alert" tabindex="-1" autofocus' in html
    for address in ["#id_email", "#id_delivery_0", "#id_terms"]:
        assert f'href="{address}"' in html
    assert "#id_phone" not in html


def test_a_form_without_errors_has_no_summary():
    assert not render_to_string("includes/error_summary.html", {"form": DetailsForm()}).strip()
