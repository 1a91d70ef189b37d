"""Make the page of the command line out of its own help."""

from typing import Any

import typer

import cli
from vongsach import wording

HEAD = """\
# The command line

Made from the code by `python -m tests.refresh_docs`; do not edit. Every verb works in the
current folder or in `-C DIR`. Vietnamese is the default; this page shows `--lang en`.
"""


def cli_page() -> str:
    """Return the page: the help of the program and of every verb, in English."""
    program: Any = typer.main.get_command(cli.app)
    parts = [HEAD, _block("vongsach --help", wording.help_page(program, None, "en"))]
    parts += [
        f"## {verb}\n\n" + _block(f"vongsach {verb} --help", wording.help_page(program, verb, "en"))
        for verb in program.commands
    ]
    return "\n".join(parts)


def _block(typed: str, lines: list[str]) -> str:
    return f"```text\n$ {typed}\n" + "\n".join(line.rstrip() for line in lines) + "\n```\n"
