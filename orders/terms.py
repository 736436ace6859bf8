"""Which terms a shopper accepts by buying. Their text is in `templates/pages/legal/`."""

# Change it with every change of their text, so that an order says what its shopper agreed to.
TERMS_VERSION = "2026-11-23"
