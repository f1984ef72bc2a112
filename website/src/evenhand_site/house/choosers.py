"""Choosers of snippets in the editor's language; Wagtail's are in that of the moment in which they were made."""

from __future__ import annotations

from typing import Any

from django.utils.functional import cached_property, lazy
from django.utils.translation import gettext
from wagtail.snippets.blocks import SnippetChooserBlock
from wagtail.snippets.views.chooser import SnippetChooserViewSet
from wagtail.snippets.widgets import AdminSnippetChooser

__all__ = ["ChooserBlock", "ChooserViewSet"]


class Chooser(AdminSnippetChooser):
    """The field in which a snippet is chosen."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        named = lazy(lambda words: gettext(words) % {"object": self.model._meta.verbose_name}, str)
        self.choose_one_text = named("Choose %(object)s")
        self.choose_another_text = named("Choose another %(object)s")
        self.link_to_chosen_text = named("Edit this %(object)s")


class ChooserViewSet(SnippetChooserViewSet):
    """What a snippet's own `SnippetViewSet.chooser_viewset_class` says, so that forms use the field above."""

    base_widget_class = Chooser


class ChooserBlock(SnippetChooserBlock):
    """The same in the body of a text."""

    @cached_property
    def widget(self) -> Chooser:
        return Chooser(self.target_model, icon=super().widget.icon)
