"""Compile loops to machine code, kept beside the source so that only a first run waits for it.

Inner functions are called from compiled code alone: without a door for Python they compile in
half the time. Decimals follow IEEE 754; arrays are not checked for indices out of range.
"""

from collections.abc import Callable
from typing import Any, TypeVar, cast

import numba as nb

F = TypeVar("F", bound=Callable[..., Any])

PLAIN: dict[str, Any] = {"cache": True, "error_model": "numpy", "nogil": True, "_nrt": False}
"""Nothing is allocated in compiled code, so that no reference is ever counted."""

NO_DOOR: dict[str, Any] = {"no_cpython_wrapper": True, "no_cfunc_wrapper": True}


def outer(function: F) -> F:
    """Compile a function that Python calls; other threads run meanwhile."""
    return cast("F", nb.njit(**PLAIN)(function))


def inner(function: F) -> F:
    """Compile a function that only compiled functions call."""
    return cast("F", nb.njit(**PLAIN, **NO_DOOR)(function))


def woven(function: F) -> F:
    """Compile a function into the body of each that calls it."""
    return cast("F", nb.njit(**PLAIN, **NO_DOOR, inline="always")(function))
