"""The demo's guided tour: ten ways a payment goes wrong, each on a fresh order of this shop.

For developers, so its words are here and not in the catalogue that a fork translates.
"""
