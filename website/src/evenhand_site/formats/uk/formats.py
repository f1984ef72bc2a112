"""Dates in Ukrainian where Django's own format does not serve."""

DATE_FORMAT = SHORT_DATE_FORMAT = "j E Y р."
DATETIME_FORMAT = SHORT_DATETIME_FORMAT = "j E Y р., H:i"
