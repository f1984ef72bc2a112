"""The languages that people speak: codes kept with a person, names in the language of the reader."""

from __future__ import annotations

import re

from django.conf.locale import LANG_INFO
from django.core.exceptions import ValidationError
from django.utils.translation import get_language, get_language_info, gettext
from django.utils.translation import gettext_lazy as _

from evenhand_site.people.naming import sort_key

__all__ = ["codes_are_right", "codes_of", "known_languages", "language_name", "named"]

#: Languages (ISO 639) that Django does not name.
FURTHER = {
    "ba": _("Bashkir"), "ce": _("Chechen"), "crh": _("Crimean Tatar"), "cv": _("Chuvash"), "gag": _("Gagauz"),
    "os": _("Ossetian"), "tl": _("Tagalog"), "yi": _("Yiddish"), "zh": _("Chinese"),
}  # fmt: skip


def codes_of(languages: str) -> list[str]:
    """The codes of a list such as “en, RU;uk”, each once, in small letters."""
    return list(dict.fromkeys(code.lower() for code in re.split(r"[,;\s]+", languages) if code))


def codes_are_right(languages: str) -> None:
    """Refuse a list of languages with a code that stands for none."""
    unknown = [code for code in codes_of(languages) if code not in FURTHER and "name" not in LANG_INFO.get(code, {})]
    if unknown:
        raise ValidationError(
            _("No language has the code %(codes)s. Give codes such as en, ru, uk, separated by commas."),
            params={"codes": ", ".join(unknown)},
        )


def known_languages() -> list[str]:
    """The codes of all languages that have a name here, without variants of countries and scripts."""
    return [code for code in {**LANG_INFO, **FURTHER} if "-" not in code]


def language_name(code: str) -> str:
    """The name of a language in the active one; the code itself where it has none."""
    if code in FURTHER:
        return str(FURTHER[code])
    try:
        return gettext(get_language_info(code)["name"])
    except KeyError:
        return code


def named(codes: list[str]) -> list[tuple[str, str]]:
    """Codes with their names, as words of a sentence in the active language, in its alphabet."""
    reader = get_language() or "en"
    names = {code: language_name(code) for code in codes}
    if reader != "en":  # English alone has them with a capital letter
        names = {code: name.lower() for code, name in names.items()}
    return sorted(names.items(), key=lambda pair: sort_key(pair[1], "", reader))
