"""Fintoc's HTTP API: what is in it, with its evidence, is the table in docs/simulator.md."""
