"""Dates in English, where Django's own are American or abbreviated: as the reports of the cases write them.

The hour stands in figures: “noon” and “1:14 a.m.” read ill in lists and before a full stop.
"""

DATE_FORMAT = SHORT_DATE_FORMAT = "j F Y"
DATETIME_FORMAT = SHORT_DATETIME_FORMAT = "j F Y, H:i"
