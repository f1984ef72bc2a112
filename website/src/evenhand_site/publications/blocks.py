"""What a body is made of: headings, paragraphs with footnotes, quotations, figures, tables, findings of a case.

A footnote is a mark ``[^key]`` in a paragraph; its text stands in the list of notes of the page.
"""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.contrib.typed_table_block.blocks import TypedTableBlock
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.images.blocks import ImageChooserBlock

from evenhand_site.cases.blocks import FindingBlock

__all__ = ["BODY", "INLINE"]

INLINE = ["bold", "italic", "link", "document-link", "superscript", "subscript", "strikethrough", "code"]


class LevelBlock(blocks.ChoiceBlock):
    """How high a heading stands: nothing that the text says, so nothing that a search finds or shows."""

    def get_searchable_content(self, value: str) -> list[str]:
        return []


class HeadingBlock(blocks.StructBlock):
    text = blocks.CharBlock(label=_("heading"))
    level = LevelBlock(choices=[("2", "2"), ("3", "3"), ("4", "4")], default="2", label=_("level"))

    class Meta:
        icon = "title"
        label = _("heading")
        template = "publications/blocks/heading.html"


class QuotationBlock(blocks.StructBlock):
    text = blocks.RichTextBlock(features=INLINE, label=_("quotation"))
    source = blocks.CharBlock(required=False, label=_("who said it, and where"))
    address = blocks.URLBlock(required=False, label=_("address of the source"))
    language = blocks.CharBlock(
        required=False, max_length=10, label=_("language"), help_text=_("A code, where it is another one: ru")
    )

    class Meta:
        icon = "openquote"
        label = _("quotation")
        template = "publications/blocks/quotation.html"

    def get_searchable_content(self, value: blocks.StructValue) -> list[str]:
        return super().get_searchable_content({**value, "language": ""})  # a code, which nobody reads


class FigureBlock(blocks.StructBlock):
    image = ImageChooserBlock(label=_("image"))
    description = blocks.TextBlock(
        label=_("alternative text"), help_text=_("What there is to see, for those who cannot see it.")
    )
    caption = blocks.RichTextBlock(features=INLINE, required=False, label=_("caption"))
    credit = blocks.CharBlock(required=False, label=_("credit"))

    class Meta:
        icon = "image"
        label = _("figure")
        template = "publications/blocks/figure.html"


class TableBlock(blocks.StructBlock):
    caption = blocks.CharBlock(label=_("caption"))
    table = TypedTableBlock(
        [
            ("text", blocks.CharBlock(required=False)),
            ("number", blocks.DecimalBlock(required=False)),
            ("rich_text", blocks.RichTextBlock(features=INLINE, required=False)),
        ],
        label=_("table"),
    )
    source = blocks.CharBlock(required=False, label=_("source"))

    class Meta:
        icon = "table"
        label = _("table")
        template = "publications/blocks/table.html"


class FileBlock(blocks.StructBlock):
    document = DocumentChooserBlock(label=_("file"))
    label = blocks.CharBlock(required=False, label=_("label"))

    class Meta:
        icon = "doc-full"
        label = _("file to download")
        template = "publications/blocks/file.html"


BODY = [
    ("heading", HeadingBlock()),
    (
        "paragraph",
        blocks.RichTextBlock(
            features=[*INLINE, "ol", "ul", "hr"], label=_("paragraphs"), template="publications/blocks/paragraph.html"
        ),
    ),
    ("quotation", QuotationBlock()),
    ("figure", FigureBlock()),
    ("table", TableBlock()),
    ("file", FileBlock()),
    ("finding", FindingBlock()),
]
