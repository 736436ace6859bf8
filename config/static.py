"""Static files by their hashed names once they are collected, and by their own names until then."""

from whitenoise.storage import CompressedManifestStaticFilesStorage


class StaticFilesStorage(CompressedManifestStaticFilesStorage):  # type: ignore[misc]
    """A shop whose `collectstatic` was forgotten has slower pages, not broken ones."""

    def stored_name(self, name: str) -> str:
        return str(super().stored_name(name)) if self.hashed_files else name
