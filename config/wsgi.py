"""The shop as a WSGI application. A shop that would lose money does not start."""

import os

import django

from config.charsets import Handler
from config.checks import refuse_to_start_misconfigured

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
django.setup(set_prefix=False)
refuse_to_start_misconfigured()
application = Handler()
