"""A number for the courier, as far as anybody can tell from how it is written."""

import re

# Seven digits at least, and besides them only what numbers are written with.
PHONE = re.compile(r"^(?=(?:[^\d]*\d){7})\+?[\d ()-]{7,29}$", flags=re.ASCII)
EXAMPLES = {"cl": "+56 9 1234 5678", "mx": "+52 55 1234 5678"}  # as each country writes them
