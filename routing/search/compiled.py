"""Compile loops to machine code, kept beside the source so that only a first run waits for it.

Inner functions are called from compiled code alone: without a door for Python they compile in
half the time. Decimals follow IEEE 754; arrays are not checked for indices out of range.
"""

from collections.abc import Callable
from typing import Any, TypeVar, cast

import numba as nb

F = TypeVar("F", bound=Callable[..., Any])


def outer(function: F) -> F:
    """Compile a function that Python calls; other threads run meanwhile."""
    return cast("F", nb.njit(cache=True, error_model="numpy", nogil=True, _nrt=False)(function))


def inner(function: F) -> F:
    """Compile a function that only compiled functions call."""
    options = {"no_cpython_wrapper": True, "no_cfunc_wrapper": True, "_nrt": False}
    return cast("F", nb.njit(cache=True, error_model="numpy", nogil=True, **options)(function))


def woven(function: F) -> F:
    """Compile a function into the body of each that calls it."""
    options = {"no_cpython_wrapper": True, "no_cfunc_wrapper": True, "inline": "always", "_nrt": False}
    return cast("F", nb.njit(cache=True, error_model="numpy", nogil=True, **options)(function))
