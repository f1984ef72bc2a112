"""Lets the tests of the report import `synthetic`, the documents made up for them."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
