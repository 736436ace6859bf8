"""The shops a journey is walked in: by country, and by the way to the bank.

Each has a demo, which is dear to start, so its journeys are one group. In both flows means: once
with Fintoc's window over our page, and once with the page that Fintoc hosts.
"""

import pytest


def _shop(fixture: str, group: str):
    return pytest.param(fixture, id=group, marks=pytest.mark.xdist_group(group))


CHILE = [_shop("demo_in_chile", "chile"), _shop("demo_that_redirects", "redirect")]
MEXICO = [
    _shop("demo_in_mexico", "mexico"),
    _shop("demo_that_redirects_in_mexico", "redirect in mexico"),
]


def _walked_in(shops: list) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("demo", shops, indirect=True)


in_chile = _walked_in(CHILE[:1])
in_both_countries = _walked_in(CHILE[:1] + MEXICO[:1])
in_both_flows = _walked_in(CHILE)
in_both_flows_of_mexico = _walked_in(MEXICO)
in_both_flows_and_countries = _walked_in(CHILE + MEXICO)
