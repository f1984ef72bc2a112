"""Addresses of the app: ``localized`` stand below /en/, /ru/, /uk/; ``plain`` below the root."""

localized: list = []
plain: list = []
