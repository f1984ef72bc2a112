"""Words of Wagtail's that our catalogues translate, too, as they come before Wagtail's own.

Either Wagtail has no translation, or its translation inflects what it puts in: “Добавить %(label)s” asks for an
accusative and gets a nominative, so ours stands before a colon.
"""

from django.utils.translation import gettext_noop as _

__all__ = ["WORDS"]

WORDS = (
    # before a colon
    _("Add %(label)s"),
    _("Choose %(object)s"),
    _("Choose another %(object)s"),
    _("Edit this %(object)s"),
    _("Pages using %(page_type)s"),
    # without a translation
    _("- Select an option -"),
    _("Any"),
    _("any"),
    _("Autosave is paused"),
    _("Checks"),
    _("Choose another"),
    _("Close dialog"),
    _("Create a new %(model_name)s"),
    _("Edit schedule"),
    _("Filter by"),
    _("Go to the first error"),
    _("Issues found"),
    _("Last edit"),
    _("Last published"),
    _("New: %(model_name)s"),
    _("Page type"),
    _("Preview mode"),
    _("Preview in new tab"),
    _("Saved"),
    _("Schedule to publish"),
    _("Scheduling…"),
    _("Search all pages…"),
    _("Search…"),
    _("Select"),
    _("Show filters"),
    _("Side panels"),
    _("The page could not be created due to validation errors."),
    _("The page could not be saved as it is locked."),
    _("The page could not be saved due to validation errors."),
    _("There are validation errors, click save to highlight them."),
    _("Toggle checks"),
    _("Toggle comments"),
    _("Toggle preview"),
    _("Toggle side panel"),
    _("Toggle status"),
    _("Visible to all"),
    _("%(model_name)s '%(object)s' created and published."),
    _("%(model_name)s '%(object)s' updated and published."),
)
