"""One text against many: its places are looked up in each segment.

`quickly` looks for what is worth telling: each place in the table of eight characters or, if it is crowded, in that
of thirteen, or in that of long runs.  Where every run is asked for, crowds are looked through one by one: a run
of 13 characters that more documents share than the limit is a formula; with several segments the documents are
counted over all of them first (`tally`), and only then are places laid against each other (`gather`).
"""

import numpy as np

from ._compiled import compiled, eight_bytes, inlined
from ._crowds import LONG, LOWER, closed, document, has_more, run_hash
from ._grams import GRAM, PARTS, SHORTEST, gram_hash
from ._pairs import promising, room_for_prices

SPREAD = SHORTEST - GRAM + 1
ROOM = 1024
FIRST = 8  # documents that are told of the crowd that has a long run
WHOLE = SPREAD  # the column of `tally` that counts documents with the same eight characters


@inlined
def _door(doors, part, low):  # type: ignore[no-untyped-def]
    each = (len(doors) - 1) // PARTS
    return part * each + np.int64(low * np.uint64(each) >> np.uint64(32))


@inlined
def _begin(table, at, end, low):  # type: ignore[no-untyped-def]
    """Where the entries with a key begin, or where they would."""
    while at < end:
        middle = (at + end) >> 1
        if table[middle] >> np.uint64(32) < low:
            at = middle + 1
        else:
            end = middle
    return at


@inlined
def group(table, doors, part, low):  # type: ignore[no-untyped-def]
    """Where the entries of a part with a key begin, and where the part's next door is."""
    door = _door(doors, part, low)
    end = np.int64(doors[door + 1])
    return _begin(table, np.int64(doors[door]), end, low), end


@inlined
def _groups(table, doors, which, count, parts, lows, most, begins, ends):  # type: ignore[no-untyped-def]
    """Find where the entries of several keys (those of numbers `which`) begin and end, at most so many of each.

    First all doors are touched, then all entries behind them: so they are waited for together.
    """
    touched = np.uint64(0)
    for m in range(count):
        n = which[m]
        begins[n] = _door(doors, parts[n], lows[n])
        touched += np.uint64(doors[begins[n]])
    for m in range(count):
        n = which[m]
        begins[n], ends[n] = doors[begins[n]], doors[begins[n] + 1]
        if begins[n] < ends[n]:
            touched += table[begins[n]] + table[(begins[n] + ends[n]) >> 1]
    for m in range(count):
        n = which[m]
        begins[n] = _begin(table, begins[n], ends[n], lows[n])
        ends[n] = _entries(table, begins[n], min(ends[n], begins[n] + most), lows[n])
    return touched


@inlined
def _entries(table, at, end, low):  # type: ignore[no-untyped-def]
    last = at
    while last < end and table[last] >> np.uint64(32) == low:
        last += 1
    return last


@inlined
def _all_entries(table, doors, part, low, at, limit):  # type: ignore[no-untyped-def]
    """Where the entries of a group end that has more than the limit, so many as can be of use."""
    door = _door(doors, part, low)
    return _entries(table, at, min(np.int64(doors[door + 1]), at + 4 * limit), low)


@inlined
def _crowd(segment, at, until, limit):  # type: ignore[no-untyped-def]
    """Whether a group of places is in more documents than the limit, which is at most that of the segment."""
    _units, starts, jumps, few, places = segment[:5]
    if until - at <= limit:
        return False
    place = np.int64(places[at] & LOWER)
    return few[place >> 3] >> (place & 7) & 1 == 0 or has_more(starts, jumps, places, at, until, limit)


@inlined
def _around(one, a, other, b):  # type: ignore[no-untyped-def]
    """How many characters agree before and behind the eight of two places, up to five each; -1 if the eight do not."""
    for i in range(GRAM):
        if one[a + i] != other[b + i]:
            return -1, -1
    left = right = 0
    while left < SPREAD - 1 and one[a - left - 1] == other[b - left - 1] and one[a - left - 1] != 0:
        left += 1
    while (
        right < SPREAD - 1 and one[a + GRAM + right] == other[b + GRAM + right] and one[a + GRAM + right] != 0
    ):
        right += 1
    return left, right


@compiled
def tally(text, chosen, units, starts, jumps, places, doors, limit, counts):  # type: ignore[no-untyped-def]
    """Add the documents of a segment that share each run of 13 around each place of the text, up to the limit."""
    last = np.empty(SPREAD + 1, np.int64)
    possible = np.empty(SPREAD, np.bool_)
    for n in range(len(chosen)):
        a = chosen[n]
        key = gram_hash(text, a)
        low = key >> np.uint64(24) & LOWER
        at, end = group(places, doors, np.int64(key >> np.uint64(56)), low)
        last[:] = -1
        before, behind = 0, 0
        while before < SPREAD - 1 and text[a - before - 1] != 0:
            before += 1
        while behind < SPREAD - 1 and text[a + GRAM + behind] != 0:
            behind += 1
        for back in range(SPREAD):
            possible[back] = back <= before and SPREAD - 1 - back <= behind
        while at < end and places[at] >> np.uint64(32) == low:
            b = np.int64(places[at] & LOWER)
            at += 1
            left, right = _around(text, a, units, b)
            if left < 0:
                continue
            doc = document(starts, jumps, b)
            if doc != last[WHOLE]:
                last[WHOLE] = doc
                counts[n, WHOLE] += 1
            low_back, high_back = max(0, SPREAD - 1 - right), left
            for back in range(low_back, high_back + 1):
                if doc != last[back]:
                    last[back] = doc
                    counts[n, back] += 1
            if counts[n, WHOLE] > limit:
                done = True
                for back in range(SPREAD):
                    done = done and (counts[n, back] > limit or not possible[back])
                if done:
                    break


@compiled
def gather(text, chosen, units, places, doors, limit, model, counts, out):  # type: ignore[no-untyped-def]
    """Starts of runs that the text shares with documents of a segment; returns how many there are."""
    found = 0
    prices = room_for_prices()
    for n in range(len(chosen)):
        few = counts[n, WHOLE] <= limit
        some = few
        for back in range(SPREAD):
            some = some or 0 < counts[n, back] <= limit
        if counts[n, WHOLE] == 0 or not some:
            continue
        a = chosen[n]
        key = gram_hash(text, a)
        low = key >> np.uint64(24) & LOWER
        at, end = group(places, doors, np.int64(key >> np.uint64(56)), low)
        while at < end and places[at] >> np.uint64(32) == low:
            b = np.int64(places[at] & LOWER)
            at += 1
            take = few
            if not few:
                left, right = _around(text, a, units, b)
                for back in range(max(0, SPREAD - 1 - right), left + 1):
                    take = take or counts[n, back] <= limit
            if take:
                left = promising(text, a, units, b, text[:0], model, prices, -np.inf)
                if left >= 0:
                    if found < len(out):
                        out[found] = np.uint64(a - left) << np.uint64(32) | np.uint64(b - left)
                    found += 1
    return found


@inlined
def _agree(one, a, other, b, length):  # type: ignore[no-untyped-def]
    n = 0
    while n < length and one[a + n] == other[b + n] and one[a + n] != 0:
        n += 1
    return n == length


@inlined
def _reaches(one, a, other, b, length):  # type: ignore[no-untyped-def]
    """Whether so many characters before two places agree."""
    n = 1
    while n <= length and one[a - n] == other[b - n] and one[a - n] != 0:
        n += 1
    return n > length


@inlined
def _goes_on(text, a, begin, end):  # type: ignore[no-untyped-def]
    """Whether a text has characters from one place behind `a` up to another."""
    inside = a + end < len(text)
    for n in range(begin, end if inside else begin):
        inside = inside and text[a + n] != 0
    return inside


@compiled
def count_few(text, chosen, segment, limit, counts):  # type: ignore[no-untyped-def]
    """Add the documents of a segment that share eight characters, and thirteen, from each place of the text on."""
    units, starts, jumps, _few, places, doors, runs, run_doors, _longs, _long_doors = segment
    for n in range(len(chosen)):
        a = chosen[n]
        key = gram_hash(text, a)
        part, low = np.int64(key >> np.uint64(56)), key >> np.uint64(24) & LOWER
        at, end = group(places, doors, part, low)
        until = _entries(places, at, min(end, at + 4 * limit), low)
        if not _crowd(segment, at, until, limit):
            counts[n, 0] += until - at
            for m in range(at, until):
                counts[n, 1] += _agree(text, a, units, np.int64(places[m] & LOWER), SHORTEST)
            continue
        counts[n, 0] += limit + 1
        if _goes_on(text, a, GRAM, SHORTEST):
            low = run_hash(text, a, SHORTEST) >> np.uint64(32)
            at, end = group(runs, run_doors, part, low)
            until = _entries(runs, at, min(end, at + 4 * limit), low)
            crowd = closed(runs, at, until) or has_more(starts, jumps, runs, at, until, limit)
            counts[n, 1] += limit + 1 if crowd else until - at


@inlined
def _tried(text, slopes, units, raw, rows, size, model, prices, need, out, found):  # type: ignore[no-untyped-def]
    """Try places of the text (a row) with places of a segment: all are looked at before any is compared."""
    end = len(units) - GRAM - 4
    for n in range(size):
        b = min(max(rows[1, n], 4), end)
        rows[4, n] = np.int64(eight_bytes(raw, 2 * (b - 4)))
        rows[5, n] = np.int64(eight_bytes(raw, 2 * (b + GRAM)))
    for n in range(size):
        a, b, before, length = rows[0, n], rows[1, n], rows[2, n], rows[3, n]
        if need > 0.0 and length < LONG and 4 < b < end:
            same = 0
            for i in range(4):
                left, right = (
                    np.int64(text[max(0, a - 4 + i)]),
                    np.int64(text[min(a + GRAM + i, len(text) - 1)]),
                )
                same += (rows[4, n] >> 16 * i & 0xFFFF == left) + (rows[5, n] >> 16 * i & 0xFFFF == right)
            if same < 4:
                continue
        if length > GRAM and not _agree(text, a, units, b, length):
            continue
        if before >= 0 and _reaches(text, a, units, b, a - before):
            continue
        left = promising(text, a, units, b, slopes, model, prices, need)
        if left >= 0:
            if found < len(out):
                out[found] = np.uint64(a - left) << np.uint64(32) | np.uint64(b - left)
            found += 1
    return found


@compiled
def quickly(text, slopes, chosen, segment, without, limit, counts, model, need, out):  # type: ignore[no-untyped-def]
    """Starts of runs that a text shares with documents of a segment and that may be worth so many bits.

    `segment` holds units, starts, jumps, few and the three tables with their doors; `counts` has for each place how
    many documents of all segments share eight characters, and thirteen, if there are several.  Places from one
    up to another, `without`, are left out.  Returns how many starts there are.
    """
    units, starts, jumps, few, places, doors, runs, run_doors, longs, long_doors = segment
    found = waiting = 0
    size = len(chosen)
    parts, lows = np.empty(size, np.int64), np.empty(size, np.uint64)
    firsts, lasts = np.empty(size, np.int64), np.empty(size, np.int64)
    lengths, tables = np.full(size, GRAM), np.zeros(size, np.int64)
    which = np.arange(size)
    for n in range(size):
        key = gram_hash(text, chosen[n])
        parts[n], lows[n] = np.int64(key >> np.uint64(56)), key >> np.uint64(24) & LOWER
    touched = _groups(places, doors, which, size, parts, lows, limit + 1, firsts, lasts)
    crowds = 0
    for n in range(size):
        crowd = False
        if lasts[n] - firsts[n] > limit:
            place = np.int64(places[firsts[n]] & LOWER)
            crowd = few[place >> 3] >> (place & 7) & 1 == 0
            if not crowd:
                lasts[n] = _all_entries(places, doors, parts[n], lows[n], firsts[n], limit)
                crowd = has_more(starts, jumps, places, firsts[n], lasts[n], limit)
        if not crowd and (len(counts) == 0 or counts[n, 0] <= limit):
            continue
        lengths[n] = SHORTEST
        if not _goes_on(text, chosen[n], GRAM, SHORTEST):
            lasts[n] = firsts[n]
        elif crowd:
            lows[n] = run_hash(text, chosen[n], SHORTEST) >> np.uint64(32)
            which[crowds], tables[n] = n, 1
            crowds += 1
    touched += _groups(runs, run_doors, which, crowds, parts, lows, limit + 1, firsts, lasts)
    closed_crowds = 0
    for n in range(size):
        if lengths[n] == GRAM or firsts[n] == lasts[n]:
            continue
        crowd = tables[n] == 1 and closed(runs, firsts[n], lasts[n])
        if tables[n] == 1 and lasts[n] - firsts[n] > limit:
            lasts[n] = _all_entries(runs, run_doors, parts[n], lows[n], firsts[n], limit)
            crowd = has_more(starts, jumps, runs, firsts[n], lasts[n], limit)
        if not crowd and (len(counts) == 0 or counts[n, 1] <= limit):
            continue
        lengths[n] = LONG
        if not _goes_on(text, chosen[n], SHORTEST, LONG):
            lasts[n] = firsts[n]
        elif crowd:
            lows[n] = run_hash(text, chosen[n], LONG) >> np.uint64(32)
            which[closed_crowds], tables[n] = n, 2
            closed_crowds += 1
    touched += _groups(longs, long_doors, which, closed_crowds, parts, lows, FIRST, firsts, lasts)
    prices = room_for_prices()
    raw, rows = units.view(np.uint8), np.empty((6, ROOM), np.int64)
    rows[0, 0] = np.int64(touched)  # so that it is not thought idle
    before = np.int64(-1)  # the last place that few documents share
    for n in range(size):
        table = places if tables[n] == 0 else runs if tables[n] == 1 else longs
        for m in range(firsts[n], lasts[n]):
            b = np.int64(table[m] & LOWER)
            if without[0] <= b < without[1]:
                continue
            if waiting == ROOM:
                found = _tried(text, slopes, units, raw, rows, waiting, model, prices, need, out, found)
                waiting = 0
            rows[0, waiting], rows[1, waiting] = chosen[n], b
            rows[2, waiting], rows[3, waiting] = before, lengths[n]
            waiting += 1
        if lengths[n] == GRAM:
            before = chosen[n]
    return _tried(text, slopes, units, raw, rows, waiting, model, prices, need, out, found)
