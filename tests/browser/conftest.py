"""Lets browser tests use the documents made up for the tests of the report."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "unit" / "report"))
