"""The journeys' own guard: what a browser complains about is heard."""

import pytest

pytestmark = [pytest.mark.journey, pytest.mark.xdist_group("chile")]

FORBIDDEN = "document.body.append(Object.assign(document.createElement('script'), {text: '1'}))"


def test_broken_scripts_and_blocked_content_are_heard(shopper):
    shopper.page.goto(shopper.shop_url)
    shopper.page.evaluate("setTimeout(() => { throw new Error('a broken script') })")
    shopper.page.evaluate(FORBIDDEN)
    shopper.page.goto(f"{shopper.shop_url}/no-such-page/")

    for text in ("a broken script", "Content Security Policy", "status of 404"):
        assert any(text in complaint for complaint in shopper.complaints.unexpected), text
        shopper.complaints.expect(text)
