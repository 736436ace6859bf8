from fractions import Fraction
from math import floor

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog.tax import included_tax


@pytest.mark.parametrize(
    ("gross", "percent", "tax"),
    [
        (29_470, 19, 4_705),
        (12_990, 19, 2_074),
        (11_900, 19, 1_900),
        (116_00, 16, 16_00),
        (24_900, 16, 3_434),
        (1, 19, 0),
        (0, 19, 0),
        (12_990, 0, 0),
    ],
)
def test_the_tax_inside_a_price_is_what_is_left_without_its_net(gross, percent, tax):
    assert included_tax(gross=gross, percent=percent) == tax


def test_a_net_that_ends_in_a_half_rounds_up():
    assert included_tax(gross=3, percent=100) == 1  # net 1.5 becomes 2


@given(gross=st.integers(0, 10**15), percent=st.integers(0, 100))
def test_the_net_is_the_exact_quotient_rounded_half_up(gross, percent):
    exact = Fraction(gross * 100, 100 + percent)

    assert gross - included_tax(gross=gross, percent=percent) == floor(exact + Fraction(1, 2))
