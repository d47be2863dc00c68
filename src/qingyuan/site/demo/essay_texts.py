"""Essays of the demo city, invented by a small grammar: one problem in one's own work, and what was changed."""

import json
import random
from collections.abc import Sequence
from typing import Any

from qingyuan.site.demo.cast import HERE

LEAST = 320  # letters
GIVEN: dict[str, Any] = json.loads((HERE / "essays.json").read_text(encoding="utf-8"))
WORDS: dict[str, list[str]] = GIVEN["words"]
LAW: list[str] = GIVEN["law"]
TEMPLATE: str = GIVEN["template"]


def _sentence(chance: random.Random, pattern: str) -> str:
    return "".join(chance.choice(WORDS[char]) if char in WORDS else char for char in pattern.replace(" ", ""))


def sentences(chance: random.Random) -> list[str]:
    """The sentences of one essay, none of them anybody else's but a slogan and now and then a line of the law."""
    made = [_sentence(chance, chance.choice(GIVEN["before"]))]
    made += [_sentence(chance, pattern) for pattern in chance.sample(GIVEN["amid"], chance.randint(8, 11))]
    made += [_sentence(chance, pattern) for pattern in chance.sample(GIVEN["after"], 3)]
    made.append(chance.choice(GIVEN["slogans"]) + _sentence(chance, "落到我身上，就是把V这一步做实。"))
    while sum(map(str.isalnum, "".join(made))) < LEAST:
        made.insert(1, _sentence(chance, chance.choice(GIVEN["amid"])))
    if chance.random() < 0.1:
        made.insert(len(made) - 1, chance.choice(LAW))
    return made


def copied(chance: random.Random, source: Sequence[str]) -> str:
    """What somebody hands in who has taken four fifths of another's, in other punctuation, and added a little."""
    kept = list(source[: len(source) * 4 // 5 + 1])
    if chance.random() < 0.4:
        middle = len(kept) // 2
        kept = kept[middle:] + kept[:middle]
    text = "".join(kept)
    if chance.random() < 0.5:
        text = text.replace("，", "；")
    text += _sentence(chance, chance.choice(GIVEN["after"]))
    while sum(map(str.isalnum, text)) < LEAST:
        text += _sentence(chance, chance.choice(GIVEN["after"]))
    return text


def from_template(chance: random.Random) -> str:
    """What somebody hands in who had it from the template that goes around."""
    parts = (chance.choice(GIVEN[part]) for part in ("before", "amid", "after"))
    return TEMPLATE + "".join(_sentence(chance, part) for part in parts)
