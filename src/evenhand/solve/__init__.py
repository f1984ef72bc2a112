"""Efficiency, bargaining, stability, hypergames, ratification, agreement: arrays in, frozen results out."""
