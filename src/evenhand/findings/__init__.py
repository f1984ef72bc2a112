"""Losses, causes, keys, kinds, expectations, beliefs: what the solutions of an issue say to a reader."""
