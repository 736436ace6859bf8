"""The API's versions, which are dates. Fintoc docs: /api/fintoc-api/authentication."""

RENAMED_IN = "2026-02-01"  # Fintoc docs: /guides/home/upgrade-api-version
VERSIONS = ("2021-03-23", "2023-11-15", "2025-08-13", RENAMED_IN)
CURRENT = VERSIONS[-1]


def has_new_names(version: str) -> bool:
    """Whether objects carry the fields and the names of 2026-02-01. Dates compare as text."""
    return version >= RENAMED_IN
