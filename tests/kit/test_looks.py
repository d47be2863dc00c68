"""What holds for every page: nothing inline, nothing from outside, enough contrast, every word in English."""

import io
import re
from pathlib import Path

import pytest
from babel.messages.extract import extract
from babel.messages.pofile import read_po
from django.utils.translation.template import templatize

import qingyuan

SOURCE = Path(qingyuan.__file__).parent
KIT = SOURCE / "kit"


def test_no_page_of_any_room_needs_inline_style_or_script():
    wrong = []
    for page_file in SOURCE.rglob("templates/**/*.html"):
        text = page_file.read_text()
        if re.search(
            r"\sstyle=|<style|\son[a-z]+=\"|<script(?![^>]*\bsrc=)|javascript:|hx-on|hx-vals=.js:", text
        ):
            wrong.append(str(page_file.relative_to(SOURCE)))
    assert wrong == []


def colours(css: str) -> dict[str, tuple[float, ...]]:
    found = re.findall(r"--([a-z0-9-]+):\s*(#[0-9a-f]{3,6})\b", css)
    full = {
        name: value if len(value) == 7 else "#" + "".join(c * 2 for c in value[1:]) for name, value in found
    }
    return {name: tuple(int(value[i : i + 2], 16) / 255 for i in (1, 3, 5)) for name, value in full.items()}


def luminance(colour: tuple[float, ...]) -> float:
    """Relative luminance, WCAG 2.2."""
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in colour)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: tuple[float, ...], other: tuple[float, ...]) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_the_contrast_formula_gives_the_known_answers():
    assert contrast((0, 0, 0), (1, 1, 1)) == pytest.approx(21)
    assert contrast(tuple([0x76 / 255] * 3), (1, 1, 1)) == pytest.approx(4.54, abs=0.01)


@pytest.mark.parametrize("scheme", ["light", "dark", "wall"])
def test_every_text_and_outline_can_be_told_from_its_ground(scheme: str):
    css = KIT / "static/kit/css"
    light, dark = (css / "tokens.css").read_text().split("@media (prefers-color-scheme: dark)")
    names = colours(light)
    names |= {"dark": colours(dark), "wall": colours((css / "wide.css").read_text())}.get(scheme, {})
    pairs = [
        (text, ground, 4.5)
        for text in ("ink", "ink-2", "ink-3", "accent", "late")
        for ground in ("paper", "sheet", "sunk", "hover")
    ]
    pairs += [(tone, f"{tone}-soft", 4.5) for tone in ("ok", "warn", "late", "info", "mute")]
    pairs += [("ink", f"{tone}-soft", 4.5) for tone in ("ok", "warn", "late", "info", "accent")]
    pairs += [
        ("ink-3", "accent-soft", 4.5),
        ("on-accent", "accent", 4.5),
        ("on-accent", "accent-strong", 4.5),
    ]
    pairs += [("outline", "sheet", 3), ("outline", "paper", 3), ("ring", "sheet", 3), ("seal", "sheet", 4.5)]
    if scheme != "wall":
        pairs += [("on-seal", "seal", 4.5)]
    weak = [
        (a, b, round(contrast(names[a], names[b]), 2))
        for a, b, least in pairs
        if contrast(names[a], names[b]) < least
    ]
    assert weak == []


def test_every_word_of_the_kit_is_translated_into_english():
    keywords = {
        "_": None,
        "gettext": None,
        "gettext_lazy": None,
        "ngettext": (1, 2),
        "pgettext": ((1, "c"), 2),
        "pgettext_lazy": ((1, "c"), 2),
    }
    with (KIT / "locale/en/LC_MESSAGES/django.po").open("rb") as text:
        known = {(m.context, m.id) for m in read_po(text) if m.string}
    missing = []
    for file in [*KIT.rglob("*.html"), *KIT.rglob("*.py")]:
        words = templatize(file.read_text()) if file.suffix == ".html" else file.read_text()
        for _line, message, _comments, context in extract(
            "python", io.BytesIO(words.encode()), keywords=keywords
        ):
            if (context or None, message) not in known:
                missing.append(message)
    assert missing == []


def test_no_style_sheet_or_script_asks_another_server_for_anything():
    for file in [*KIT.rglob("static/**/*.css"), *KIT.rglob("static/**/*.js")]:
        asks = r"https?://|//cdn|@import|url\(" if file.suffix == ".css" else r"https?://|//cdn"
        assert not re.search(asks, file.read_text()), file.name
