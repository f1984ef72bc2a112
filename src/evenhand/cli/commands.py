"""All commands, in the order in which they are used."""

from __future__ import annotations

from functools import cache
from importlib.metadata import EntryPoint, entry_points

import click

from evenhand.cli.agenda import agenda
from evenhand.cli.analyse import analyse
from evenhand.cli.back_test import back_test
from evenhand.cli.benefits import benefits
from evenhand.cli.cases import cases
from evenhand.cli.check import check
from evenhand.cli.courses import courses
from evenhand.cli.initiative import initiative
from evenhand.cli.leverage import leverage
from evenhand.cli.new import new
from evenhand.cli.persuade import persuade
from evenhand.cli.pull import pull
from evenhand.cli.push import push
from evenhand.cli.schema import schema
from evenhand.cli.what_if import what_if

__all__ = ["commands"]


class InOrder(click.Group):
    """A group whose commands are listed as they were added, then those that other packages bring.

    A package adds a command by an entry point of the group ``evenhand.commands`` whose name is the command's; it is
    imported when it is called, or when its line of help is asked for.
    """

    def list_commands(self, ctx: click.Context) -> list[str]:
        return [*self.commands, *sorted(_brought())]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        own = super().get_command(ctx, cmd_name)
        if own is not None or cmd_name not in _brought():
            return own
        command: click.Command = _brought()[cmd_name].load()
        return command


@cache
def _brought() -> dict[str, EntryPoint]:
    return {each.name: each for each in entry_points(group="evenhand.commands")}


def _version(ctx: click.Context, option: click.Parameter, wanted: bool) -> None:
    if wanted and not ctx.resilient_parsing:
        from importlib.metadata import version

        click.echo(f"evenhand {version('evenhand')}")
        ctx.exit()


@click.group(
    cls=InOrder,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog="To begin: `evenhand analyse chicken` shows a small case, `evenhand new` writes one of your own.",
)
@click.option(
    "--version", is_flag=True, expose_value=False, is_eager=True, callback=_version, help="Show the version and exit."
)
def commands() -> None:
    """What the parties to a dispute lose by confrontation, why, and which agreements would leave each better off.

    The numbers in a case are judgements that people enter; findings follow from them and are not predictions.
    """


for command in (
    new,
    check,
    analyse,
    agenda,
    initiative,
    persuade,
    benefits,
    courses,
    leverage,
    what_if,
    back_test,
    cases,
    schema,
    pull,
    push,
):
    commands.add_command(command)
