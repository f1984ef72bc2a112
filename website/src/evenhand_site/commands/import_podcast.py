"""``evenhand import-podcast``: take over the episodes of an existing feed."""

from __future__ import annotations

import click

from evenhand_site.commands.on_site import Refused, on_site

__all__ = ["import_podcast"]

NOTHING = "\nNothing was imported."


@click.command("import-podcast", short_help="Take over the episodes of an existing podcast feed.")
@click.argument("source", metavar="ADDRESS_OR_FILE")
@click.option("--section", required=True, metavar="SLUG", help="Section in which the episodes are to stand.")
@click.option("--language", default="en", show_default=True, help="Language of that section.")
@click.option("--overwrite", is_flag=True, help="Take the feed's words even where an editor has changed them.")
@on_site()
def import_podcast(source: str, section: str, language: str, overwrite: bool) -> None:
    """Take over the episodes of the feed at an http or https address, or in a file.

    May be repeated: an episode is known by its GUID, is changed where the feed has changed, and keeps what editors
    have changed. The sound stays where it is.
    """
    from evenhand_site.podcasts import importing
    from evenhand_site.publications.models import Section

    sections = Section.objects.filter(shows=Section.Shows.EPISODES, locale__language_code=language)
    found = list(sections.filter(slug=section))
    if len(found) != 1:
        names = ", ".join(sections.order_by("slug").values_list("slug", flat=True)) or "none"
        many = "no section" if not found else "more than one section"
        words = f"--section {section}: {many} of episodes in {language} has this slug; there are: {names}"
        raise Refused(words + NOTHING)
    try:
        report = importing.import_podcast(importing.content_of(source), found[0], overwrite=overwrite)
    except importing.NotFetched as fault:
        raise Refused(f"{fault}{NOTHING}") from None
    except importing.NotAFeed as fault:
        raise Refused(f"{source}: no podcast feed could be read: {fault}{NOTHING}") from None
    for line in report.lines:
        click.echo(line)
