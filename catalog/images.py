"""Product drawings live under `static/`, so that they deploy with the code and need no upload."""

from django.contrib.staticfiles import finders
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _


def validate_drawing(path: str) -> None:
    """Raises ValidationError for a path that is not a file under `static/`.

    With hashed file names a wrong path would break every page that shows the product.
    """
    if finders.find(path) is None:
        raise ValidationError(
            _("No existe ese archivo en static/: %(path)s"), params={"path": path}
        )
