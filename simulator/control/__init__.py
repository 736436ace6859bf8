"""Deciding what happens, over HTTP: for tests, scripts and the panel. No key is asked for.

Every call answers JSON, refusals in the API's envelope.
"""
