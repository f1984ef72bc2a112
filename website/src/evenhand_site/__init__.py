"""The publishing site of an international policy-research network.

An app per subject; every app imports the engine only through `evenhand` and `evenhand.report`.
"""
