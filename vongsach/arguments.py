"""Order what was typed: global options may stand before or after the verb."""

from collections.abc import Iterable, Mapping, Sequence

from vongsach.words import LANGUAGES, Language

LANGUAGE_VARIABLE = "VONGSACH_LANG"


def global_first(
    arguments: Sequence[str], options: Iterable[object]
) -> tuple[list[str], list[str]]:
    """Return the global options with their values, and all the rest in its order.

    What follows ``--`` is left as it is. An option has its names in ``opts``, and ``is_flag``
    where it takes no value.
    """
    flags = {
        name for option in options if getattr(option, "is_flag", False) for name in _names(option)
    }
    valued = {name for option in options for name in _names(option)} - flags
    ahead: list[str] = []
    rest: list[str] = []
    remaining = iter(arguments)
    for argument in remaining:
        if argument == "--":
            rest += [argument, *remaining]
        elif argument in flags or (argument.split("=")[0] in valued and "=" in argument):
            ahead.append(argument)
        elif argument in valued:
            ahead += [argument, *(value for value in [next(remaining, None)] if value is not None)]
        else:
            rest.append(argument)
    return ahead, rest


def spoken_language(ahead: Sequence[str], environment: Mapping[str, str]) -> Language:
    """Return the language asked for, before anything else is read; Vietnamese if none is."""
    wanted = environment.get(LANGUAGE_VARIABLE, "")
    for number, argument in enumerate(ahead):
        if argument == "--lang":
            wanted = "".join(ahead[number + 1 : number + 2])
        elif argument.startswith("--lang="):
            wanted = argument.removeprefix("--lang=")
    return next((language for language in LANGUAGES if language == wanted), LANGUAGES[0])


def _names(option: object) -> list[str]:
    names: list[str] = getattr(option, "opts", [])
    return names
