"""A stand-in for Fintoc on this machine: API, widget, signed webhooks, and a panel to drive them.

Its own Django project, with its own settings, database, process and port. It imports nothing of
the shop and nothing imports it: `python -m simulator` starts it, `docs/simulator.md` explains it.
No bank and no money is behind any page of it.
"""
