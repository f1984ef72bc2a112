"""What the codes of the conversion mean, in the reader's language."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from evenhand_site.submissions.package import Unreadable

__all__ = ["left_out", "refusal"]


def refusal(fault: Unreadable) -> str:
    """Why a file is refused, what was expected, and how to mend it."""
    return {
        "size": _("The file is larger than 20 MB. Make its pictures smaller and send it again."),
        "empty": _("There is no text in the file."),
        "long": _("The text is far longer than a memo. Shorten it, or part it into several."),
        "corrupt": _("The file is damaged: no text can be read from it. Open it in Word, save it anew, and send that."),
        "password": _("The file is protected by a password. Save it without one."),
        "bomb": _("The file unpacks to far more than a memo holds, so it was not opened. Save it anew in Word."),
        "path": _("The file holds parts with forbidden names, so it was not opened. Save it anew in Word."),
        "not_word": _("The file is not a Word document. Send a .docx file or a text in Markdown."),
        "macros": _("The file holds macros or controls. Save it as “Word document (.docx)”, without macros."),
        "entities": _(
            "The file holds XML declarations that Word never writes, so it was not opened. Save it anew in Word."
        ),
        "outside": _("The file refers to something outside of it (%(kind)s). Put pictures into the document itself."),
        "nested": _("The file is nested too deeply. Take tables out of tables, and send it again."),
        "pictures": _("The file holds more than 300 pictures."),
        "old_word": _("The file is in the old Word format, or protected by a password. Save it as .docx, without one."),
        "pdf": _("The file is a PDF. Send the Word document or the Markdown text that it was made from."),
        "rtf": _("The file is in Rich Text Format. Save it as .docx."),
        "not_text": _("The file is neither a Word document nor a text in UTF-8."),
        "picture": _("A picture of the file is damaged or too large: %(kind)s."),
    }[fault.code] % {"kind": fault.detail}


def left_out(dropped: Mapping[str, int]) -> list[str]:
    """Sentences on what the conversion left out or changed."""
    sentences = {
        "equation": lambda n: ngettext("%(n)s equation was left out.", "%(n)s equations were left out.", n),
        "chart": lambda n: ngettext(
            "%(n)s chart was left out: send it as a picture.", "%(n)s charts were left out: send them as pictures.", n
        ),
        "diagram": lambda n: ngettext(
            "%(n)s diagram was left out: send it as a picture.",
            "%(n)s diagrams were left out: send them as pictures.",
            n,
        ),
        "embedded": lambda n: ngettext(
            "%(n)s embedded object was left out.", "%(n)s embedded objects were left out.", n
        ),
        "comment": lambda n: ngettext("%(n)s comment was left out.", "%(n)s comments were left out.", n),
        "deletion": lambda n: ngettext(
            "%(n)s tracked deletion was carried out.", "%(n)s tracked deletions were carried out.", n
        ),
        "insertion": lambda n: ngettext(
            "%(n)s tracked insertion was taken over.", "%(n)s tracked insertions were taken over.", n
        ),
        "margins": lambda n: _("Headers and footers were left out."),
        "picture_kind": lambda n: ngettext(
            "%(n)s picture was left out: browsers do not show its format. Use PNG or JPEG.",
            "%(n)s pictures were left out: browsers do not show their format. Use PNG or JPEG.",
            n,
        ),
        "picture_elsewhere": lambda n: ngettext(
            "%(n)s picture lies elsewhere and became a link. Put it into a Word document.",
            "%(n)s pictures lie elsewhere and became links. Put them into a Word document.",
            n,
        ),
        "a picture has no alternative text": lambda n: _("A picture has no description for those who cannot see it."),
        "joined cells of a table were parted": lambda n: _("Joined cells of a table were parted."),
        "a table has no caption": lambda n: _("A table has no caption."),
    }
    return [
        sentences[code](count) % {"n": count} if code in sentences else code for code, count in dropped.items() if count
    ]
