"""The wall chart on a screen and on paper: each cell leads to its matters."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, partial
from typing import Any
from urllib.parse import quote, urlencode

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from qingyuan.kit import clock, menu
from qingyuan.kit.errors import Missing, Reason
from qingyuan.ledger.kinds import GROUP_WORDS, MARK_WORDS, Mark
from qingyuan.ledger.queries.wall import Lane, Phase, Phases, Row, Wall, wall
from qingyuan.ledger.queries.wall_sheet import wall_sheet
from qingyuan.ledger.views.drawing import cells
from qingyuan.ledger.views.found import Request, campaign_of, missing
from qingyuan.matters.api import Figures
from qingyuan.org.api import Unit, needs, units_within

FEW_ROWS = 12  # up to here there is room for higher rows
FEW_LANES = 9  # and up to here for larger type

Address = Callable[..., str]
"""From filters to the list of what they leave: none for a screen that nobody can click."""


@dataclass(frozen=True)
class ShownRow:
    """``kind``: unit, own, whole or leaders. ``address`` of the name: the chart of the units below.

    ``cells`` are drawn here and not in the template: a chart has thousands of them.
    """

    id: str
    kind: str
    name: str
    label: str
    address: str
    list_address: str
    total: Figures
    cells: SafeString


def list_address(wall: Wall) -> Address:
    """Addresses of the list that show what a cell counts, or nothing where there is no list."""
    base = menu.address("ledger:list")

    @cache
    def of_unit(unit: str, leaders: bool, own: bool) -> str:
        asked: dict[str, str | int] = {"campaign": wall.campaign.pk, "state": "kept"}
        if unit:
            asked["unit"] = unit
        if own:
            asked["own"] = 1
        if leaders:
            asked["key_few"] = "on"
        return f"{base}?{urlencode(asked)}"

    @cache
    def of_lane(lane: Lane) -> str:
        return urlencode({"lane": lane.asked})

    def address(unit: str, lane: Lane | None = None, *, leaders: bool = False, own: bool = False) -> str:
        if not base:
            return ""
        found = of_unit(unit, leaders, own)
        return f"{found}&{of_lane(lane)}" if lane else found

    return address


def nowhere(*_filters: object, **_more: object) -> str:
    """Cells of a public screen lead nowhere."""
    return ""


def shown(wall: Wall, address: Address, drill: Callable[[Row], str]) -> dict[str, Any]:
    """What the templates draw: cells in words and addresses. Counts only; nothing is computed here but looks."""
    top_code = wall.unit.code if wall.unit else ""
    rows = [
        ShownRow(
            id=f"r{row.unit_id}{'o' if row.own else ''}",
            kind="own" if row.own else "unit",
            name=_("%(unit)s本级") % {"unit": row.name} if row.own else row.name,
            label=_("本级") if row.own else row.label,
            address="" if row.own or not row.deeper else drill(row),
            list_address=address(row.code, own=row.own),
            total=row.total,
            cells=cells(
                row.figures,
                wall.lanes,
                row.label,
                f"r{row.unit_id}{'o' if row.own else ''}",
                partial(address, row.code, own=row.own),
            ),
        )
        for row in wall.rows
    ]
    top = wall.unit.label if wall.unit else ""
    whole = ShownRow(
        "whole",
        "whole",
        _("合计"),
        _("合计"),
        "",
        address(top_code),
        wall.whole,
        cells(wall.sums, wall.lanes, top or _("合计"), "w", partial(address, top_code)),
    )
    leaders = ShownRow(
        "leaders",
        "leaders",
        _("其中：关键少数"),
        _("关键少数"),
        "",
        address(top_code, leaders=True),
        wall.leaders_whole,
        cells(wall.leaders, wall.lanes, _("关键少数"), "l", partial(address, top_code, leaders=True)),
    )
    return {
        "wall": wall,
        "line": _line(wall.phases),
        "rows": rows,
        "heads": [whole, leaders],
        "groups": [(str(GROUP_WORDS[group]), width, group.value) for group, width in wall.groups],
        "lanes": [(lane, address(top_code, lane)) for lane in wall.lanes],
        "marks": [(one.value, str(MARK_WORDS[one])) for one in Mark if one is not Mark.NONE],
        "size": "many" if len(rows) > FEW_ROWS else "few" if len(wall.lanes) > FEW_LANES else "large",
    }


def _line(phases: Phases) -> dict[str, Any]:
    """The timeline as shares of its width; all of it once more in words."""
    drawn = []
    for phase in phases.phases:
        state, said = _said(phase)
        drawn.append(
            {
                "x": f"{phase.begin / 10:.1f}%",
                "width": f"{max(phase.end - phase.begin, 1) / 10:.1f}%",
                "name": phase.words,
                "state": state,
                "said": said,
                "starts_on": phase.starts_on,
                "ends_on": phase.ends_on,
            }
        )
    words = ";".join(
        f"{d['name']} {d['starts_on']:%Y-%m-%d} — {d['ends_on']:%Y-%m-%d} {d['said']}" for d in drawn
    )
    today = f"{phases.today / 10:.1f}%" if phases.today is not None else ""
    return {"phases": drawn, "today": today, "words": words or _("不分阶段")}


def _said(phase: Phase) -> tuple[str, str]:
    if phase.closed:
        return "closed", _("已转段")
    if phase.overdue:
        return "late", _("超期未转段")
    return ("current", _("进行中")) if phase.current else ("next", _("未开始"))


def _asked(request: Request) -> Wall | None:
    """The chart that the address asks for; None where the person sees no campaign."""
    campaign = campaign_of(request)
    if campaign is None:
        return None
    return wall(campaign, by=request.by, at=clock.now(), below=_below(request, campaign.unit))


def _below(request: Request, top: Unit) -> Unit | None:
    asked = request.GET.get("unit", "")
    if not asked:
        return None
    found = units_within(request.by, "matters.see", at=clock.now()).filter(path__startswith=top.path)
    unit = (
        found.filter(pk=int(asked)).first()
        if asked.isascii() and asked.isdecimal() and len(asked) < 19
        else None
    )
    if unit is None:
        raise missing()
    return unit


@needs("ledger.see_wall")
@require_safe
def show(request: Request) -> HttpResponseBase:
    """The chart. Asked for by the page itself, only the part that changes."""
    drawn = _asked(request)
    if drawn is None:
        return render(request, "ledger/wall.html", {"wall": None})
    here = reverse("ledger:wall")

    def chart_of(row: Row) -> str:
        return f"{here}?{urlencode({'campaign': drawn.campaign.pk, 'unit': row.unit_id})}"

    context = shown(drawn, list_address(drawn), chart_of)
    query = request.GET.urlencode()
    context |= {
        "here": request.get_full_path(),
        "paper": f"{reverse('ledger:wall_pdf')}{f'?{query}' if query else ''}",
        "home": menu.address("ledger:list") or menu.address("portal:home"),
        "up": f"{here}?{urlencode({'campaign': drawn.campaign.pk})}" if request.GET.get("unit") else "",
        "screens": menu.address("ledger:screens") if menu.opens(request, "ledger.open_screen") else "",
    }
    part = bool(request.headers.get("HX-Request"))
    page = render(request, "ledger/wall_live.html" if part else "ledger/wall.html", context)
    page["Vary"] = "HX-Request, Cookie"
    page["Cache-Control"] = "no-store"
    return page


@needs("ledger.see_wall")
@require_safe
def paper(request: Request) -> HttpResponseBase:
    """The chart on A3, as PDF."""
    drawn = _asked(request)
    if drawn is None:
        raise Missing(Reason("missing", _("还没有教育整顿，没有可以打印的内容")))
    on = clock.local_day(drawn.at)
    name = _("挂图作战") + f"-{on.isoformat()}.pdf"
    answer = HttpResponse(wall_sheet(drawn), content_type="application/pdf")
    answer["Content-Disposition"] = (
        f"inline; filename=wall-{on.isoformat()}.pdf; filename*=UTF-8''{quote(name, safe='')}"
    )
    answer["Cache-Control"] = "no-store"
    return answer
