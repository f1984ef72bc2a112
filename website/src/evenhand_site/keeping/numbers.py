"""Numbers in addresses: ``<number:pk>`` takes those that a record can have, others are no address of the site.

Nine digits are less than the smallest of the databases' keys can hold, so none of them is asked for what it refuses.
"""

from django.urls.converters import IntConverter

__all__ = ["RecordNumber"]


class RecordNumber(IntConverter):
    """Digits, nine at most."""

    regex = "[0-9]{1,9}"
