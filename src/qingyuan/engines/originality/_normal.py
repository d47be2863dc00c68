"""Text as it is compared: letters and figures only, in one width, one case and one script, and where each stood.

A character is kept if Unicode calls it a letter or a number; it is then written as its compatibility form
(NFKC: one width), without accents, in lower case, and as the simplified character (`_script`).  One character
to one character, sixteen bits each: a bit per character read says whether it was kept, and that is the whole map
of offsets.  Characters beyond the basic plane that stay there (rare ideographs) share 6,400 codes of the private
area, whose own characters are no letters and are left out.
"""

import unicodedata
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ._compiled import compiled
from ._script import PLAIN, VARIANTS

PRIVATE, PRIVATE_CODES = 0xE000, 6400
Array = NDArray[Any]


@dataclass(frozen=True)
class Normal:
    """A batch of documents in normal form.

    `units` (uint16) holds the documents one after another with a zero before the first and after each;
    document n is ``units[starts[n] : starts[n + 1] - 1]``.  `kept` (uint64) has a bit for every character
    read, documents beginning at a word: ``kept[words[n] : words[n + 1]]``.
    """

    units: Array
    starts: Array
    kept: Array
    words: Array


def plain(char: str) -> int:
    """The code a character is compared by, or zero if it is left out."""
    if unicodedata.category(char)[0] not in "LN":
        return 0
    form = unicodedata.normalize("NFKD", char)
    if len(form) > 1 and all(unicodedata.category(mark)[0] == "M" for mark in form[1:]):
        form = form[0]
    form = form if len(form) == 1 else char
    form = form.lower() if len(form.lower()) == 1 else form
    code = ord(_variants().get(form, form))
    return code if code < 0x10000 else PRIVATE + code % PRIVATE_CODES


@lru_cache(maxsize=1)
def _variants() -> dict[str, str]:
    return dict(zip(VARIANTS, PLAIN, strict=True))


@lru_cache(maxsize=1)
def table() -> Array:
    """`plain` of every character of the basic plane."""
    codes = np.zeros(0x10000, np.uint16)
    for code in range(0x10000):
        if not 0xAC00 <= code < 0xE000 + PRIVATE_CODES:
            codes[code] = plain(chr(code))
    codes[0xAC00:0xD7A4] = np.arange(0xAC00, 0xD7A4)
    return codes


@lru_cache(maxsize=1)
def table_sum() -> int:
    """A checksum of the table: Unicode grows, and what was written by another table has to be written anew."""
    return zlib.crc32(table().tobytes())


def normalise(texts: Sequence[str]) -> Normal:
    """Bring texts into normal form."""
    return normalise_utf8([text.encode("utf-8", "surrogatepass") for text in texts])


def normalise_utf8(texts: Sequence[bytes]) -> Normal:
    """Bring texts in UTF-8 into normal form; bytes that are no UTF-8 are left out and harm nothing."""
    lengths = np.fromiter(map(len, texts), np.int64, len(texts))
    ends = np.cumsum(lengths)
    return fold_buffer(np.frombuffer(b"".join(texts), np.uint8), ends - lengths, ends)


def fold_buffer(data: Array, begins: Array, ends: Array) -> Normal:
    """Bring the documents ``data[begins[n]:ends[n]]`` of a buffer of UTF-8 into normal form."""
    count, size = len(begins), int((ends - begins).sum()) if len(begins) else 0
    far, far_codes = _far(data)
    units = np.empty(size + count + 1, np.uint16)  # a character is at least one byte
    kept = np.zeros(size // 64 + count + 1, np.uint64)
    starts, words = np.empty(count + 1, np.uint32), np.empty(count + 1, np.uint32)
    _fold(data, begins, ends, table(), far, far_codes, units, starts, kept, words)
    return Normal(units[: starts[-1]].copy(), starts, kept[: words[-1]].copy(), words)


def _far(data: Array) -> tuple[Array, Array]:
    """The characters beyond the basic plane that occur, sorted, and their codes; hardly ever any."""
    if not len(data) or data.max() < 0xF0:
        return np.zeros(0, np.uint32), np.zeros(0, np.uint16)
    text = data.tobytes().decode("utf-8", "ignore")
    chars = sorted(char for char in set(text) if ord(char) > 0xFFFF)
    return np.array([*map(ord, chars)], np.uint32), np.array([*map(plain, chars)], np.uint16)


@compiled
def _fold(data, begins, ends, codes, far, far_codes, units, starts, kept, words):  # type: ignore[no-untyped-def]
    at, word = np.int64(1), 0
    units[0] = 0
    for doc in range(len(begins)):
        starts[doc], words[doc] = at, word
        i, end = begins[doc], ends[doc]
        bit, bits = 0, np.uint64(0)
        while i < end:
            first = np.uint32(data[i])
            if first < 0x80:
                code = np.uint32(codes[first])
                i += 1
            elif 0xE0 <= first < 0xF0 and i + 2 < end:
                char = (first & 15) << 12 | np.uint32(data[i + 1] & 63) << 6 | np.uint32(data[i + 2] & 63)
                code = np.uint32(codes[char])
                i += 3
            elif 0xC0 <= first < 0xE0 and i + 1 < end:
                code = np.uint32(codes[(first & 31) << 6 | np.uint32(data[i + 1] & 63)])
                i += 2
            elif first >= 0xF0 and i + 3 < end:
                char = (first & 7) << 18 | np.uint32(data[i + 1] & 63) << 12
                char |= np.uint32(data[i + 2] & 63) << 6 | np.uint32(data[i + 3] & 63)
                place = np.searchsorted(far, char)
                code = np.uint32(0)
                if place < len(far) and far[place] == char:
                    code = np.uint32(far_codes[place])
                i += 4
            else:
                code = np.uint32(0)
                i += 1
            is_kept = np.uint64(code != 0)
            units[at] = code
            at += np.int64(is_kept)
            bits |= is_kept << np.uint64(bit)
            bit += 1
            if bit == 64:
                kept[word] = bits
                word += 1
                bit, bits = 0, np.uint64(0)
        if bit:
            kept[word] = bits
            word += 1
        units[at] = 0
        at += 1
    starts[len(begins)], words[len(begins)] = at, word


@compiled
def offsets(kept, words, docs, ranks, out):  # type: ignore[no-untyped-def]
    """Where in the text of a document the character stands that is number `rank` of its normal form."""
    one, two, four = (
        np.uint64(0x5555555555555555),
        np.uint64(0x3333333333333333),
        np.uint64(0x0F0F0F0F0F0F0F0F),
    )
    for n in range(len(docs)):
        word, left = np.int64(words[docs[n]]), np.int64(ranks[n])
        while True:
            bits = kept[word] - (kept[word] >> np.uint64(1) & one)
            bits = (bits & two) + (bits >> np.uint64(2) & two)
            bits = (bits + (bits >> np.uint64(4))) & four
            count = np.int64((bits * np.uint64(0x0101010101010101)) >> np.uint64(56))
            if left < count:
                break
            left -= count
            word += 1
        bit, bits = 0, kept[word]
        while True:
            if bits >> np.uint64(bit) & np.uint64(1):
                if left == 0:
                    break
                left -= 1
            bit += 1
        out[n] = (word - np.int64(words[docs[n]])) * 64 + bit
