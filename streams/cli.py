"""The `barq` command; each subcommand's module is imported only when it is run."""

from __future__ import annotations

import importlib
from typing import Final, cast

import click

from streams.console.errors import Refusal, explain

COMMANDS: Final = {
    "demo": "Run the whole pipeline on bundled samples, in under a minute.",
    "up": "Run the broker and one worker a stage on this machine.",
    "ingest": "Send files, folders, mailboxes or JSON lines; watch folders, poll feeds.",
    "api": "Take items in over HTTP.",
    "tail": "Show the records of a topic as they come.",
    "held": "List the articles under embargo or withheld.",
    "dlq": "List, show and replay the dead letters.",
    "actors": "List whom rules can name: persons, organisations, countries, places.",
    "parse": "Show what is read in files of any wire format, without a broker.",
    "replay": "Run the pipeline over files in one process, without a broker.",
    "worker": "Run one stage.",
    "broker": "Run the embedded broker alone.",
    "topics": "List, create or check the topics.",
    "dev": "Run Apache Kafka on this machine, for developers.",
}


class Barq(click.Group):
    """The group of all commands: lists them without importing them."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """List the commands in the order in which one meets them."""
        del ctx
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import the command's module."""
        del ctx
        if cmd_name not in COMMANDS:
            return None
        module = importlib.import_module(f"streams.console.{cmd_name}")
        return cast(click.Command, module.command)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write each command and what it does."""
        del ctx
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write every setting with its meaning, unit, default and what is allowed."""
        from streams.console.reference import settings_rows  # noqa: PLC0415 - only for --help

        del ctx
        with formatter.section("Settings (environment variables)"):
            formatter.write_dl(
                [(row.variable, f"{row.meaning} [{row.limits}]") for row in settings_rows()],
                col_max=30,
            )

    def invoke(self, ctx: click.Context) -> object:
        """Run the command; tell troubles that a person can mend in one line."""
        try:
            return super().invoke(ctx)
        except Exception as error:
            if (told := explain(error)) is not None:
                raise Refusal(told) from error
            raise


@click.group(cls=Barq, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="barq", message="%(version)s")
def main() -> None:
    """Barq: a stream processor for news wires. Parse, deduplicate, tag, alert."""


if __name__ == "__main__":
    main(prog_name="barq")
