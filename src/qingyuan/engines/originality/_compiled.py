"""The one place where functions are compiled: machine code kept on disk, no lock of the interpreter held."""

import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any, cast

import numba
from llvmlite import ir
from numba import types
from numba.extending import intrinsic

Kernel = Callable[..., Any]


def _stamp() -> tuple[int, int]:
    """A checksum of all the engine's files: what is compiled holds code of several of them."""
    files = sorted(Path(__file__).parent.glob("*.py"))
    return len(files), zlib.crc32(b"".join(file.read_bytes() for file in files))


STAMP = _stamp()


def _jit(function: Kernel, **options: str) -> Kernel:
    jit: Any = numba.njit
    dispatcher = jit(cache=True, nogil=True, error_model="numpy", boundscheck=False, **options)(function)
    kept = getattr(getattr(dispatcher, "_cache", None), "_cache_file", None)
    if kept is not None:  # numba looks at the one file in which a function stands
        kept._source_stamp = STAMP
    return cast(Kernel, dispatcher)


def compiled(function: Kernel) -> Kernel:
    """Compile on first use, keep the code beside the file, and let other threads run meanwhile."""
    return _jit(function)


def inlined(function: Kernel) -> Kernel:
    """The same for small functions that are called in inner loops."""
    return _jit(function, inline="never")


def _trailing(_context: Any, _value: Any) -> Any:
    """How many of the lower bits of a number of 64 bits are zero."""

    def code(_target: Any, builder: Any, _signature: Any, values: Any) -> Any:
        return builder.cttz(values[0], ir.Constant(ir.IntType(1), 0))

    return types.uint64(types.uint64), code


def _turned(_context: Any, _value: Any) -> Any:
    """The eight bytes of a number in the other order."""

    def code(_target: Any, builder: Any, _signature: Any, values: Any) -> Any:
        return builder.bswap(values[0])

    return types.uint64(types.uint64), code


def _eight_bytes(_context: Any, _data: Any, _at: Any) -> Any:
    """Eight bytes of an array of bytes from a place on, as one number, the first byte lowest."""

    def code(target: Any, builder: Any, signature: Any, values: Any) -> Any:
        array = target.make_array(signature.args[0])(target, builder, values[0])
        place = builder.gep(array.data, [values[1]])
        number = builder.load(builder.bitcast(place, ir.IntType(64).as_pointer()))
        number.align = 1
        return number

    return types.uint64(types.Array(types.uint8, 1, "C"), types.int64), code


trailing = cast(Kernel, intrinsic(_trailing))
turned = cast(Kernel, intrinsic(_turned))
eight_bytes = cast(Kernel, intrinsic(_eight_bytes))
