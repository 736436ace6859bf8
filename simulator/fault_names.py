"""The ways in which an answer of the API can be wrong; `api/wrong_answers.py` gives them."""

# Nothing is done, and the answer says so.
REFUSALS = ("refused", "unauthorized", "rate_limited")
# The call is carried out, and its answer spoiled: the worse of two cases, since a shop cannot tell.
SPOILED = (
    "error",
    "error_without_envelope",
    "html_502",
    "html_200",
    "empty_200",
    "list_200",
    "null_200",
    "truncated",
    "deep_json",
    "redirect",
    "reset",
    "silence",
    "dripped_headers",
    "dripped_body",
    "flood",
)
FAULTS = (*REFUSALS, *SPOILED)
