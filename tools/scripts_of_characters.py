"""Make the table by which traditional and simplified characters are held to be one: ``_script.py`` of the engine.

``python tools/scripts_of_characters.py [--check]``. The source is OpenCC (https://github.com/BYVoid/OpenCC,
Apache-2.0), a library of the development group only: characters that one of its conversions turns into one another
stand in one class, and each class is written as its simplified character. One character to one character, so that
offsets hold. Words are not looked at: to compare, it is enough that both ways of writing come to the same.
"""

import argparse
import sys
from pathlib import Path

TARGET = Path(__file__).resolve().parent.parent / "src/qingyuan/engines/originality/_script.py"
CONVERSIONS = "t2s tw2s hk2s s2t s2tw s2hk t2tw t2hk".split()
BLOCKS = ((0x3400, 0x4DC0), (0x4E00, 0xA000), (0xF900, 0xFB00))
# Chosen by whole words there, and so in no conversion of a single character.
BY_WORDS = (
    "著着",
    "瞭了",
    "藉借",
    "徵征",
    "乾干",
    "覆复",
    "夥伙",
    "剋克",
    "迴回",
    "鬚须",
    "妳你",
    "祂他",
    "牠它",
)
WIDTH = 50


def classes() -> dict[str, str]:
    """Every character that is written as another one, with that other one."""
    from opencc import OpenCC

    leader: dict[str, str] = {}

    def first(char: str) -> str:
        while leader.get(char, char) != char:
            char = leader[char]
        return char

    def join(old: str, new: str) -> None:
        old, new = first(old), first(new)
        if old != new:
            leader[old] = new

    plain, conversions = OpenCC("t2s"), [OpenCC(name) for name in CONVERSIONS]
    for low, high in BLOCKS:
        for char in map(chr, range(low, high)):
            for conversion in conversions:
                other = conversion.convert(char)
                if len(other) == 1 and ord(other) < 0x10000:
                    join(char, other) if plain.convert(other) == other else join(other, char)
    for pair in BY_WORDS:
        join(pair[0], pair[1])
    return {char: first(char) for char in sorted(leader) if first(char) != char}


def written(table: dict[str, str]) -> str:
    """The file, as it stands in the engine."""
    old, new = "".join(table), "".join(table.values())

    def lines(chars: str) -> str:
        return "\n".join(f'    "{chars[n : n + WIDTH]}"' for n in range(0, len(chars), WIDTH))

    return (
        '"""Characters written in several ways, and the one that stands for them.\n\n'
        "Made by `tools/scripts_of_characters.py` from the conversions of OpenCC\n"
        '(https://github.com/BYVoid/OpenCC, Apache-2.0); do not edit.\n"""\n\n'
        f"VARIANTS = (\n{lines(old)}\n)\n\nPLAIN = (\n{lines(new)}\n)\n"
    )


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument(
        "--check", action="store_true", help="only say whether the file is what would be made"
    )
    made = written(classes())
    if parser.parse_args().check:
        return int(made != TARGET.read_text(encoding="utf-8"))
    TARGET.write_text(made, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
