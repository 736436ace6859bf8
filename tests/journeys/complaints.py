"""What the browser itself complains about: script errors, blocked content, failed loads."""

from playwright.sync_api import BrowserContext, ConsoleMessage, WebError


class Complaints:
    """Everything heard from every page and frame of a browser context.

    A broken Content-Security-Policy rule is a console error in Chromium, in frames as well.
    """

    def __init__(self, context: BrowserContext) -> None:
        self.heard: list[str] = []
        self.expected: list[str] = []
        context.on("console", self._hear)
        context.on("weberror", self._hear_error)

    def _hear(self, message: ConsoleMessage) -> None:
        if message.type == "error":
            self.heard.append(f"{message.text} ({message.location['url']})")

    def _hear_error(self, error: WebError) -> None:
        self.heard.append(f"page error: {error.error}")

    def expect(self, text: str) -> None:
        """This journey provokes a complaint with that text in it."""
        self.expected.append(text)

    @property
    def unexpected(self) -> list[str]:
        return [one for one in self.heard if not any(text in one for text in self.expected)]
