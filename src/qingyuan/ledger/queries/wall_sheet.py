"""The wall chart on paper: A3 landscape as PDF, readable in black and white. Text reaches typst only as data."""

import json
from datetime import UTC
from functools import lru_cache
from importlib.resources import files
from typing import Any

import typst
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from qingyuan.kit.templatetags.parts import percent
from qingyuan.ledger.kinds import GROUP_WORDS, MARK_WORDS, Mark
from qingyuan.ledger.queries.wall import Phase, Row, Wall, mark
from qingyuan.matters.api import Figures


def wall_sheet(wall: Wall) -> bytes:
    """The chart as PDF, A3 landscape; as many pages as it takes, with the heads on each.

    The same chart gives the same bytes. Fonts of the machine are never used.
    """
    made = typst.compile(
        files("qingyuan.ledger").joinpath("wall.typ").read_bytes(),
        font_paths=_fonts(),
        sys_inputs={"wall": json.dumps(_data(wall), ensure_ascii=False)},
        format="pdf",
        timestamp=wall.at.astimezone(UTC).replace(microsecond=0),
    )
    return bytes(made)


@lru_cache(maxsize=1)
def _fonts() -> typst.Fonts:
    folder = str(files("justmytype_intl_cjk").joinpath("fonts", "ofl", "notosanssc"))
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=True, font_paths=[folder])


def _data(wall: Wall) -> dict[str, Any]:
    english = (get_language() or "").startswith("en")
    at = timezone.localtime(wall.at)
    whole = _row(_("合计"), "whole", wall.sums, wall.whole)
    leaders = _row(_("其中：关键少数"), "leaders", wall.leaders, wall.leaders_whole)
    return {
        "lang": "en" if english else "zh",
        "title": _("%(campaign)s挂图作战") % {"campaign": f"{wall.campaign.name} · "},
        "unit": str(wall.unit) if wall.unit else "",
        "at": _("数据时间 %(at)s") % {"at": f"{at:%Y-%m-%d %H:%M}"},
        "page": _("第 %(page)s 页，共 %(pages)s 页") % {"page": "\x01", "pages": "\x02"},
        "phases": [_phase(phase) for phase in wall.phases.phases],
        "today": wall.phases.today,
        "day": _("第%(day)s天，共%(days)s天") % {"day": wall.phases.day, "days": wall.phases.days},
        "stats": _stats(wall.whole),
        "rates": {
            "heads": [_("销号率"), _("按期销号率"), _("重新启动率")],
            "rows": [
                [wall.unit.label if wall.unit else _("合计"), *_rates(wall.whole)],
                [_("关键少数"), *_rates(wall.leaders_whole)],
            ],
        },
        "corner": _("单位"),
        "overall": _("总体情况"),
        "totals": [_("在办"), _("逾期"), _("临期"), _("待验收"), _("长期"), _("销号"), _("按期"), _("重启")],
        "groups": [{"words": str(GROUP_WORDS[group]), "span": width} for group, width in wall.groups],
        "lanes": [
            {"words": lane.words, "due": f"{lane.due_on:%m-%d}" if lane.due_on else ""} for lane in wall.lanes
        ],
        "rows": [whole, leaders, *(_unit_row(row) for row in wall.rows)],
        "legend": _("图例"),
        "marks": [{"mark": one.value, "words": str(MARK_WORDS[one])} for one in Mark if one is not Mark.NONE],
        "key": _("图形旁的数字：逾期、临期或长期坚持的件数；分数：已销号/应销号（长期坚持不计入）"),
    }


def _stats(whole: Figures) -> list[dict[str, Any]]:
    return [
        {"words": _("在办"), "count": whole.open, "mark": ""},
        {"words": _("逾期"), "count": whole.overdue, "mark": Mark.LATE.value},
        {"words": _("临期"), "count": whole.soon, "mark": Mark.SOON.value},
        {"words": _("待验收"), "count": whole.submitted, "mark": ""},
        {"words": _("已销号"), "count": whole.closed, "mark": Mark.DONE.value},
        {"words": _("长期坚持"), "count": whole.long_open, "mark": Mark.LONG.value},
    ]


def _share(part: int, whole: int) -> str:
    return f"{part}/{whole} · {percent(part, whole)}"


def _rates(figures: Figures) -> list[str]:
    return [
        _share(figures.closed, figures.due),
        _share(figures.on_time, figures.dated_closed),
        _share(figures.reopened, figures.all),
    ]


def _phase(phase: Phase) -> dict[str, Any]:
    said = _("未开始")
    if phase.closed:
        said = _("已转段")
    elif phase.overdue:
        said = _("超期未转段")
    elif phase.current:
        said = _("进行中")
    return {
        "words": phase.words,
        "said": said,
        "days": f"{phase.starts_on:%m-%d} — {phase.ends_on:%m-%d}",
        "begin": phase.begin,
        "end": phase.end,
        "current": phase.current,
        "closed": phase.closed,
        "late": phase.overdue,
    }


def _unit_row(row: Row) -> dict[str, Any]:
    name = _("%(unit)s本级") % {"unit": row.label} if row.own else row.label
    return _row(name, "own" if row.own else "unit", row.figures, row.total)


def _row(name: str, kind: str, figures: tuple[Figures, ...], total: Figures) -> dict[str, Any]:
    return {
        "name": name,
        "kind": kind,
        "totals": [
            *(
                str(n or "")
                for n in (total.open, total.overdue, total.soon, total.submitted, total.long_open)
            ),
            f"{total.closed}/{total.due}" if total.due else "",
            f"{total.on_time}/{total.dated_closed}" if total.dated_closed else "",
            f"{total.reopened}/{total.all}" if total.all else "",
        ],
        "cells": [_cell(part) for part in figures],
    }


def _cell(part: Figures) -> dict[str, str]:
    state = mark(part)
    count = {Mark.LATE: part.overdue, Mark.SOON: part.soon, Mark.LONG: part.long_open}.get(state, 0)
    return {
        "mark": state.value,
        "flag": str(count or ""),
        "text": f"{part.closed}/{part.due}" if part.due else "",
    }
