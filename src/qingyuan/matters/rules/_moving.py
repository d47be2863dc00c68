"""What every move has in common: lock, check the move, write the story, the record, the figures, the facts."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import connection

from qingyuan.kit import bus
from qingyuan.kit.errors import Reason
from qingyuan.kit.grams import tokens
from qingyuan.kit.words import _
from qingyuan.matters import policy
from qingyuan.matters.errors import CannotMove, ChangedMeanwhile, Missing
from qingyuan.matters.events import MatterClosed, MatterMoved, MatterReopened
from qingyuan.matters.kinds import ACT_WORDS, OPEN, STATE_WORDS, Act, Kind, State, Term
from qingyuan.matters.models import NEVER, Matter, Step, Tally, Text
from qingyuan.matters.queries import HANDLE_LEAD, visible
from qingyuan.org.api import Person, Unit, require
from qingyuan.trail.api import record

BY_DUE = ("open", "submitted")  # counted by deadline too, so that lateness can be summed on the day
FIGURES = ("open", "submitted", "registered", "long_open", "closed", "on_time", "dated_closed", "reopened")


def locked(
    matter_id: int,
    *,
    by: Person,
    permission: str,
    at: datetime,
    own: bool = False,
    version: int | None = None,
) -> Matter:
    """Who, then lock: the matter, if ``by`` may do ``permission`` to it.

    What the person cannot see is Missing; what he sees but may not touch is Forbidden. ``version``: the one
    the person had before his eyes; if another act came between, ChangedMeanwhile, and nothing is overwritten.
    """
    # no_key: what only points at the matter (a reminder, a line of a bulletin) does not wait, nor do we for it
    matter = visible(by, at=at).select_for_update(of=("self",), no_key=True).filter(pk=matter_id).first()
    if matter is None:
        raise Missing(Reason("missing", _("没有找到这个事项，或者它不在您的权限范围内")))
    if matter.kind == Kind.LEAD:
        permission = HANDLE_LEAD
    require(by, permission, at=at, path=matter.unit_path, own=own and matter.owner_id == by.pk)
    if version is not None and version != matter.version:
        words = _("您填写期间，已有人办理过这个事项。下面是最新情况，请核对后再提交")
        raise ChangedMeanwhile(Reason("changed", words))
    return matter


def lock_all(matter_ids: Sequence[int], *, by: Person, at: datetime) -> None:
    """Lock several matters before the first of them is acted on, in one order.

    After the first act the record's lock is held, and whoever holds the next matter would be waiting for it.
    """
    rows = visible(by, at=at).select_for_update(of=("self",), no_key=True).filter(pk__in=matter_ids)
    list(rows.order_by("pk").values_list("pk", flat=True))


def step_to(matter: Matter, act: Act) -> State:
    """The state that the act leads to, or CannotMove."""
    state = policy.next_state(State(matter.state), act)
    if state is None:
        raise CannotMove(
            Reason(
                "no_move",
                _("“%(state)s”的事项不能“%(act)s”"),
                params={"state": STATE_WORDS[State(matter.state)], "act": ACT_WORDS[act]},
            )
        )
    return state


def told(
    matter: Matter,
    act: Act,
    *,
    by: Person,
    at: datetime,
    words: str = "",
    detail: Mapping[str, str | int | bool | None] | None = None,
) -> None:
    """Story, record and facts of one move; the figures are kept by :func:`counted`."""
    Step.objects.create(matter=matter, at=at, by=by, act=act, words=words)
    record(actor=by.key, act=f"matters.{act.value}", subject=f"matter:{matter.pk}", at=at, detail=detail)
    kind, state = Kind(matter.kind), State(matter.state)
    bus.tell(MatterMoved(matter.pk, kind, matter.unit_id, act, state, at))
    if act is Act.CLOSE:
        bus.tell(MatterClosed(matter.pk, kind, matter.unit_id, at))
    elif act is Act.REOPEN:
        bus.tell(MatterReopened(matter.pk, kind, matter.unit_id, at))


def figures(matter: Matter) -> dict[str, int]:
    """What one matter adds to each figure of its tally."""
    state, is_open = State(matter.state), matter.state in OPEN
    closed = state is State.CLOSED
    return {
        "open": int(is_open),
        "submitted": int(state is State.SUBMITTED),
        "registered": int(state is State.REGISTERED),
        "long_open": int(is_open and matter.term == Term.LONG),
        "closed": int(closed),
        "on_time": int(closed and matter.term == Term.DATED and bool(matter.on_time)),
        "dated_closed": int(closed and matter.term == Term.DATED),
        "reopened": 0 if state is State.VOID else int(matter.reopened > 0),
    }


def place_anew(matters: Sequence[Matter]) -> None:
    """Put right the place of matters just written, if their unit was moved after it was read.

    From the writing on the database keeps the unit where it is: a move waits until this transaction ends.
    """
    now = dict(Unit.objects.filter(pk__in={m.unit_id for m in matters}).values_list("pk", "path"))
    for matter in matters:
        if matter.unit_path != now[matter.unit_id]:
            matter.unit_path = now[matter.unit_id]
            matter.save(update_fields=["unit_path"])


class Count:
    """Collects what changes in the figures and writes it once, in one order: so no two writers wait in a ring.

    Written after :func:`told`: the record's lock is held then, and writers pass one after another.
    """

    def __init__(self) -> None:
        self._changes: dict[tuple[object, ...], dict[str, int]] = defaultdict(
            lambda: dict.fromkeys(FIGURES, 0)
        )

    def minus(self, matter: Matter) -> None:
        self._add(matter, -1)

    def plus(self, matter: Matter) -> None:
        self._add(matter, 1)

    def _add(self, matter: Matter, sign: int) -> None:
        if matter.restricted:
            return
        due_on = matter.due_on if matter.state in OPEN and matter.term == Term.DATED else None
        values = figures(matter)
        for end in range(Unit.steplen, len(matter.unit_path) + 1, Unit.steplen):
            place = (matter.campaign_id, matter.unit_path[:end], matter.kind, matter.lane, matter.key_few)
            for name, value in values.items():
                self._changes[(*place, NEVER)][name] += sign * value
                if due_on and name in BY_DUE:
                    self._changes[(*place, due_on)][name] += sign * value

    def write(self) -> None:
        """Insert each figure row, or add to it, in one order."""
        table = connection.ops.quote_name(Tally._meta.db_table)
        place = ("campaign_id", "path", "kind", "lane", "key_few", "due_on")
        quoted = ", ".join(connection.ops.quote_name(name) for name in (*place, *FIGURES))
        added = ", ".join(f'"{name}" = {table}."{name}" + excluded."{name}"' for name in FIGURES)
        changed: list[tuple[Any, ...]] = [
            (*key, *values.values()) for key, values in self._changes.items() if any(values.values())
        ]
        with connection.cursor() as cursor:
            cursor.executemany(
                f"INSERT INTO {table} ({quoted}) VALUES ({', '.join(['%s'] * (len(place) + len(FIGURES)))}) "  # noqa: S608
                f"ON CONFLICT (campaign_id, path, kind, lane, key_few, due_on) DO UPDATE SET {added}",
                sorted(changed, key=str),
            )
        self._changes.clear()


def searchable(matters: Iterable[Matter]) -> None:
    """Keep the search words of matters as they now are."""
    texts = [
        Text(
            matter=matter,
            grams=tokens(
                f"{matter.number} {matter.statement} {matter.measures} {matter.effect} {matter.cause_words} "
                f"{matter.rule_words} {matter.basis} {matter.criterion}"
            ),
        )
        for matter in matters
    ]
    Text.objects.bulk_create(
        texts, update_conflicts=True, update_fields=["grams"], unique_fields=["matter"], batch_size=500
    )
