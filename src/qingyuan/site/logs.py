"""What the service says of its errors: where and what kind, never what people wrote."""

import logging
import traceback
from types import TracebackType

Caught = tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]


class WithoutContent(logging.Formatter):
    """Writes an exception as its places in the code and its type.

    Its message is left out: a database quotes the row that it refused, a parser the text that it could not read.
    """

    def formatException(self, ei: Caught) -> str:  # noqa: N802 -- the name that logging calls
        lines: list[str] = []
        error = ei[1]
        seen: set[int] = set()
        while error is not None and id(error) not in seen:
            seen.add(id(error))
            lines = [
                "Traceback (most recent call last):\n",
                *traceback.format_tb(error.__traceback__),
                f"{type(error).__module__}.{type(error).__qualname__}\n",
                *lines,
            ]
            error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
        return "".join(lines).rstrip("\n")
