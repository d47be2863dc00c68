"""Measure the engine `originality` on seeded essays: speed, size, precision and recall; and the limit beside.

``python tools/bench_originality.py [--essays 3000 30000] [--seed 2]``. The engine was tuned on seeds 1 and 2; the essays (``tools/essays.py``) are written to
a file first; measured is reading that file, indexing and checking all against all, on two cores. A passage counts as
told if it is worth `COPIED` bits beyond chance. Spans are judged as at PAN (M. Potthast et al., COLING 2010): precision
and recall of characters, macro-averaged over passages and cases, and granularity, put together as plagdet. The limit
is reading the file, bringing it into normal form and mixing every character once into a hash, on as many cores.
"""

import argparse
import math
import multiprocessing
import random
import re
import resource
import statistics
import sys
import tempfile
import time
from collections import defaultdict
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
END = b"\x1e"


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--essays", type=int, nargs="+", default=[3000, 30_000])
    parser.add_argument("--seed", type=int, default=2)
    parser.add_argument("--length", type=int, default=1600, help="characters of an essay, about")
    args = parser.parse_args()
    for count in args.essays:  # each in a process of its own, so that its memory is its own
        worker = multiprocessing.get_context("spawn").Process(
            target=measured, args=(count, args.seed, args.length)
        )
        worker.start()
        worker.join()
        if worker.exitcode:
            return 1
    worker = multiprocessing.get_context("spawn").Process(target=untuned, args=(args.seed,))
    worker.start()
    worker.join()
    return worker.exitcode or 0


def measured(count: int, seed: int, length: int) -> None:
    from tools import essays

    from qingyuan.engines.originality import COPIED, Collection

    warm = Collection()
    warm.add(essays.essays(300, 7).texts)
    warm.check()
    warm.find("一" * 100)
    warm.find("一" * 100, least=COPIED)
    with tempfile.TemporaryDirectory(prefix="qingyuan-bench-") as folder:
        path = Path(folder) / "essays"
        # Made in another process: its memory is not the engine's.
        maker = multiprocessing.get_context("spawn").Process(target=written, args=(count, seed, length, path))
        maker.start()
        maker.join()
        usage = resource.getrusage(resource.RUSAGE_SELF)
        before = usage.ru_utime + usage.ru_stime
        start = time.perf_counter()
        collection = Collection()
        collection.add_utf8(read(path))
        indexed = time.perf_counter()
        found = collection.check()
        checked = time.perf_counter()
        memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20
        segment = collection._segments[0]
        characters = len(segment.units) - count - 1
        size = sum(getattr(segment, name).nbytes for name in segment.__dataclass_fields__)
        each = characters // count
        print(f"{count} essays, {characters:,} characters kept, {each:,} each, seed {seed}", flush=True)
        print(
            f"  read and indexed {indexed - start:.2f} s, checked {checked - indexed:.2f} s: {count / (checked - start):,.0f} essays a second (goal 20,000)"
        )
        cpu = resource.getrusage(resource.RUSAGE_SELF)
        print(
            f"  {cpu.ru_utime + cpu.ru_stime - before:.2f} s of work on all cores (goal {count / 10_000:.1f})"
        )
        print(
            f"  index {size / characters:.2f} bytes a character, peak memory {memory:.2f} GiB (goal < 6 at 300,000)"
        )
        print(f"  limit (normal form and one hash a character): {count / limit(path):,.0f} essays a second")
        made = essays.essays(count, seed, length)
        print(f"  a character costs {language(made.texts):.2f} bits (in 1,500,000 of them)")
        one_by_one(collection, made.texts, seed)
        judged(made, found, essays.slogans(count))
        all_runs(made, collection, seed)


def untuned(seed: int) -> None:
    """Collections on which nothing was tuned."""
    from tools.other_essays import newspaper, other_essays

    from qingyuan.engines.originality import Collection

    for name, made in (
        ("another generator", other_essays(10_000, seed)),
        ("newspaper of 1998", newspaper(seed)),
    ):
        collection = Collection()
        collection.add(made.texts)
        size = sum(map(len, made.texts)) // len(made.texts)
        print(f"{name}: {len(made.texts)} documents of {size} characters, seed {seed}", flush=True)
        judged(made, collection.check())
        print(f"  a character costs {language(made.texts):.2f} bits (in 1,500,000 of them)")
        all_runs(made, collection, seed)


def written(count: int, seed: int, length: int, path: Path) -> None:
    from tools import essays

    path.write_bytes(END.join(text.encode() for text in essays.essays(count, seed, length).texts))


def read(path: Path) -> Any:
    """The essays of a file, block by block."""
    rest = b""
    with path.open("rb") as file:
        while block := file.read(1 << 22):
            *whole, rest = (rest + block).split(END)
            yield from whole
    yield rest


def limit(path: Path) -> float:
    import numba

    from qingyuan.engines.originality._normal import normalise_utf8

    @numba.njit(nogil=True)
    def mixed(units: Any) -> Any:
        value, total = np.uint64(0), np.uint64(0)
        for n in range(len(units)):
            value = (value << np.uint64(8) ^ np.uint64(units[n])) * np.uint64(0x9E3779B97F4A7C15)
            total ^= value
        return total

    mixed(np.zeros(3, np.uint16))
    start = time.perf_counter()
    texts = list(read(path))
    with ThreadPoolExecutor(2) as pool:
        batches = (texts[n : n + 2000] for n in range(0, len(texts), 2000))
        list(pool.map(lambda batch: mixed(normalise_utf8(batch).units), batches))
    return time.perf_counter() - start


def language(texts: list[str]) -> float:
    """The bits that a character costs in the first texts, by what the engine learns of them in cells that are ample."""
    import numba

    from qingyuan.engines.originality import _model
    from qingyuan.engines.originality._normal import normalise

    @numba.njit(nogil=True)
    def cost(units: Any, starts: Any, cells: Any) -> Any:
        room, bits = _model.room_to_price(), 0.0
        for doc in range(0, len(starts) - 1, 3):
            begin, end = np.int64(starts[doc]), np.int64(starts[doc + 1]) - 1
            bits += _model.price(units, begin, end, cells, 1.0, room, np.inf, 0) / (end - begin)
        return bits / ((len(starts) + 1) // 3)

    count, characters = 0, 0
    while count < len(texts) and characters < 1_500_000:
        characters += len(texts[count])
        count += 1
    normal = normalise(texts[:count])
    usual, _model.FULL = _model.FULL, 32
    with ThreadPoolExecutor(2) as pool:
        model = _model.learn(normal.units, normal.starts, pool)
    _model.FULL = usual
    return float(cost(normal.units, normal.starts, model.cells))


def one_by_one(collection: Any, texts: list[str], seed: int) -> None:
    from qingyuan.engines.originality import COPIED

    collection.find(texts[0], leave_out=0, least=COPIED)
    times = []
    for number in random.Random(seed).sample(range(len(texts)), min(len(texts), 1000)):
        start = time.perf_counter()
        collection.find(texts[number], leave_out=number, least=COPIED)
        times.append((time.perf_counter() - start) * 1e6)
    times.sort()
    print(
        f"  one essay against all: median {statistics.median(times):,.0f} us, p95 {times[len(times) * 95 // 100]:,.0f} us (goal < 500 at 300,000)"
    )


def judged(made: Any, found: list[Any], slogans: list[str] | None = None) -> None:
    """Precision and recall by document and by span."""
    cases, by_source = defaultdict(list), defaultdict(list)
    for copy in made.copies:
        cases[copy.target, copy.source].append(copy)
        by_source[copy.source].append(copy)
    related = (
        set()
    )  # two who copied the same characters of one source share them too, though nobody planted that
    for copies in by_source.values():
        for n, one in enumerate(copies):
            for other in copies[:n]:
                if min(one.source_end, other.source_end) - max(one.source_begin, other.source_begin) >= 8:
                    related |= {(one.target, other.target), (other.target, one.target)}
    told, tellings = defaultdict(list), []
    for number, one in found:
        there, back = (number, one.document), (one.document, number)
        if there in cases or (back not in cases and there not in related):
            tellings.append((there, one.begin, one.end))
        elif back in cases:
            tellings.append((back, one.source_begin, one.source_end))
        else:
            continue
        told[tellings[-1][0]].append(tellings[-1])
    planted = {doc for pair in cases for doc in pair}
    flagged = {doc for pair in told for doc in pair}
    clean = len(made.texts) - len(planted)
    right = len(planted & flagged)
    pairs = sum(pair in told for pair in cases)
    print(
        f"  documents: recall {right / len(planted):.4f}, precision {right / max(1, len(flagged)):.4f}; pairs: recall {pairs / len(cases):.4f}, precision {pairs / max(1, len(told)):.4f}; clean ones flagged {len(flagged - planted)} of {clean} (goals 0.995, 0.995)"
    )
    if slogans:
        formulas_flagged(made, told, cases, slogans)
    recalls, hits, by_kind = [], [], defaultdict(list)
    for pair, copies in cases.items():
        for copy in copies:
            here = [one for one in told.get(pair, ()) if one[1] < copy.end and one[2] > copy.begin]
            share = {at for one in here for at in range(max(one[1], copy.begin), min(one[2], copy.end))}
            recalls.append(len(share) / (copy.end - copy.begin))
            by_kind[copy.kind].append(recalls[-1])
            if here:
                hits.append(len(here))
    precisions = []
    for pair, begin, end in tellings:
        inside = {
            at for copy in cases.get(pair, ()) for at in range(max(begin, copy.begin), min(end, copy.end))
        }
        precisions.append(len(inside) / (end - begin))
    recall, precision = statistics.fmean(recalls), statistics.fmean(precisions or [0])
    granularity = statistics.fmean(hits or [1])
    plagdet = 2 * recall * precision / max(1e-9, recall + precision) / math.log2(1 + granularity)
    print(
        f"  spans: recall {recall:.4f}, precision {precision:.4f}, granularity {granularity:.4f}, plagdet {plagdet:.4f} (goal 0.96)"
    )
    for kind, values in by_kind.items():
        missed = sum(value == 0 for value in values)
        print(
            f"    {kind}: {len(values)} passages, {missed} missed, characters {statistics.fmean(values):.4f}"
        )


def formulas_flagged(made: Any, told: Any, cases: Any, slogans: list[str]) -> None:
    """How many of the formulas stand, by half or more, in a passage told of two who copied nothing from one another."""
    heads = re.compile("|".join(sorted({slogan[:8] for slogan in slogans})))
    known = {slogan[:8]: len(slogan) for slogan in slogans}
    spans = defaultdict(list)
    for pair, tellings in told.items():
        if pair not in cases:
            for _pair, begin, end in tellings:
                spans[pair[0]].append((begin, end))
    flagged = 0
    for number, ones in spans.items():
        for slogan in heads.finditer(made.texts[number]):
            begin, end = slogan.start(), slogan.start() + known[slogan.group()]
            flagged += any(2 * (min(end, e) - max(begin, b)) >= end - begin for b, e in ones)
    step = max(1, len(made.texts) // 30_000)
    there = step * sum(len(heads.findall(text)) for text in made.texts[::step])
    print(
        f"  formulas flagged: {flagged} of {there:,}, 1 in {there // max(1, flagged):,} (goal: at most 1 in 10,000)"
    )


def all_runs(made: Any, collection: Any, seed: int) -> None:
    """Of planted copies as they stand, how many are told as a run, whatever they are worth."""
    copies = [copy for copy in made.copies if copy.kind == "verbatim"]
    chosen = random.Random(seed).sample(copies, min(len(copies), 500))
    missed = 0
    for copy in chosen:
        found = collection.find(made.texts[copy.target], leave_out=copy.target)
        spans = [(one.begin, one.end) for one in found if one.document == copy.source]
        text = made.texts[copy.target]
        begin = next(n for n in range(copy.begin, copy.end) if text[n].isalnum())
        end = next(n for n in range(copy.end, copy.begin, -1) if text[n - 1].isalnum())
        missed += not any(one[0] <= begin and one[1] >= end for one in spans)
    print(f"  verbatim copies found from end to end: {len(chosen) - missed} of {len(chosen)}", flush=True)


if __name__ == "__main__":
    sys.exit(main())
