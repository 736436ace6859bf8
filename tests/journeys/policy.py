"""What of a page its Content-Security-Policy stopped while it came, as the browser reports it."""

from playwright.sync_api import BrowserContext, Page

LISTEN = """
window.stoppedByPolicy = [];
document.addEventListener("securitypolicyviolation", (event) => {
  window.stoppedByPolicy.push(`${event.effectiveDirective} ${event.blockedURI} ${event.sample}`);
});
"""


def watch_the_policy(context: BrowserContext) -> None:
    """In every page of this context, from its first byte on."""
    context.add_init_script(LISTEN)


def stopped_by_policy(page: Page) -> list[str]:
    """Asked before axe-core looks at the page: it would set styles of its own."""
    return [f"policy: {each}" for each in page.evaluate("window.stoppedByPolicy")]
