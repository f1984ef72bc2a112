"""Starting the site: prepare what is missing, then hand over to gunicorn."""

from __future__ import annotations

import os
import sys

import click

__all__ = ["prepare", "run"]


def prepare(*, example: bool = True) -> None:
    """Migrate, found the network, collect the static files."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "evenhand_site.settings")
    import django

    django.setup()
    from django.core.management import call_command

    from evenhand_site.house.founding import found

    call_command("migrate", verbosity=0, interactive=False)
    call_command("collectstatic", verbosity=0, interactive=False)
    found()


def run(address: str, workers: int, *, example: bool) -> None:
    """Prepare the site and serve it until interrupted."""
    os.environ.setdefault("EVENHAND_BASE_URL", f"http://{address}")
    prepare(example=example)
    click.echo(f"Serving on http://{address}/", err=True)
    os.execv(
        sys.executable,
        [
            sys.executable,
            "-m",
            "gunicorn",
            "--bind",
            address,
            "--workers",
            str(workers),
            "evenhand_site.wsgi:application",
        ],
    )
