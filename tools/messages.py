"""Collect the words to be translated into each room's English catalogue; say what has no English yet.

``python tools/messages.py`` writes the catalogues; ``--check`` writes nothing and fails if one is not up to
date or not complete. Names of rooms limit it to those. Words are Chinese in the source; only the English stands in the catalogues.
"""

import io
import re
import sys
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.conf import settings
from django.utils.translation.template import templatize

ROOT = Path(__file__).resolve().parent.parent
ROOMS = ROOT / "src" / "qingyuan"
KEYWORDS = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "gettext_noop": None,
    "_lazy": None,
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
}


def words_of(room: Path) -> Catalog:
    """Every message of a room's code and templates, with the files it stands in."""
    found = Catalog(locale="en", fuzzy=False)
    for path in sorted([*room.rglob("*.py"), *room.rglob("templates/**/*.html")]):
        text = path.read_text(encoding="utf-8")
        if path.suffix == ".html":
            text = templatize(text, origin=str(path))
        source = io.BytesIO(text.encode())
        for _line, message, _comments, context in extract(
            "python", source, keywords=KEYWORDS, options={"encoding": "utf-8"}
        ):
            key = message if isinstance(message, str) else tuple(message)
            if key:
                found.add(key, locations=[(str(path.relative_to(room)), 1)], context=context)
    return found


def main(check: bool, only: list[str]) -> int:
    settings.configure(USE_I18N=True)
    bad = 0
    elsewhere = {}
    for place in ROOMS.glob("*/locale/en/LC_MESSAGES/django.po"):
        for message in read_po(place.open("rb"), locale="en"):
            if isinstance(message.id, str) and message.string:
                elsewhere.setdefault((message.id, message.context), message.string)
    for room in sorted(path for path in ROOMS.iterdir() if (path / "apps.py").exists()):
        if only and room.name not in only:
            continue
        wanted = words_of(room)
        if not len(wanted):
            continue
        place = room / "locale" / "en" / "LC_MESSAGES" / "django.po"
        known = read_po(place.open("rb"), locale="en") if place.exists() else Catalog(locale="en")
        fresh = Catalog(
            locale="en", project="qingyuan", fuzzy=False, header_comment=f"# English words of {room.name}."
        )
        for message in sorted(wanted, key=lambda m: str(m.id)):
            if not message.id:
                continue
            old = known.get(message.id if isinstance(message.id, str) else message.id[0], message.context)
            english = old.string if old else ""
            if not english and isinstance(message.id, str):
                english = elsewhere.get((message.id, message.context), "")
            fresh.add(message.id, english, context=message.context)
            empty = not (english if isinstance(english, str) else all(english))
            if empty:
                bad += 1
                print(f"{room.name}: no English for {message.id!r}")
        gone = [
            m.id
            for m in known
            if m.id and fresh.get(m.id if isinstance(m.id, str) else m.id[0], m.context) is None
        ]
        for message_id in gone:
            bad += check
            print(f"{room.name}: no longer used: {message_id!r}")
        if not check:
            place.parent.mkdir(parents=True, exist_ok=True)
            text = io.BytesIO()
            write_po(text, fresh, width=110, omit_header=False, no_location=True, sort_output=True)
            # The moment of writing says nothing and makes two branches differ that have the same words.
            place.write_bytes(re.sub(rb'"(POT-Creation|PO-Revision)-Date: .*"\n', b"", text.getvalue()))
            with place.with_suffix(".mo").open("wb") as out:
                write_mo(out, fresh)
    print("complete" if not bad else f"{bad} to do", file=sys.stderr)
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main("--check" in sys.argv, [name for name in sys.argv[1:] if not name.startswith("-")]))
