"""The one place where functions are compiled: machine code kept on disk, no lock of the interpreter held."""

from collections.abc import Callable
from typing import Any, cast

import numba

Kernel = Callable[..., Any]


def compiled(function: Kernel) -> Kernel:
    """Compile on first use, keep the code beside the file, and let other threads run meanwhile."""
    return cast(Kernel, numba.njit(cache=True, nogil=True, error_model="numpy", boundscheck=False)(function))


def inlined(function: Kernel) -> Kernel:
    """The same for small functions that are called in inner loops."""
    return cast(Kernel, numba.njit(cache=True, nogil=True, error_model="numpy", inline="never")(function))
