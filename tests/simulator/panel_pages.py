"""Reading the panel's pages, and something to see on them."""

import re

ORDER = {"shop": "http://localhost:8000", "order": "CL-7K2M-4QX9"}


def page(simulator, path, lang="en"):
    answer = simulator.call("GET", f"{path}?lang={lang}", key="")
    assert answer.status_code == 200, answer.text
    return answer.text


def pay(simulator, receiver):
    """A payment that succeeded, and was told."""
    intent = simulator.create(metadata=ORDER)
    simulator.decide(intent, "succeed")
    receiver.wait_for(1)
    return intent


def buttons(text):
    """Where the forms are posted to, below /panel/."""
    return re.findall(r'action="/panel/([^"?]+)', text)
