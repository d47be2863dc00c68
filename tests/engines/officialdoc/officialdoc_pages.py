"""What a rendered page measures: read from the PDF's text positions with pypdfium2."""

from __future__ import annotations

import ctypes
from dataclasses import dataclass
from itertools import pairwise

import pypdfium2
import pypdfium2.raw as pdfium

MM = 25.4 / 72


@dataclass(frozen=True)
class PageMeasure:
    """Body lines, the most characters in one line, margins in mm, the distance of lines in pt, the page number.

    The vertical margins are those of the line boxes: `baseline_share` is where in its line box a program puts
    the base line (LibreOffice 0.8 of an exact line; the typst template 0.699).
    """

    lines: int
    characters: int
    left_mm: float
    right_mm: float
    top_mm: float
    bottom_mm: float
    pitch_pt: float
    number: str
    number_left_mm: float
    number_right_mm: float


@dataclass(frozen=True)
class _Character:
    text: str
    left: float
    right: float
    baseline: float


def _characters(page: pypdfium2.PdfPage) -> list[_Character]:
    text = page.get_textpage()
    found = []
    x, y = ctypes.c_double(), ctypes.c_double()
    for index in range(text.count_chars()):
        character = text.get_text_range(index, 1)
        if not character.strip():
            continue
        left, _, right, _ = text.get_charbox(index, loose=True)
        assert pdfium.FPDFText_GetCharOrigin(text, index, ctypes.byref(x), ctypes.byref(y))
        found.append(_Character(character, left, right, page.get_height() - y.value))
    return found


def rows_of(page: pypdfium2.PdfPage) -> list[tuple[float, list[_Character]]]:
    """Characters by base line (pt from the top), from top to bottom."""
    rows: list[tuple[float, list[_Character]]] = []
    for character in sorted(_characters(page), key=lambda c: (c.baseline, c.left)):
        if rows and abs(rows[-1][0] - character.baseline) < 3:
            rows[-1][1].append(character)
        else:
            rows.append((character.baseline, [character]))
    return rows


def measure(pdf: bytes, *, baseline_share: float, foot_mm: float = 35.0) -> list[PageMeasure]:
    document = pypdfium2.PdfDocument(pdf)
    measured = []
    for page in document:
        width, height = page.get_size()
        rows = rows_of(page)
        foot = height - foot_mm / MM
        body = [row for row in rows if row[0] <= foot]
        numbers = [character for baseline, row in rows if baseline > foot for character in row]
        baselines = [baseline for baseline, _ in body]
        steps = sorted(b - a for a, b in pairwise(baselines))
        pitch = steps[len(steps) // 2] if steps else 0.0
        everything = [character for _, row in body for character in row]
        measured.append(
            PageMeasure(
                lines=len(body),
                characters=max((len(row) for _, row in body), default=0),
                left_mm=min(c.left for c in everything) * MM,
                right_mm=(width - max(c.right for c in everything)) * MM,
                top_mm=(baselines[0] - baseline_share * pitch) * MM,
                bottom_mm=(height - baselines[-1] - (1 - baseline_share) * pitch) * MM,
                pitch_pt=(baselines[-1] - baselines[0]) / (len(baselines) - 1) if len(baselines) > 1 else 0.0,
                number="".join(c.text for c in sorted(numbers, key=lambda c: c.left)),
                number_left_mm=min((c.left for c in numbers), default=0.0) * MM,
                number_right_mm=(width - max((c.right for c in numbers), default=0.0)) * MM,
            )
        )
    return measured
