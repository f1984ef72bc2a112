"""Dates in Russian where Django's own format does not serve."""

SHORT_DATE_FORMAT = "j E Y г."
SHORT_DATETIME_FORMAT = "j E Y г. G:i"
