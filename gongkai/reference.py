"""Writes docs/cli.md from the commands' own help, so that the two cannot disagree.

Run ``python -m gongkai.reference`` after changing a command; a test compares the two.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from gongkai.cli import main

TARGET = Path(__file__).resolve().parents[1] / "docs" / "cli.md"
HEAD = (
    "# The command line\n\n"
    "Written by `python -m gongkai.reference` from the commands' own help: do not edit by hand.\n\n"
    "Exit status: 0 good, 1 findings or failures, 2 misuse.\n"
)


def reference() -> str:
    """Render the help of every command as one Markdown page, 100 columns wide."""
    return HEAD + "".join(_sections(main, "gongkai", None))


def _sections(command: click.Command, name: str, parent: click.Context | None) -> list[str]:
    # The command's own settings too, or its help would differ after it ran in the same process.
    settings: dict[str, Any] = {**command.context_settings, "max_content_width": 100, "terminal_width": 100}
    context = click.Context(command, info_name=name, parent=parent, **settings)
    parts = [f"\n## {context.command_path}\n\n```text\n{command.get_help(context)}\n```\n"]
    if isinstance(command, click.Group):
        for child in command.list_commands(context):
            member = command.get_command(context, child)
            assert member is not None
            parts += _sections(member, child, context)
    return parts


if __name__ == "__main__":
    TARGET.write_text(reference(), encoding="utf-8")
