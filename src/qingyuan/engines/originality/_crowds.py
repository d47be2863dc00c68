"""Places that many documents share: told apart by longer runs from the place on.

A group of places with the same eight characters is crowded if more documents have it than make a formula.  Its places
are put into a second table by the 13 characters from the place on; groups that are crowded there, too, are formulas,
unless the documents share a run of `LONG` characters from the place on: then it is one text that many copied, and the
place stands in the third table.
"""

import numpy as np

from ._compiled import compiled, eight_bytes, inlined
from ._grams import GRAM, PARTS, SHORTEST

LOWER = np.uint64(0xFFFFFFFF)
MIXER = np.uint64(0x9E3779B97F4A7C15)
SPREAD = SHORTEST - GRAM + 1
WAITING = 1024  # places that are touched before they are worked on
ENDS = 16  # bits of the number of an end
LONG = 88  # every run of a hundred characters holds a place with so many behind it


@inlined
def document(starts, jumps, place):  # type: ignore[no-untyped-def]
    """The document in which a place is; `jumps[n]` is the one that place 256 n is in."""
    doc = np.int64(jumps[place >> 8])
    while starts[doc + 1] <= place:
        doc += 1
    return doc


@compiled
def find_jumps(starts, jumps):  # type: ignore[no-untyped-def]
    """Fill `jumps`."""
    doc = 0
    for n in range(len(jumps)):
        while doc + 2 < len(starts) and starts[doc + 1] <= n << 8:
            doc += 1
        jumps[n] = doc


@inlined
def run_hash(units, at, length):  # type: ignore[no-untyped-def]
    """64 mixed bits of so many characters."""
    mixed = np.uint64(length)
    end = at + length
    while at + 4 <= end:
        four = np.uint64(units[at]) | np.uint64(units[at + 1]) << np.uint64(16)
        four |= np.uint64(units[at + 2]) << np.uint64(32) | np.uint64(units[at + 3]) << np.uint64(48)
        mixed = (mixed ^ four) * MIXER
        mixed ^= mixed >> np.uint64(29)
        at += 4
    while at < end:
        mixed = (mixed ^ np.uint64(units[at])) * MIXER
        mixed ^= mixed >> np.uint64(29)
        at += 1
    mixed *= np.uint64(0xD6E8FEB86659FD93)
    return mixed ^ mixed >> np.uint64(32)


@inlined
def has_more(starts, jumps, places, begin, end, limit):  # type: ignore[no-untyped-def]
    """Whether places in order, from one index up to another, are in more documents than the limit."""
    if end - begin <= limit:
        return False
    docs = 0
    until = np.int64(-1)
    for n in range(begin, end):
        place = np.int64(places[n] & LOWER)
        if place >= until:
            docs += 1
            if docs > limit:
                return True
            until = np.int64(starts[document(starts, jumps, place) + 1])
    return False


@inlined
def any_few(few, begin, end):  # type: ignore[no-untyped-def]
    """Whether a place that few documents share is among these, up to fifty."""
    bits = eight_bytes(few, begin >> 3) >> np.uint64(begin & 7)
    return bits & ((np.uint64(1) << np.uint64(max(0, end - begin))) - np.uint64(1)) != 0


@compiled
def mark(places, bits):  # type: ignore[no-untyped-def]
    """Set a bit for each place."""
    for n in range(len(places)):
        place = np.int64(places[n] & LOWER)
        bits[place >> 3] |= np.uint8(1 << (place & 7))


@compiled
def put_bits(bits, base, out):  # type: ignore[no-untyped-def]
    """Set the bits that are set in others, so many places on."""
    at, shift = base >> 3, np.uint16(base & 7)
    for n in range(len(bits)):
        both = np.uint16(bits[n]) << shift
        out[at + n] |= np.uint8(both & np.uint16(255))
        out[at + n + 1] |= np.uint8(both >> np.uint16(8))


@compiled
def mark_crowds(starts, jumps, places, limit, bits):  # type: ignore[no-untyped-def]
    """Set a bit for each place that is in a crowded group."""
    begin = 0
    size = len(places)
    while begin < size:
        end = begin + 1
        while end < size and places[end] >> np.uint64(32) == places[begin] >> np.uint64(32):
            end += 1
        if has_more(starts, jumps, places, begin, end, limit):
            mark(places[begin:end], bits)
        begin = end


@inlined
def _end(units, at):  # type: ignore[no-untyped-def]
    """A number for the four characters before a place."""
    at = min(max(at, 4), len(units))
    four = np.uint64(units[at - 4]) | np.uint64(units[at - 3]) << np.uint64(16)
    four |= np.uint64(units[at - 2]) << np.uint64(32) | np.uint64(units[at - 1]) << np.uint64(48)
    return np.int64(four * MIXER >> np.uint64(64 - ENDS))


@compiled
def crowded(units, starts, jumps, places, limit, few, back, length, keys, out):  # type: ignore[no-untyped-def]
    """Places of crowded groups, with a key for the run of so many characters that begins `back` before the place.

    Left out are places whose document has no such run, and those whose run of 13 has a place that few documents
    share: there it is found; of long runs those, too, whose end so few have that they cannot be a crowd.  Returns how
    many were written.
    """
    found = begin = waiting = 0
    ends = np.zeros(1 << ENDS if length > SHORTEST else 0, np.uint32)
    size = len(places)
    first = last = np.int64(-1)
    near = np.empty(WAITING + 1, np.int64)
    while begin < size:
        end = begin + 1
        while end < size and places[end] >> np.uint64(32) == places[begin] >> np.uint64(32):
            end += 1
        if not has_more(starts, jumps, places, begin, end, limit):
            begin = end
            continue
        if length > SHORTEST:
            ends[:] = 0
            for n in range(begin, end):
                ends[_end(units, np.int64(places[n] & LOWER) - back + length)] += np.uint32(1)
        while begin < end:
            waiting, touched = 0, np.int64(0)
            for n in range(begin, min(end, begin + WAITING)):  # touched before they are worked on
                place = np.int64(places[n] & LOWER)
                near[waiting] = place
                waiting += 1
                touched += np.int64(units[place]) + jumps[place >> 8] + few[place >> 3]
            near[WAITING] = touched
            begin += waiting
            for n in range(waiting):
                place = near[n]
                begins = place - back
                if begins < 1 or any_few(few, begins, begins + SPREAD):
                    continue
                if length > SHORTEST and ends[_end(units, begins + length)] <= limit:
                    continue
                if not first <= begins < last:
                    doc = document(starts, jumps, place)
                    first, last = np.int64(starts[doc]), np.int64(starts[doc + 1])
                if begins < first or begins + length >= last:
                    continue
                keys[found] = run_hash(units, begins, length)
                out[found] = place
                found += 1
    return found


@compiled
def close_crowds(starts, jumps, runs, limit):  # type: ignore[no-untyped-def]
    """Leave one entry of each crowded group, with place 0, where no document has one; returns where they end."""
    kept = begin = 0
    size = len(runs)
    while begin < size:
        end = begin + 1
        while end < size and runs[end] >> np.uint64(32) == runs[begin] >> np.uint64(32):
            end += 1
        if has_more(starts, jumps, runs, begin, end, limit):
            runs[kept] = runs[begin] & ~LOWER
            kept += 1
        else:
            for n in range(begin, end):
                runs[kept] = runs[n]
                kept += 1
        begin = end
    return kept


@inlined
def closed(runs, at, until):  # type: ignore[no-untyped-def]
    """Whether a group is one of those of which one entry was left."""
    return at < until and runs[at] & LOWER == np.uint64(0)


@compiled
def only_crowded(starts, jumps, places, limit):  # type: ignore[no-untyped-def]
    """Move crowded groups to the front; returns where they end."""
    kept = begin = 0
    size = len(places)
    while begin < size:
        end = begin + 1
        while end < size and places[end] >> np.uint64(32) == places[begin] >> np.uint64(32):
            end += 1
        if has_more(starts, jumps, places, begin, end, limit):
            for n in range(begin, end):
                places[kept] = places[n]
                kept += 1
        begin = end
    return kept


@compiled
def find_doors(places, parts, shift, doors):  # type: ignore[no-untyped-def]
    """Where places begin by the first bits of their key: the part, and of the upper half all but `shift` bits."""
    each = (len(doors) - 1) // PARTS
    for part in range(PARTS):
        at = parts[part]
        for door in range(each):
            while at < parts[part + 1] and np.int64(places[at] >> np.uint64(32 + shift)) < door:
                at += 1
            doors[part * each + door] = at
    doors[PARTS * each] = parts[PARTS]
