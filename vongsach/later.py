"""Load what is large when it is first used, so that a command that needs none of it is quick."""

from collections.abc import Callable
from importlib import import_module
from typing import Any


def later(module: str, name: str) -> Callable[..., Any]:
    """Return a function of a module that is loaded when it is first called."""

    def loaded(*values: object, **named: object) -> object:
        return getattr(import_module(module), name)(*values, **named)

    return loaded
