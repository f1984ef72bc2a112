"""The catalogues of Russian and Ukrainian: everything that is said is translated, and the program reads what is."""

import gettext
import os
import shutil
import subprocess
import sys
from pathlib import Path

import evenhand_site
import pytest
from babel.messages import pofile

SITE = Path(evenhand_site.__file__).parent
LANGUAGES = ["ru", "uk"]


def catalogue(language, folder=SITE):
    with open(folder / "locale" / language / "LC_MESSAGES" / "django.po", "rb") as file:
        return [message for message in pofile.read_po(file, locale=language) if message.id]


def identity(message):
    return message.context, message.id if isinstance(message.id, str) else message.id[0]


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_is_left_open_and_the_program_reads_the_same(language):
    read = gettext.translation("django", SITE / "locale", [language])
    for message in catalogue(language):
        words = [message.string] if isinstance(message.string, str) else message.string
        assert all(words) and not message.fuzzy, message.id
        if isinstance(message.id, str):
            told = read.pgettext(message.context, message.id) if message.context else read.gettext(message.id)
            assert told == message.string


@pytest.mark.skipif(not shutil.which("xgettext"), reason="gettext is not installed")
def test_everything_that_is_marked_stands_in_both(tmp_path):
    copy = shutil.copytree(SITE, tmp_path / "site", ignore=shutil.ignore_patterns("__pycache__", "static", "data"))
    command = [sys.executable, "-m", "django", "makemessages", "--no-location", "--no-obsolete", "-l", "ru", "-l", "uk"]
    surroundings = {name: value for name, value in os.environ.items() if name != "DJANGO_SETTINGS_MODULE"}
    subprocess.run(command, cwd=copy, check=True, capture_output=True, env=surroundings)
    for language in LANGUAGES:
        known = {identity(message) for message in catalogue(language)}
        assert {identity(message) for message in catalogue(language, copy)} == known
