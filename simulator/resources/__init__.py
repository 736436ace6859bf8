"""How Fintoc writes its objects as JSON, in each version of its API.

Events are written in the version the account is pinned to, whatever version a request was made in
(Fintoc docs: /guides/home/upgrade-api-version).
"""
