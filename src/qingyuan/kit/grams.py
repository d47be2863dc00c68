"""Search words for Chinese without a dictionary: pairs of characters, spelled in plain ASCII.

A full-text index of any database can hold them, and a two-character word is found exactly. A run of Chinese
characters gives one token for each neighbouring pair and one for its last character; a run of Latin letters
and digits gives itself in lower case, and its beginnings can be searched for.
"""

import re
import unicodedata
from collections.abc import Iterator

_RUN = re.compile(r"[0-9a-z]+|[㐀-䶿一-鿿豈-﫿\U00020000-\U0003ffff]+")


def _runs(text: str) -> Iterator[str]:
    yield from _RUN.findall(unicodedata.normalize("NFKC", text).lower())


def _spelled(pair: str) -> str:
    return "x" + "".join(f"{ord(character):05x}" for character in pair)


def tokens(text: str) -> str:
    """What the index holds of a text, separated by spaces.

    >>> tokens("交警 ABC")
    'x04ea408b66 x08b66 abc'
    """
    found = []
    for run in _runs(text):
        if run.isascii():
            found.append(run)
        else:
            found += [_spelled(run[i : i + 2]) for i in range(len(run))]
    return " ".join(found)


def wanted(text: str) -> list[list[tuple[str, bool]]]:
    """What a search asks for: for each run, its tokens in order, each with whether a beginning is enough.

    All runs must be found, and the tokens of one run next to each other.
    """
    asked: list[list[tuple[str, bool]]] = []
    for run in _runs(text):
        if run.isascii():
            asked.append([(run, True)])
        elif len(run) == 1:
            asked.append([(_spelled(run), True)])
        else:
            asked.append([(_spelled(run[i : i + 2]), False) for i in range(len(run) - 1)])
    return asked
