"""For a control: the shop with SQLite as many recipes have it, WAL with synchronous=NORMAL."""

import config.settings

config.settings.DATABASES["default"]["OPTIONS"]["init_command"] = (
    "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;"
)

from config.wsgi import application  # noqa: E402, F401
