"""Public libraries on the essays of `bench_originality.py`: who copied from whom, and how fast.

``uv run --with datasketch --with scikit-learn python tools/bench_originality_others.py [--essays 3000] [--seed 2]``.
Each is given the normal form (no punctuation, one width and script), which is half of the work, and the threshold that
serves it best on these very essays (the best harmonic mean of precision and recall of documents), which favours it.
None tells spans of characters; the winnowing tells places of its fingerprints.
"""

import argparse
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Iterable
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
Scores = dict[tuple[int, int], float]


def main() -> int:
    from tools.essays import essays

    from qingyuan.engines.originality import normalise

    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--essays", type=int, default=3000)
    parser.add_argument("--seed", type=int, default=2)
    args = parser.parse_args()
    made = essays(args.essays, args.seed)
    normal = normalise(made.texts)
    texts = [
        normal.units[begin : end - 1].tobytes().decode("utf-16-le")
        for begin, end in zip(normal.starts[:-1].tolist(), normal.starts[1:].tolist(), strict=True)
    ]
    planted = {doc for copy in made.copies for doc in (copy.target, copy.source)}
    ways: tuple[tuple[str, Callable[[list[str]], Scores]], ...] = (
        ("TF-IDF of five characters (scikit-learn)", tfidf),
        ("MinHash of eight characters (datasketch)", minhash),
        ("winnowing (Schleimer 2003)", winnowing),
    )
    for name, way in ways:
        start, worked = time.perf_counter(), time.process_time()
        scores = way(texts)
        took, work = time.perf_counter() - start, time.process_time() - worked
        recall, precision = best(scores, planted)
        print(
            f"{name}: {len(texts) / took:,.0f} essays a second ({work:.1f} s of work), recall {recall:.4f}, precision {precision:.4f}",
            flush=True,
        )
    return 0


def best(scores: Scores, planted: set[int]) -> tuple[float, float]:
    """Recall and precision of documents at the threshold that serves best."""
    highest: dict[int, float] = defaultdict(float)
    for pair, score in scores.items():
        for doc in pair:
            highest[doc] = max(highest[doc], score)
    right, chosen = 0, (0.0, 0.0, 0.0)
    for told, doc in enumerate(sorted(highest, key=lambda doc: -highest[doc]), 1):
        right += doc in planted
        recall, precision = right / len(planted), right / told
        chosen = max(chosen, (2 * recall * precision / max(1e-9, recall + precision), recall, precision))
    return chosen[1], chosen[2]


def tfidf(texts: list[str]) -> Scores:
    from sklearn.feature_extraction.text import TfidfVectorizer

    rows = TfidfVectorizer(analyzer="char", ngram_range=(5, 5), min_df=2, dtype=np.float32).fit_transform(
        texts
    )
    scores: Scores = {}
    for begin in range(0, len(texts), 500):
        block = (rows[begin : begin + 500] @ rows.T).tocoo()
        near = (block.data > 0.02) & (block.row + begin < block.col)
        for one, other, score in zip(block.row[near], block.col[near], block.data[near], strict=True):
            scores[int(one) + begin, int(other)] = float(score)
    return scores


def minhash(texts: list[str]) -> Scores:
    from datasketch import MinHash, MinHashLSH

    index, sketches = MinHashLSH(params=(128, 1), num_perm=128), []
    for number, text in enumerate(texts):
        sketch = MinHash(num_perm=128)
        sketch.update_batch({text[n : n + 8].encode() for n in range(len(text) - 7)})
        sketches.append(sketch)
        index.insert(number, sketch)
    return {
        (number, other): sketch.jaccard(sketches[other])
        for number, sketch in enumerate(sketches)
        for other in index.query(sketch)
        if number < other
    }


def winnowing(texts: list[str], size: int = 10, window: int = 4) -> Scores:
    places: dict[int, set[int]] = defaultdict(set)
    for number, text in enumerate(texts):
        hashes = [hash(text[n : n + size]) for n in range(len(text) - size + 1)]
        for mark in {min(hashes[n : n + window]) for n in range(len(hashes) - window + 1)}:
            places[mark].add(number)
    return shared(places.values())


def shared(groups: Iterable[set[int]]) -> Scores:
    """How many groups of few have both of a pair."""
    scores: Scores = defaultdict(float)
    for group in groups:
        if 1 < len(group) <= 16:
            docs = sorted(group)
            for n, other in enumerate(docs):
                for one in docs[:n]:
                    scores[one, other] += 1
    return scores


if __name__ == "__main__":
    sys.exit(main())
