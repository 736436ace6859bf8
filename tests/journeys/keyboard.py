"""A shopper without a mouse: Tab, Enter, Space and letters, in the page and in the bank window."""

from playwright.sync_api import Error, Frame, Page

from tests.journeys.waiting import eventually

MOST_TABS = 40
# What the focused control is called: its label, its words, or what it is described as.
FOCUSED = """() => {
  const element = document.activeElement;
  if (!document.hasFocus() || !element || element.tagName === "IFRAME") return "";
  const label = element.labels?.[0]?.innerText;
  return (label || element.innerText || element.getAttribute("aria-label") || "").trim();
}"""
# What is read out after its name: for a refused field, what is wrong with it.
DESCRIBED = """() => {
  const ids = document.activeElement?.getAttribute("aria-describedby")?.split(" ") ?? [];
  return ids.map((id) => document.getElementById(id)?.innerText ?? "").join(" ");
}"""


class Keyboard:
    def __init__(self, page: Page) -> None:
        self.page = page

    def focused(self) -> str:
        """The name of what has the focus, in whichever frame that is."""
        names = [_said_in(frame, FOCUSED) for frame in self.page.frames]
        return next((name for name in names if name), "")

    def described(self) -> str:
        """How the page's focused control is described."""
        return _said_in(self.page.main_frame, DESCRIBED)

    def tabs_to(self, name: str) -> None:
        """Press Tab until the control with these words has the focus."""
        passed = []
        for _ in range(MOST_TABS):
            self.page.keyboard.press("Tab")
            passed.append(self.focused())
            if name in passed[-1]:
                return
        raise AssertionError(f"Tab never came to {name!r}, only to {passed}")

    def presses(self, key: str) -> None:
        self.page.keyboard.press(key)

    def types(self, text: str) -> None:
        self.page.keyboard.type(text)

    def is_taken_to(self, name: str, *, described_as: str = "") -> None:
        """Wait until the page itself has moved the focus to these words.

        A page that comes again has the same words: what it says of them tells it from the last.
        """
        eventually(
            lambda: name in self.focused() and described_as in self.described(),
            what=f"the focus on {name!r} {described_as}",
        )


def _said_in(frame: Frame, script: str) -> str:
    try:
        return frame.evaluate(script)
    except Error:
        return ""  # the frame is just going to another page
