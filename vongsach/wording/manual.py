"""Write the help of the command line, in the language asked for."""

import textwrap
from collections.abc import Sequence

from vongsach.output.presentation import plain
from vongsach.words import Language, say, sentences

WIDTH = 96
INDENT = 26


def help_page(program: object, verb: str | None, language: Language) -> list[str]:
    """Return the help of a verb, or where none is named of the whole program.

    ``program`` is a parsed command line: it has ``params``, and its verbs in ``commands``.
    """
    commands: dict[str, object] = getattr(program, "commands", {})
    if verb is None:
        return overview_page(list(commands), getattr(program, "params", []), language)
    return manual_page(verb, getattr(commands[verb], "params", []), language)


def overview_page(verbs: Sequence[str], options: Sequence[object], language: Language) -> list[str]:
    """Return the help of the whole program."""
    return [
        say(language, "cli.about"),
        "",
        say(language, "cli.usage.program"),
        "",
        say(language, "cli.heading.examples"),
        *(f"  {line}" for line in say(language, "cli.examples").splitlines()),
        "",
        say(language, "cli.heading.verbs"),
        *_table([(verb, say(language, f"cli.verb.{verb}.about")) for verb in verbs]),
        "",
        *_options("cli.heading.global", options, language),
        "",
        *say(language, "cli.exit_codes").splitlines(),
    ]


def manual_page(verb: str, options: Sequence[object], language: Language) -> list[str]:
    """Return the help of one verb."""
    return [
        say(language, f"cli.verb.{verb}.about"),
        "",
        say(language, "cli.heading.examples"),
        *(f"  {line}" for line in say(language, f"cli.verb.{verb}.examples").splitlines()),
        "",
        *(_options("cli.heading.options", options, language) if options else []),
        "",
        say(language, "cli.usage.global_options"),
    ]


def _typed(option: object) -> str:
    """Return how an option is typed; its parser's types differ between versions of the parser."""
    metavar: str = getattr(option, "metavar", None) or ""
    if getattr(option, "param_type_name", "") == "argument":
        return metavar
    return " ".join([", ".join(getattr(option, "opts", [])), metavar]).strip()


def _options(heading: str, options: Sequence[object], language: Language) -> list[str]:
    rows = [
        (_typed(option), say(language, f"cli.option.{getattr(option, 'name', '')}"))
        for option in options
    ]
    return [say(language, heading), *_table(rows)]


def _table(rows: Sequence[tuple[str, str]]) -> list[str]:
    lines: list[str] = []
    for typed, text in rows:
        first, *rest = textwrap.wrap(text, WIDTH - INDENT) or [""]
        lines.append(f"  {typed:<{INDENT - 3}} {first}")
        lines += [" " * INDENT + line for line in rest]
    return lines


def usage_sentence(
    kind: str, value: str, option: str, *, verbs: Sequence[str], language: Language
) -> str:
    """Return what was typed wrong.

    ``kind`` names the mistake, ``value`` is what was typed, ``option`` the key of the option
    that it concerns, empty where it concerns none.
    """
    key = f"cli.usage.{kind}"
    if key not in sentences(language):
        key = "cli.usage.other"
    help_key = f"cli.option.{option}"
    return say(
        language,
        key,
        value=plain(value),
        verbs=", ".join(verbs),
        help=f": {say(language, help_key)}" if help_key in sentences(language) else "",
    )
