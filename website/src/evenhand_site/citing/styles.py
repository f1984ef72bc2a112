"""All the ways in which a text can be cited, for the box on its page; in the order of their names."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from evenhand_site.citing.apa import apa
from evenhand_site.citing.chicago import chicago, chicago_note
from evenhand_site.citing.dstu import dstu
from evenhand_site.citing.gost import gost, gost_short
from evenhand_site.citing.mla import mla
from evenhand_site.citing.reference import Reference

__all__ = ["Cited", "cited_at_home", "cited_in_all_styles"]


@dataclass(frozen=True)
class Cited:
    """A text in one style; ``lang`` is the language of the style's name."""

    style: str
    lang: str
    html: SafeString


def cited_at_home(reference: Reference, accessed: date) -> str:
    """The citation in the style of the text's own language, as plain words; ``accessed`` where it names such a day."""
    if reference.language == "ru":
        return gost_short(reference, accessed).text
    if reference.language == "uk":
        return dstu(reference, accessed).text
    return chicago(reference).text


def cited_in_all_styles(reference: Reference) -> list[Cited]:
    """The citations; where a style wants the day of access, it is today."""
    today = timezone.localdate()
    return [
        Cited("APA 7", "en", apa(reference).html),
        Cited(_("Chicago 18, bibliography"), "", chicago(reference).html),
        Cited(_("Chicago 18, note"), "", chicago_note(reference).html),
        Cited("MLA 9", "en", mla(reference).html),
        Cited("ГОСТ Р 7.0.5-2008", "ru", gost_short(reference, today).html),
        Cited("ГОСТ Р 7.0.100-2018", "ru", gost(reference, today).html),
        Cited("ДСТУ 8302:2015", "uk", dstu(reference, today).html),
    ]
