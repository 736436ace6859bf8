"""Deciding what happens to payments, over HTTP: for tests, scripts and the panel."""
