"""The journeys' own guard: what a browser complains about is heard."""

import pytest

from tests.journeys.policy import stopped_by_policy, watch_the_policy

pytestmark = [pytest.mark.journey, pytest.mark.xdist_group("chile")]

FORBIDDEN = "document.body.append(Object.assign(document.createElement('script'), {text: '1'}))"


def test_broken_scripts_and_blocked_content_are_heard(shopper):
    shopper.page.goto(shopper.shop_url)
    shopper.page.evaluate("setTimeout(() => { throw new Error('a broken script') })")
    shopper.page.evaluate(FORBIDDEN)
    with shopper.page.expect_console_message(lambda message: "status of 404" in message.text):
        shopper.page.goto(f"{shopper.shop_url}/no-such-page/")

    for text in ("a broken script", "Content Security Policy", "status of 404"):
        assert any(text in complaint for complaint in shopper.complaints.unexpected), text
        shopper.complaints.expect(text)


def test_what_the_policy_stops_is_known_to_the_page(shopper):
    watch_the_policy(shopper.page.context)
    shopper.page.goto(shopper.shop_url)
    assert stopped_by_policy(shopper.page) == []

    shopper.page.evaluate(FORBIDDEN)
    shopper.page.wait_for_function("window.stoppedByPolicy.length")

    (stopped,) = stopped_by_policy(shopper.page)
    assert "script-src" in stopped and "inline" in stopped
    shopper.complaints.expect("Content Security Policy")
