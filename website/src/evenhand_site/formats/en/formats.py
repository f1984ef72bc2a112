"""Dates in English where Django's own format does not serve."""

DATETIME_FORMAT = "N j, Y, H:i"  # “noon” and “1:14 a.m.” read ill in lists and before a full stop
