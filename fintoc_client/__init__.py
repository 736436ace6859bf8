"""Fintoc's HTTP API and webhook signature, in Python. Knows nothing of Django or of the shop."""
