"""Product drawings live under `static/`, so that they deploy with the code and need no upload."""

from django.contrib.staticfiles import finders
from django.core.exceptions import SuspiciousFileOperation, ValidationError
from django.utils.translation import gettext_lazy as _


def validate_drawing(path: str) -> None:
    """Raises ValidationError for a path that is not a file under `static/`.

    With hashed file names a wrong path would break every page that shows the product.
    """
    try:
        found = finders.find(path)
    except SuspiciousFileOperation:  # out of the folder
        found = None
    if found is None:
        raise ValidationError(
            _("No existe ese archivo en static/: %(path)s"), params={"path": path}
        )


MORE_AT_MOST = 3


def validate_more_drawings(paths: str) -> None:
    """Raises ValidationError for more than three paths, one a line, or one that is no such file."""
    wanted = paths.split()
    if len(wanted) > MORE_AT_MOST:
        raise ValidationError(_("Son hasta tres imágenes más, una por línea."))
    for path in wanted:
        validate_drawing(path)
