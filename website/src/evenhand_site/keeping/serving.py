"""Starting the site: make what is missing, then leave the process to those who serve (see `supervising`)."""

from __future__ import annotations

import os
import secrets
import signal
import socket
import sys
from collections.abc import Callable
from pathlib import Path
from types import FrameType

import click

__all__ = ["Login", "prepare", "run", "supervise"]

EDITOR = "editor"
_SETTINGS = "evenhand_site.settings"


def run(address: str, workers: int, studies: int = 1, *, example: bool) -> None:
    """Prepare the site and serve it until interrupted; this process becomes the one that watches over the others.

    Raises
    ------
    click.ClickException
        Where the address is taken or wrong.
    """
    host, port = _listen(address)
    os.environ.setdefault(
        "EVENHAND_BASE_URL", f"http://{'127.0.0.1' if host in ('', '0.0.0.0', '::') else host}:{port}"
    )
    signal.signal(signal.SIGINT, _leave)
    prepare(example=example, say=lambda words: click.echo(words, err=True))
    from django.conf import settings
    from django.db import connections

    click.echo(f"\nThe network's site: {settings.BASE_URL}/\nEditors sign in at: {settings.BASE_URL}/admin/", err=True)
    login = Login(Path(settings.DATA)).still_first()
    if login:
        click.echo(f"Editor's login:     {EDITOR}, password {login} (change it after signing in)", err=True)
    if settings.EMAIL_BACKEND.endswith("AsFiles"):
        click.echo(f"No mail server is set: letters to readers lie as files in {settings.EMAIL_FILE_PATH}", err=True)
    click.echo("Control-C stops it.", err=True)
    connections.close_all()
    # another program in this very process: what was loaded to prepare the site need not lie in memory while it runs,
    # nor be taken apart when it stops
    supervise(studies, address, workers)


def supervise(studies: int, *web: object) -> None:
    """Become the process that watches over the others; the arguments are those of `supervising.supervise`."""
    module = "evenhand_site.keeping.supervising"
    os.execv(sys.executable, [sys.executable, "-m", module, str(studies), *map(str, web)])


def _leave(_number: int, _frame: FrameType | None) -> None:
    """Control-C while the site is made: the next start goes on from what is whole.

    An exception would be lost where it meets a finalizer, and the start would go on.
    """
    sys.stderr.write("evenhand: interrupted\n")
    sys.stderr.flush()
    os._exit(130)


def prepare(*, example: bool = True, say: Callable[[str], object] = str) -> None:
    """Migrate, collect the static files, found the network, make an editor; then the example."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", _SETTINGS)
    import django

    django.setup()
    from django.conf import settings
    from django.core.management import call_command
    from wagtail.models import Page

    from evenhand_site.house.founding import found
    from evenhand_site.keeping import belonging
    from evenhand_site.settings import secret

    data = Path(settings.DATA)
    data.mkdir(mode=0o700, parents=True, exist_ok=True)
    belonging.look()
    settings.SECRET_KEY = secret.make(data)
    call_command("migrate", verbosity=0, interactive=False)
    belonging.remember()
    _collect_static(data)
    _mend_index(say)
    found()
    Login(data).make()
    if example and not Page.objects.filter(depth__gt=2).exists():
        say(
            "Making the example network and analysing its reference case; this takes a minute, "
            "or a few on a busy machine."
        )
        from evenhand_site.example.content import build

        build(say=lambda words: say(f"  {words}"))


def _mend_index(say: Callable[[str], object]) -> None:
    """Make the search index anew where another version of the program has made it in another form."""
    from evenhand_site.discovery import index

    if index.is_of_another_form():
        say("The search index is of another form than this version's: making it anew, once.")
        index.rebuild()


def _collect_static(data: Path) -> None:
    """Copy the static files, unless those of these very versions are there."""
    from importlib.metadata import version

    import wagtail
    from django.conf import settings
    from django.core.management import call_command

    own = max((path.stat().st_mtime_ns for path in _own_static()), default=0)
    wanted = f"{wagtail.__version__} {version('evenhand-site')} {own}"
    mark = data / "static-version"
    if not (mark.exists() and mark.read_text() == wanted and Path(settings.STATIC_ROOT).is_dir()):
        call_command("collectstatic", verbosity=0, interactive=False, clear=True)
        mark.write_text(wanted)


def _own_static() -> list[Path]:
    here = Path(__file__).resolve().parent.parent
    return [path for path in [*here.glob("*/static/**/*"), *here.glob("static/**/*")] if path.is_file()]


class Login:
    """The first editor's login: made once, with a password that nobody else knows, told until it is changed."""

    def __init__(self, data: Path) -> None:
        self._place = data / "editor-login"

    def make(self) -> None:
        """Make the editor, if there is nobody who may do everything."""
        from django.contrib.auth import get_user_model

        people = get_user_model()
        if people.objects.filter(is_superuser=True).exists():
            return
        password = secrets.token_urlsafe(12)
        self._place.touch(mode=0o600)
        self._place.write_text(password)  # first, for whoever interrupts between the two could not be told any more
        people.objects.create_superuser(EDITOR, "editor@localhost", password)

    def still_first(self) -> str | None:
        """The password, as long as it is the one that was made; its file goes once it is not."""
        from django.contrib.auth import get_user_model

        if not self._place.exists():
            return None
        password = self._place.read_text()
        person = get_user_model().objects.filter(username=EDITOR).first()
        if person is not None and person.check_password(password):
            return password
        self._place.unlink()
        return None


def _listen(address: str) -> tuple[str, int]:
    """Host and port, after a look whether somebody else listens there."""
    host, colon, port = address.rpartition(":")
    host = host.strip("[]")
    if not colon or not port.isdigit() or not 0 < int(port) < 65536:
        raise click.ClickException(f"{address}: not an address; expected HOST:PORT, such as 127.0.0.1:8000")
    try:
        family = socket.AF_INET6 if ":" in host else socket.AF_INET
        with socket.socket(family, socket.SOCK_STREAM) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind((host, int(port)))
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise click.ClickException(f"cannot listen on {address} ({reason}); another: --address {host}:8080") from error
    return host, int(port)
