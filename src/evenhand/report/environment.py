"""The templates of the report: text of a case is escaped, generated words are in the language that is spoken."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from evenhand.report import charts, language, naming, numerals, phrasing, words

__all__ = ["environment"]

TEMPLATES = Path(__file__).parent / "templates"


@cache
def environment() -> Environment:
    """Jinja with the words, the charts and the language of the report."""
    made = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        extensions=["jinja2.ext.i18n"],
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.policies["ext.i18n.trimmed"] = True
    # what Jinja's extension adds, which its types do not know
    install = made.install_gettext_callables  # type: ignore[attr-defined]
    install(language.gettext, language.ngettext, newstyle=True, pgettext=language.pgettext)
    made.globals.update(
        language=language.language,
        naming=naming,
        numerals=numerals,
        phrasing=phrasing,
        words=words,
        charts=charts,
        CAUSES=naming.CAUSES,
        NO_REASON=naming.NO_REASON,
    )
    made.filters.update(
        figure=numerals.figure,
        percent=numerals.percent,
        often=numerals.often,
        listed=phrasing.listed,
        sentence=phrasing.sentence,
    )
    return made
