"""Markup of what a page holds by the hundred: rows of a list and cells of the wall chart.

A template takes some six microseconds for each value that it shows; a list shows a thousand and a chart several
thousand. Everything else stays in templates. Whatever people wrote goes through ``escape``.
"""

from collections.abc import Callable, Iterable, Sequence
from functools import partial

from django.urls import reverse
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from qingyuan.kit.templatetags.parts import badge, day
from qingyuan.ledger.kinds import MARK_WORDS, Mark
from qingyuan.ledger.queries import Row
from qingyuan.ledger.queries.late import LateUnit
from qingyuan.ledger.queries.wall import Lane, mark
from qingyuan.matters.api import Figures, Matter, kinds

STEP_WORDS = {"late_above": _lazy("上一级办公室"), "late_head": _lazy("单位主要负责人")}
ToLane = Callable[[Lane], str]
"""From a lane to the address of its matters; empty: nothing to click."""

TONE_CLASSES = {"late": "late-words", "warn": "warn-words"}


def matter_lines(rows: Iterable[Row], *, tick: bool = False) -> SafeString:
    """The rows of ``ledger/table.html``; with ``tick``, a box on each that waits for its three fixes."""
    to = reverse("ledger:matter", args=[0]).replace("/0/", "/{}/")
    words = {
        "tick": _("选择"),
        "number": _("编号"),
        "category": _("问题类别"),
        "unit": _("责任单位"),
        "owner": _("责任人"),
        "due": _("整改时限"),
        "state": _("状态"),
        "open": format_html('<span class="muted">{}</span>', _("未定")),
        "long": format_html('<span class="muted">{}</span>', _("长期坚持")),
        **{f"state {state}": str(said) for state, said in kinds.STATE_WORDS.items()},
        **{f"kind {kind}": str(said) for kind, said in kinds.KIND_WORDS.items()},
    }
    return SafeString("".join(map(partial(_line, to=to, words=words, tick=tick), rows)))


def _line(row: Row, to: str, words: dict[str, str], tick: bool) -> str:
    matter, tone = row.matter, row.deadline.tone
    kind = words[f"kind {matter.kind}"]
    category = escape(matter.category) if matter.category else f'<span class="muted">{kind}</span>'
    owner = escape(matter.owner.name) if matter.owner else words["open"]
    return (
        f"<tr{' data-late' if tone == 'late' else ''}>{_tick(matter, words['tick']) if tick else ''}"
        f'<td class="code muted" data-label="{words["number"]}">{matter.number}</td>'
        f'<td data-label=""><a class="row-link clip" href="{to.format(matter.pk)}">{escape(matter.statement)}</a>'
        f"{_marks(matter)}</td>"
        f'<td data-label="{words["category"]}">{category}</td>'
        f'<td data-label="{words["unit"]}">{escape(matter.unit.label)}</td>'
        f'<td class="nowrap" data-label="{words["owner"]}">{owner}</td>'
        f'<td class="nowrap" data-label="{words["due"]}">{_due(row, words)}</td>'
        f'<td data-label="{words["state"]}">{badge(row.tone, words[f"state {matter.state}"], row.icon)}</td></tr>\n'
    )


def _tick(matter: Matter, words: str) -> str:
    if matter.state != kinds.State.REGISTERED:
        return f'<td data-label="{words}"></td>'
    spoken = escape(_("选择 %(number)s") % {"number": matter.number})
    return (
        f'<td data-label="{words}"><label><input type="checkbox" name="id" value="{matter.pk}" form="bulk" data-tick>'
        f'<span class="visually-hidden">{spoken}</span></label></td>'
    )


def _marks(matter: Matter) -> str:
    found = []
    if matter.breadth == kinds.Breadth.COMMON:
        found.append(badge("info", _("共性"), "layers"))
    if matter.key_few:
        found.append(badge("mute", _("关键少数"), "star"))
    if matter.restricted:
        found.append(badge("mute", _("限制知悉"), "lock"))
    if matter.reopened:
        found.append(badge("warn", _("重新启动过"), "rotate-ccw"))
    return f'<span class="row marks">{"".join(found)}</span>' if found else ""


def _due(row: Row, words: dict[str, str]) -> str:
    if row.matter.term == kinds.Term.LONG:
        return words["long"]
    if row.matter.due_on is None:
        return words["open"]
    said = escape(str(row.deadline.words))
    tone = TONE_CLASSES.get(row.deadline.tone, "muted")
    return day(row.matter.due_on) + (f'<br><span class="small {tone}">{said}</span>' if said else "")


def late_lines(line: LateUnit) -> SafeString:
    """The rows of one unit on ``ledger:late``: who owns it, what, since when, and how far the reminders went."""
    to = reverse("ledger:matter", args=[0]).replace("/0/", "/{}/")
    owner, due, days, step = _("责任人"), _("时限"), _("超期（工作日）"), _("已提醒到")
    few_words = _("关键少数")
    nobody = format_html('<span class="late-words">{}</span>', _("未定责任人"))
    silent = format_html('<span class="muted">{}</span>', _("尚未提醒"))
    drawn = []
    for one in line.people:
        name = escape(one.person.name) if one.person else nobody
        for late in one.matters:
            matter = late.matter
            few = f" {badge('mute', few_words, 'star')}" if matter.key_few else ""
            taken = escape(STEP_WORDS.get(late.step, owner)) if late.step else silent
            drawn.append(
                f'<tr data-late><td class="nowrap" data-label="{owner}">{name}{few}</td>'
                f'<td data-label=""><a class="row-link clip" href="{to.format(matter.pk)}">'
                f"{matter.number} {escape(matter.statement)}</a></td>"
                f'<td class="nowrap" data-label="{due}">{day(matter.due_on)}</td>'
                f'<td class="num" data-label="{days}">{late.days}</td><td data-label="{step}">{taken}</td></tr>\n'
            )
    return SafeString("".join(drawn))


def cells(
    figures: Sequence[Figures], lanes: Sequence[Lane], unit: str, row: str, address: ToLane
) -> SafeString:
    """The cells of one row of the wall chart, with ids that begin with ``row``."""
    said = {one: str(words) for one, words in MARK_WORDS.items()}
    return SafeString(
        "".join(
            _cell(f"{row}-{n}", part, lane, unit, said, address(lane) if part.all else "")
            for n, (part, lane) in enumerate(zip(figures, lanes, strict=True))
        )
    )


def _cell(id_: str, part: Figures, lane: Lane, unit: str, said: dict[Mark, str], address: str) -> str:
    """Markup of one cell: the shape of its mark, the number that belongs to it, closed/due; all in words too."""
    state = mark(part)
    if state is Mark.NONE:
        return f'<td data-m="{state.value}" data-label="{escape(lane.words)}"></td>'
    flag = {Mark.LATE: part.overdue, Mark.SOON: part.soon, Mark.LONG: part.long_open}.get(state, 0)
    words = [unit, lane.words, f"{said[state]}{f' {flag}' if flag else ''}"]
    if part.due:
        words.append(_("销号 %(closed)d/%(due)d") % {"closed": part.closed, "due": part.due})
    if part.long_open and state is not Mark.LONG:
        words.append(_("长期坚持 %(count)d") % {"count": part.long_open})
    text = f"{part.closed}/{part.due}" if part.due else ""
    shape = f"<i></i><b>{flag}</b>{text}" if flag else f"<i></i>{text}"
    spoken = escape(" · ".join(words))
    drawn = (
        f'<a id="{id_}" href="{escape(address)}" aria-label="{spoken}">{shape}</a>'
        if address
        else f'<span role="img" aria-label="{spoken}">{shape}</span>'
    )
    return f'<td data-m="{state.value}" data-label="{escape(lane.words)}">{drawn}</td>'
