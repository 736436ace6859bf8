from types import SimpleNamespace

from django.template.loader import render_to_string

SUMMARY = {
    "lines": [
        SimpleNamespace(name="Taza <b>de gres</b>", quantity=2, amount=25_980),
        SimpleNamespace(name="Despacho", amount=3_490),
    ],
    "total": 29_470,
    "tax": 4_705,
    "currency": "CLP",
    "tax_name": "IVA",
    "tax_percent": 19,
}


def test_a_summary_shows_lines_total_and_the_tax_inside():
    html = render_to_string("includes/summary.html", SUMMARY)

    for words in ["$25.980", "$3.490", "$29.470", "IVA incluido (19 %)", "$4.705"]:
        assert words in html
    assert "Taza &lt;b&gt;de gres&lt;/b&gt; ×&nbsp;2" in html


def test_a_line_without_quantity_is_not_counted():
    assert "<dt>Despacho</dt>" in render_to_string("includes/summary.html", SUMMARY)
