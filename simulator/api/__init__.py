"""Fintoc's HTTP API, as far as the simulator has it: /v1/payment_intents."""
