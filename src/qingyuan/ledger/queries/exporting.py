"""The ledger as a table: exactly the rows that were asked for, with the columns of domain forms 4.1.

Rows are read in batches of a few queries each, so a hundred thousand need no more memory than a thousand.
"""

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.db.models import Prefetch, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from qingyuan.engines.sheets import ExportColumn, Shade
from qingyuan.kit.clock import local_day
from qingyuan.ledger.queries.columns import EXPORTED, NAMES
from qingyuan.ledger.queries.standing_matters import last_progress
from qingyuan.matters.api import Evidence, Matter, Recheck, kinds, policy, sources

AT_ONCE = 2000
WIDTHS = {
    "serial": 6, "number": 14, "breadth": 10, "statement": 48, "unit": 18, "leader": 10, "owner": 10,
    "measures": 40, "criterion": 28, "due_on": 12, "progress": 32, "done_on": 12, "evidence": 24, "cause": 28,
    "rule_words": 28, "accepted_by": 10, "accepted_on": 12, "closed": 16, "closed_on": 12, "recheck": 18,
}  # fmt: skip
CLOSED_AT = [field.key for field in EXPORTED].index("closed")


def columns() -> list[ExportColumn]:
    """The 23 columns in their order."""
    return [ExportColumn(str(NAMES[field.key]), WIDTHS.get(field.key, 18)) for field in EXPORTED]


def colours() -> dict[str, Shade]:
    """Which words of the colour column stand on which colour; the words alone say the same."""
    return {
        _("是"): Shade.DONE,
        _("否（将到期）"): Shade.SOON,
        _("否（已超期）"): Shade.OVERDUE,
        _("已作废"): Shade.QUIET,
    }


def table(rows: QuerySet[Matter], *, today: date, soon: date) -> Iterator[list[Any]]:
    """The cells of each matter, in the order of ``rows``."""
    whole = (
        rows.annotate(last_progress=last_progress())
        .select_related("category", "unit", "owner", "leader", "closed_by")
        .prefetch_related(
            Prefetch("evidence", queryset=Evidence.objects.order_by("slot"), to_attr="files"),
            Prefetch("rechecks", queryset=Recheck.objects.exclude(result=""), to_attr="looks"),
        )
    )
    for serial, matter in enumerate(whole.iterator(chunk_size=AT_ONCE), 1):
        yield _cells(serial, matter, today, soon)


def _cells(serial: int, matter: Matter, today: date, soon: date) -> list[Any]:
    source = sources.get(matter.source)
    submitted = matter.state in (kinds.State.SUBMITTED, kinds.State.CLOSED) and matter.submitted_at
    closed_on = local_day(matter.closed_at) if matter.closed_at else None
    long = matter.term == kinds.Term.LONG
    return [
        serial,
        matter.number,
        str(source.words) if source else matter.source,
        str(matter.category) if matter.category else "",
        _word(kinds.BREADTH_WORDS[kinds.Breadth(matter.breadth)]),
        matter.statement,
        str(matter.unit),
        matter.leader.name if matter.leader else "",
        matter.owner.name if matter.owner else "",
        matter.measures,
        matter.criterion,
        _word(kinds.TERM_WORDS[kinds.Term.LONG]) if long else matter.due_on,
        matter.last_progress,  # type: ignore[attr-defined]
        local_day(submitted) if submitted else None,
        _files(matter.files),  # type: ignore[attr-defined]
        _joined(matter.cause and kinds.CAUSE_WORDS[kinds.Cause(matter.cause)], matter.cause_words),
        _joined(
            matter.rule_change and kinds.RULE_CHANGE_WORDS[kinds.RuleChange(matter.rule_change)],
            matter.rule_words,
        ),
        matter.closed_by.name if matter.closed_by else "",
        closed_on,
        _signed_off(matter, today, soon),
        closed_on,
        _looked(matter.looks),  # type: ignore[attr-defined]
        _remarks(matter),
    ]


def _word(words: Any) -> str:
    return str(words)


def _joined(kind: Any, words: str) -> str:
    return "：".join(part for part in (str(kind) if kind else "", words) if part)


def _files(files: list[Evidence]) -> str:
    """Names and how many: the files themselves stay where they are."""
    if not files:
        return ""
    names = "、".join(file.name for file in files)
    return ngettext("%(names)s（共%(count)d份）", "%(names)s（共%(count)d份）", len(files)) % {
        "names": names,
        "count": len(files),
    }


def _signed_off(matter: Matter, today: date, soon: date) -> str:
    if matter.state == kinds.State.CLOSED:
        return _("是")
    if matter.state == kinds.State.VOID:
        return _("已作废")
    state, term = kinds.State(matter.state), kinds.Term(matter.term)
    if policy.is_overdue(state, term, matter.due_on, today):
        return _("否（已超期）")
    waiting = state in kinds.AT_UNIT and term is kinds.Term.DATED
    if waiting and matter.due_on is not None and today <= matter.due_on <= soon:
        return _("否（将到期）")
    return _("否")


def _looked(looks: list[Recheck]) -> str:
    return "；".join(
        f"{_word(kinds.RESULT_WORDS[kinds.Result(look.result)])}"
        + (f"（{local_day(look.done_at).isoformat()}）" if look.done_at else "")
        for look in looks
    )


def _remarks(matter: Matter) -> str:
    said = [_("待三定")] if matter.state == kinds.State.REGISTERED else []
    if matter.state == kinds.State.SUBMITTED:
        said.append(_("已申请销号，待验收"))
    if matter.reopened:
        said.append(_("重新启动%(count)d次") % {"count": matter.reopened})
    if matter.basis:
        said.append(matter.basis)
    return "；".join(said)
